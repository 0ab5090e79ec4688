package dev.specgen.flowtrace

/** Measures a duration by the injected monotonic clock, or by the real one where that throws. */
@GeneratedApi
public class Stopwatch internal constructor(
    private val sink: SpanSink,
) {
    private val injected = sink.monotonicNanos()
    private val real = Clock.System.monotonicNanos()

    /** Never negative. */
    internal fun elapsedNanos(): Long {
        val now = if (injected == null) null else sink.monotonicNanos()
        val elapsed = if (now == null || injected == null) Clock.System.monotonicNanos() - real else now - injected
        return elapsed.coerceAtLeast(0L)
    }
}
