import dev.specgen.flows.notification.NotificationAndroid;
import dev.specgen.flows.notification.ReadInAppSpan;
import dev.specgen.flows.notification.ReceivedRef;
import dev.specgen.flows.notification.SentRef;
import dev.specgen.flowtrace.SpanContext;
import dev.specgen.flowtrace.Tags;
import dev.specgen.flowtrace.testing.Recorder;

/** The nominal types are Kotlin's only: Java sees a String in an id and a SpanContext in a reference. */
public final class JavaCaller {
    private JavaCaller() {}

    /** Emits the Android part of the flow. */
    public static void main() {
        try (Recorder recorder = new Recorder()) {
            NotificationAndroid flow = new NotificationAndroid(recorder.getSink(), "24.11", "15", null);
            SpanContext sent = SentRef.of("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "d1");
            SpanContext received = flow.received(sent, 3L, Tags.EMPTY);
            if (!received.equals(ReceivedRef.of(sent))) {
                throw new AssertionError(received);
            }
            SpanContext opened = flow.opened(received, new Tags.Builder().put("thread.name", "main").build());
            ReadInAppSpan read = flow.startReadInApp(opened, Tags.EMPTY);
            SpanContext same = read.end(2L, Tags.EMPTY);
            if (!same.equals(read.getRef()) || recorder.getSpans().size() != 3) {
                throw new AssertionError(recorder.getSpans());
            }
        }
    }
}
