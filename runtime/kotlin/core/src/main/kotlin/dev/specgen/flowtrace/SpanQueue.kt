package dev.specgen.flowtrace

import java.util.ArrayDeque
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock

/**
 * The queue of a [BatchSpanProcessor]: its worker takes and settles, anyone offers. Each span is counted once, so that
 * a flush has an end and the counts balance at every moment.
 */
internal class SpanQueue(
    private val options: BatchOptions,
) {
    private val delayNanos = TimeUnit.MILLISECONDS.toNanos(options.scheduledDelayMillis)
    private val queue = ArrayDeque<Entry>()
    private val lock = ReentrantLock()
    private val wakeWorker = lock.newCondition()
    private val progress = lock.newCondition()
    private var bytes = 0L
    private var exporting = 0
    private var untold = 0
    private var emitted = 0L
    private var accepted = 0L
    private var exported = 0L
    private var dropped = 0L
    private var rejected = 0L
    private var flushUpTo = 0L
    private var state = State.OPEN

    private enum class State { OPEN, CLOSED, FINISHED, ABANDONED }

    private class Entry(
        val span: SpanData,
        val bytes: Long,
        val since: Long,
    )

    /** How many spans waited, and how many were being exported, when a shutdown ran out of time. */
    class Abandoned(
        val waiting: Int,
        val exporting: Int,
    )

    /** Spans that were accepted and whose end is known and told; they settle in their order. */
    private val settled: Long get() = accepted - queue.size - exporting - untold

    private val isEnded: Boolean get() = state == State.FINISHED || state == State.ABANDONED

    private val isDue: Boolean
        get() {
            val first = queue.peek() ?: return false
            return queue.size >= options.maxExportBatchSize || state != State.OPEN || flushUpTo > settled ||
                System.nanoTime() - first.since >= delayNanos
        }

    val stats: SpanStats
        get() =
            lock.withLock {
                SpanStats(emitted, exported, dropped, rejected, emitted - exported - dropped - rejected)
            }

    /** Why the span was dropped; null where it was taken. */
    fun offer(span: SpanData): LossReason? {
        val entry = Entry(span, span.approximateBytes, System.nanoTime())
        return lock.withLock {
            emitted++
            val lost =
                when {
                    state != State.OPEN -> LossReason.SHUT_DOWN
                    queue.size >= options.maxQueueSize -> LossReason.QUEUE_FULL
                    bytes + entry.bytes > options.maxQueueBytes -> LossReason.QUEUE_FULL
                    else -> null
                }
            if (lost != null) {
                dropped++
            } else {
                accepted++
                queue.add(entry)
                bytes += entry.bytes
                if (queue.size == 1 || queue.size == options.maxExportBatchSize) wakeWorker.signal()
            }
            lost
        }
    }

    /** Waits for a batch that is due; empty once the queue is closed and has nothing left. */
    fun take(): List<SpanData> =
        lock.withLock {
            while (!isDue) {
                if (state != State.OPEN) return emptyList()
                waitForWork()
            }
            val batch = ArrayList<SpanData>(minOf(queue.size, options.maxExportBatchSize))
            while (batch.size < options.maxExportBatchSize && queue.isNotEmpty()) {
                val entry = queue.remove()
                bytes -= entry.bytes
                batch.add(entry.span)
            }
            exporting = batch.size
            batch
        }

    // The thread is the processor's own: an interrupt of it, perhaps by an exporter, means nothing here.
    private fun waitForWork() {
        try {
            val first = queue.peek()
            if (first ==
                null
            ) {
                wakeWorker.await()
            } else {
                wakeWorker.awaitNanos(first.since + delayNanos - System.nanoTime())
            }
        } catch (ignored: InterruptedException) {
            return
        }
    }

    /**
     * Counts the batch that was taken last; false where a shutdown that ran out of time has counted it before. A flush
     * waits until the listener has been [told].
     */
    fun settle(lost: Int): Boolean =
        lock.withLock {
            if (state == State.ABANDONED) return false
            exported += exporting - lost
            rejected += lost
            untold = exporting
            exporting = 0
            true
        }

    /** The listener knows of all that was lost of the batch. */
    fun told() {
        lock.withLock {
            untold = 0
            progress.signalAll()
        }
    }

    /** Waits until what was emitted before is exported or lost; false when that takes longer. */
    fun flush(timeoutNanos: Long): Boolean =
        lock.withLock {
            val target = accepted
            flushUpTo = maxOf(flushUpTo, target)
            wakeWorker.signal()
            await(timeoutNanos) { isEnded || (state == State.OPEN && settled >= target) } && state != State.ABANDONED
        }

    /** Takes no more, and waits until the worker has finished; false when that takes longer. */
    fun close(timeoutNanos: Long): Boolean =
        lock.withLock {
            if (state == State.OPEN) state = State.CLOSED
            wakeWorker.signal()
            await(timeoutNanos) { isEnded } && state == State.FINISHED
        }

    /** Ends it at once: what waits is dropped, what is being exported is rejected. Null where it has ended before. */
    fun abandon(): Abandoned? =
        lock.withLock {
            if (isEnded) return null
            state = State.ABANDONED
            val lost = Abandoned(queue.size, exporting)
            dropped += lost.waiting
            rejected += lost.exporting
            queue.clear()
            bytes = 0
            exporting = 0
            progress.signalAll()
            lost
        }

    fun finished() {
        lock.withLock {
            if (state != State.ABANDONED) state = State.FINISHED
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
