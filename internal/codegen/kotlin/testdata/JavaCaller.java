import dev.specgen.flows.notification.NotificationAndroid;
import dev.specgen.flows.notification.ReadInAppSpan;
import dev.specgen.flows.notification.ReceivedRef;
import dev.specgen.flows.notification.SentRef;
import dev.specgen.flowtrace.SpanContext;
import dev.specgen.flowtrace.Tags;
import dev.specgen.flowtrace.testing.Recorder;
import java.util.Date;

/**
 * The nominal types are Kotlin's only: Java sees a String in an id and a SpanContext in a reference.
 */
public final class JavaCaller {
    private static final String ID = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa";

    private JavaCaller() {}

    /** Emits the Android part of the flow. */
    public static void main() {
        try (Recorder recorder = new Recorder()) {
            push(recorder);
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
}
