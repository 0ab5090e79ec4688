package dev.specgen.flowtrace.export

import java.util.concurrent.TimeUnit

/** Time and chance for retries; tests give their own. */
internal open class Waits {
    open fun nanos(): Long = System.nanoTime()

    open fun wallMillis(): Long = System.currentTimeMillis()

    /** In [0, 1). */
    open fun chance(): Double = Math.random()

    /** Waits as long; false when the thread is interrupted. */
    open fun sleep(nanos: Long): Boolean =
        try {
            TimeUnit.NANOSECONDS.sleep(nanos)
            true
        } catch (ignored: InterruptedException) {
            Thread.currentThread().interrupt()
            false
        }

    fun deadline(nanos: Long): Deadline = Deadline(this, nanos)
}

/** A moment by the monotonic clock. */
internal class Deadline(
    private val waits: Waits,
    timeoutNanos: Long,
) {
    private val end = waits.nanos() + timeoutNanos

    fun leftNanos(): Long = end - waits.nanos()
}
