import dev.specgen.cases.order.CustomerTier;
import dev.specgen.cases.order.OrderOrderApi;
import dev.specgen.cases.order.OrderPaymentGateway;
import dev.specgen.cases.order.PaymentAttemptRef;
import dev.specgen.cases.order.PaymentAttemptResult;
import dev.specgen.cases.order.PaymentAttemptSpan;
import dev.specgen.cases.order.PaymentMethod;
import dev.specgen.cases.order.PlacedRef;
import dev.specgen.flows.notification.NotificationAndroid;
import dev.specgen.flows.notification.NotificationPushService;
import dev.specgen.flows.notification.NotifyRef;
import dev.specgen.flows.notification.ReadInAppSpan;
import dev.specgen.flows.notification.ReceivedRef;
import dev.specgen.flows.notification.SentPlatform;
import dev.specgen.flows.notification.SentRef;
import dev.specgen.flowtrace.SpanContext;
import dev.specgen.flowtrace.Tags;
import dev.specgen.flowtrace.testing.Recorder;
import java.util.Collections;
import java.util.Date;

/**
 * The nominal types are Kotlin's only: Java sees a String in an id and a SpanContext in a reference, but for those that are one of
 * several parents.
 */
public final class JavaCaller {
    private static final String ID = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa";

    private JavaCaller() {}

    /** Emits parts of two flows. */
    public static void main() {
        try (Recorder recorder = new Recorder()) {
            push(recorder);
            send(recorder);
            payment(recorder);
        }
    }

    private static void push(Recorder recorder) {
        NotificationAndroid flow = new NotificationAndroid(recorder.getSink(), "24.11", "15", null);
        SpanContext sent = SentRef.of(ID, "d1");
        SpanContext received = flow.received(sent, 3L, Tags.EMPTY, null);
        if (!received.equals(ReceivedRef.of(sent))) {
            throw new AssertionError(received);
        }
        Tags extra = new Tags.Builder().put("thread.name", "main").build();
        SpanContext opened = flow.opened(received, extra, new Date(250L));
        ReadInAppSpan read = flow.startReadInApp(opened, Tags.EMPTY, new Date(250L));
        SpanContext same = read.end(2L, Tags.EMPTY, new Date(500L));
        if (!same.equals(read.getRef()) || recorder.single("notification:opened").getStartNanos() != 250_000_000L) {
            throw new AssertionError(recorder.getSpans());
        }
    }

    private static void send(Recorder recorder) {
        NotificationPushService flow = new NotificationPushService(recorder.getSink());
        SentPlatform apple = SentPlatform.Ios.of(ID, null);
        SpanContext sent = flow.sent(NotifyRef.of(ID), "C012AB3CD", "d1", apple, null, Tags.EMPTY, null);
        if (!sent.equals(SentRef.of(ID, "d1"))
                || !ID.equals(recorder.single("notification:sent").getTags().get("apns_id"))) {
            throw new AssertionError(recorder.getSpans());
        }
        SentPlatform web = SentPlatform.Web.of("ws-81f0");
        flow.sent(NotifyRef.of(ID), "C012AB3CD", "d2", web, "24.11", Tags.EMPTY, new Date(250L));
    }

    private static void payment(Recorder recorder) {
        OrderOrderApi api = new OrderOrderApi(recorder.getSink(), "eu-central-1");
        OrderPaymentGateway payments = new OrderPaymentGateway(recorder.getSink(), "eu-central-1");
        PlacedRef placed =
                api.placed(null, ID, CustomerTier.NEW, 49.9, Collections.singletonList("SKU-1"), Tags.EMPTY, null);
        PaymentAttemptSpan first =
                payments.startPaymentAttempt(placed, ID, 1L, PaymentMethod.CARD, 49.9, Tags.EMPTY, null);
        PaymentAttemptRef failed = first.end(new PaymentAttemptResult.Error(), Tags.EMPTY, null);
        payments.startPaymentAttempt(failed, ID, 2L, PaymentMethod.CARD, 49.9, Tags.EMPTY, null);
        api.cancelled(failed, ID, Tags.EMPTY, null);
        payments.refunded(null, ID, 49.9, Tags.EMPTY, null);
        if (!failed.getContext().equals(recorder.single("order:cancelled").getParent())) {
            throw new AssertionError(recorder.getSpans());
        }
    }
}
