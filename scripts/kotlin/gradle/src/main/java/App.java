import dev.specgen.cases.checkout.CheckoutShopAndroid;
import dev.specgen.cases.checkout.Tenant;
import dev.specgen.flows.notification.NotificationAndroid;
import dev.specgen.flows.notification.SentRef;
import dev.specgen.flowtrace.SpanSink;
import dev.specgen.flowtrace.Tags;
import dev.specgen.flowtrace.export.ConsoleSpanProcessor;

/** Emits a span of one of two generated packages, and makes the emitter of the other. */
public final class App {
    private App() {}

    /** Prints the span. */
    public static void main(String[] arguments) {
        SpanSink sink = new SpanSink(new ConsoleSpanProcessor());
        new CheckoutShopAndroid(sink, "8.2.0", Tenant.MAIN);
        NotificationAndroid app = new NotificationAndroid(sink, "24.11", "15", null);
        app.received(SentRef.of("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "d1"), 3L, Tags.EMPTY, null);
    }
}
