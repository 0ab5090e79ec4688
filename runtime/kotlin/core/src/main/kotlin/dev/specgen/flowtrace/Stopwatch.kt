package dev.specgen.flowtrace

import java.util.concurrent.atomic.AtomicBoolean

/** Measures a duration by the injected monotonic clock, or by the real one where that throws. */
internal class Stopwatch(
    private val sink: SpanSink,
) {
    private val injected = sink.monotonicNanos()
    private val real = Clock.System.monotonicNanos()

    private val stopped = AtomicBoolean()

    /** The nanoseconds since it was made, never less than none; null when it was stopped before. */
    fun stop(): Long? = if (stopped.compareAndSet(false, true)) elapsedNanos() else null

    private fun elapsedNanos(): Long {
        val now = if (injected == null) null else sink.monotonicNanos()
        val elapsed = if (now == null || injected == null) Clock.System.monotonicNanos() - real else now - injected
        return elapsed.coerceAtLeast(0L)
    }
}
