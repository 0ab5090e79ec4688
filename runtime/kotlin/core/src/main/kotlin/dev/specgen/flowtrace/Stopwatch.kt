package dev.specgen.flowtrace

import java.util.concurrent.atomic.AtomicBoolean

/**
 * Says when a measured span ends that is told no end. One whose start was told ends by the wall clock; any other as
 * long after its start as the monotonic clock says, or the real one where the injected one throws.
 */
internal class Stopwatch(
    private val sink: SpanSink,
    private val byWall: Boolean,
) {
    private val injected = if (byWall || sink.hasRealClock) null else sink.monotonicNanos()
    private val real = if (byWall) 0L else Clock.System.monotonicNanos()
    private val stopped = AtomicBoolean()

    /** False when it was stopped before. */
    fun stop(): Boolean = stopped.compareAndSet(false, true)

    /** The end, now, of what began at [startNanos]. */
    fun endNanos(startNanos: Long): Long = if (byWall) sink.wallNanos() else later(startNanos, elapsedNanos())

    private fun elapsedNanos(): Long {
        val now = if (injected == null) null else sink.monotonicNanos()
        val elapsed = if (now == null || injected == null) Clock.System.monotonicNanos() - real else now - injected
        return elapsed.coerceAtLeast(0L)
    }
}
