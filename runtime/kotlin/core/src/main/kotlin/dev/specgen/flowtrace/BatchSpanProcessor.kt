package dev.specgen.flowtrace

import java.util.concurrent.TimeUnit

/** Is told of spans that a full queue, or a processor that was shut down, has dropped. */
public fun interface DropListener {
    /** Called on the emitting thread with the number of spans. What it throws is swallowed. */
    public fun onDrop(count: Int)
}

/**
 * A bounded queue before an exporter, which is called on one daemon thread. It exports when a batch is full, when the
 * delay has passed, on [forceFlush] and on [shutdown]. A full queue drops the newest span.
 *
 * A process that ends must call [shutdown], or what is queued is lost with the thread.
 *
 * @param exporter Sends the batches.
 * @param maxQueueSize How many spans wait at most, those being exported not counted.
 * @param maxExportBatchSize How many spans are exported at once at most.
 * @param scheduledDelayMillis How long a span waits at most before it is exported.
 * @param exportTimeoutMillis How long the exporter may take for one batch.
 * @param onDrop Is told of dropped spans.
 */
public class BatchSpanProcessor
    @JvmOverloads
    constructor(
        private val exporter: SpanExporter,
        maxQueueSize: Int = MAX_QUEUE_SIZE,
        maxExportBatchSize: Int = MAX_EXPORT_BATCH_SIZE,
        scheduledDelayMillis: Long = SCHEDULED_DELAY_MILLIS,
        private val exportTimeoutMillis: Long = EXPORT_TIMEOUT_MILLIS,
        private val onDrop: DropListener = DropListener {},
    ) : SpanProcessor {
        private val queue =
            SpanQueue(maxQueueSize, maxExportBatchSize, TimeUnit.MILLISECONDS.toNanos(scheduledDelayMillis))
        private val worker = Thread(::work, "flowtrace-batch")

        init {
            worker.isDaemon = true
            worker.start()
        }

        /** How many spans were dropped: by a full queue, after shutdown, or because shutdown ran out of time. */
        public val dropped: Long get() = queue.dropped

        override fun onEnd(span: SpanData) {
            if (!queue.offer(span)) tell(1)
        }

        override fun forceFlush(timeoutMillis: Long): Boolean =
            Thread.currentThread() !== worker && queue.flush(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))

        override fun shutdown(timeoutMillis: Long): Boolean {
            val isWorker = Thread.currentThread() === worker
            val done = queue.close(if (isWorker) 0 else TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
            if (!done && !isWorker) queue.abandon().let { if (it > 0) tell(it) }
            return done
        }

        private fun work() {
            try {
                var batch = queue.take()
                while (batch.isNotEmpty()) {
                    guarded { exporter.export(batch, exportTimeoutMillis) }
                    queue.exported(batch.size)
                    batch = queue.take()
                }
                guarded { exporter.shutdown() }
            } finally {
                queue.done()
            }
        }

        private fun tell(count: Int) {
            guarded { onDrop.onDrop(count) }
        }

        private inline fun guarded(block: () -> Unit) {
            try {
                block()
            } catch (fatal: VirtualMachineError) {
                throw fatal
            } catch (ignored: Throwable) {
                Thread.interrupted()
            }
        }

        public companion object {
            /** The default of maxQueueSize. */
            public const val MAX_QUEUE_SIZE: Int = 2048

            /** The default of maxExportBatchSize. */
            public const val MAX_EXPORT_BATCH_SIZE: Int = 512

            /** The default of scheduledDelayMillis. */
            public const val SCHEDULED_DELAY_MILLIS: Long = 5_000

            /** The default of exportTimeoutMillis. */
            public const val EXPORT_TIMEOUT_MILLIS: Long = 30_000
        }
    }
