package dev.specgen.flowtrace

import java.util.ArrayDeque
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

/**
 * The queue of a [BatchSpanProcessor]: its worker takes, anyone offers. Spans are counted, so that a flush has an end.
 */
internal class SpanQueue(
    private val capacity: Int,
    batchSize: Int,
    private val delayNanos: Long,
) {
    private val batchSize = batchSize.coerceIn(1, capacity.coerceAtLeast(1))
    private val spans = ArrayDeque<SpanData>()
    private val lock = ReentrantLock()
    private val wakeWorker = lock.newCondition()
    private val progress = lock.newCondition()
    private var accepted = 0L
    private var exported = 0L
    private var flushUpTo = 0L
    private var oldest = 0L
    private var closed = false
    private var finished = false
    private var droppedCount = 0L

    val dropped: Long get() = lock.withLock { droppedCount }

    /** False when the span is dropped. */
    fun offer(span: SpanData): Boolean =
        lock.withLock {
            if (closed || spans.size >= capacity) {
                droppedCount++
                return false
            }
            if (spans.isEmpty()) oldest = System.nanoTime()
            spans.add(span)
            accepted++
            if (spans.size == 1 || spans.size == batchSize) wakeWorker.signal()
            true
        }

    /** Waits for a batch that is due; empty once the queue is closed and has nothing left. */
    fun take(): List<SpanData> =
        lock.withLock {
            while (!isDue()) {
                if (spans.isEmpty() && closed) return emptyList()
                waitForWork()
            }
            val batch = ArrayList<SpanData>(minOf(spans.size, batchSize))
            while (batch.size < batchSize && spans.isNotEmpty()) batch.add(spans.remove())
            oldest = System.nanoTime()
            batch
        }

    // The thread is the processor's own: an interrupt of it, perhaps by an exporter, means nothing here.
    private fun waitForWork() {
        try {
            if (spans.isEmpty()) wakeWorker.await() else wakeWorker.awaitNanos(oldest + delayNanos - System.nanoTime())
        } catch (ignored: InterruptedException) {
            Thread.interrupted()
        }
    }

    private fun isDue(): Boolean =
        when {
            spans.isEmpty() -> false
            spans.size >= batchSize || closed -> true
            else -> flushUpTo > exported || System.nanoTime() - oldest >= delayNanos
        }

    /** The worker is through with as many spans. */
    fun exported(count: Int) {
        lock.withLock {
            exported += count
            progress.signalAll()
        }
    }

    /** Waits until what was accepted before is exported; false when that takes longer. */
    fun flush(timeoutNanos: Long): Boolean =
        lock.withLock {
            val target = accepted
            flushUpTo = maxOf(flushUpTo, target)
            wakeWorker.signal()
            await(timeoutNanos) { exported >= target || finished } && exported >= target
        }

    /** Takes no more, and waits until the worker has finished; false when that takes longer. */
    fun close(timeoutNanos: Long): Boolean =
        lock.withLock {
            closed = true
            wakeWorker.signal()
            await(timeoutNanos) { finished }
        }

    /** Drops what is left and returns how much that was. */
    fun abandon(): Int =
        lock.withLock {
            val left = spans.size
            spans.clear()
            droppedCount += left
            left
        }

    fun done() {
        lock.withLock {
            closed = true
            finished = true
            progress.signalAll()
        }
    }

    private inline fun await(
        timeoutNanos: Long,
        reached: () -> Boolean,
    ): Boolean {
        var left = timeoutNanos
        try {
            while (left > 0 && !reached()) left = progress.awaitNanos(left)
        } catch (ignored: InterruptedException) {
            Thread.currentThread().interrupt()
        }
        return reached()
    }
}
