package dev.specgen.flowtrace

import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean

/**
 * A bounded queue before an exporter, which is called on one daemon thread. It exports when a batch is full, when the
 * delay has passed, on [forceFlush] and on [shutdown]. A full queue drops the newest span. [stats] says what became of
 * every span, and the listener is told of each that is lost.
 *
 * A process that ends must call [shutdown], or what is queued is lost with the thread.
 *
 * @param exporter Sends the batches.
 * @param options The bounds of queue, batches and time.
 * @param onExportError Is told of each loss.
 */
public class BatchSpanProcessor
    @JvmOverloads
    constructor(
        private val exporter: SpanExporter,
        private val options: BatchOptions = BatchOptions(),
        private val onExportError: ExportErrorListener = ExportErrorListener {},
    ) : SpanProcessor {
        private val queue = SpanQueue(options)
        private val worker = Thread(::work, "flowtrace-batch")
        private val isClosing = AtomicBoolean()

        init {
            worker.isDaemon = true
            worker.start()
        }

        /** What became of the spans so far. After [shutdown] only spans that are emitted later change it. */
        public val stats: SpanStats get() = queue.stats

        override fun onEnd(span: SpanData) {
            val reason = queue.offer(span) ?: return
            tell(ExportError(1, reason, if (reason == LossReason.QUEUE_FULL) FULL else SHUT_DOWN))
        }

        /**
         * Exports what was emitted before; false when that takes longer, or the thread is interrupted: then it is
         * exported later. During and after a [shutdown] it waits for that, and answers as it does.
         */
        override fun forceFlush(timeoutMillis: Long): Boolean =
            Thread.currentThread() !== worker && queue.flush(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))

        /**
         * Exports what waits and takes no more. When that takes longer, or the thread is interrupted, the export under
         * way is interrupted and counts as failed, what waits is dropped, and nothing is exported any more. A second
         * call waits for the first and answers as it does.
         */
        override fun shutdown(timeoutMillis: Long): Boolean {
            val isWorker = Thread.currentThread() === worker
            val isFirst = isClosing.compareAndSet(false, true)
            val done = queue.close(if (isWorker) 0 else TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
            if (!done && isFirst && !isWorker) abandon()
            return done
        }

        private fun abandon() {
            val lost = queue.abandon() ?: return
            // Before the interrupt, which ends an attempt for a reason that nobody needs to hear.
            val failure = lastFailure()
            worker.interrupt()
            val message = if (failure == null) OUT_OF_TIME else "$OUT_OF_TIME; the last attempt failed: $failure"
            if (lost.exporting > 0) tell(ExportError(lost.exporting, LossReason.FAILED, message))
            if (lost.waiting > 0) tell(ExportError(lost.waiting, LossReason.SHUT_DOWN, message))
        }

        private fun lastFailure(): String? =
            try {
                (exporter as? RetryingExporter)?.lastFailure
            } catch (ignored: Throwable) {
                null
            }

        // Whatever is thrown, memory that ran out included, costs one batch, and neither the worker nor the process.
        private fun work() {
            var more = true
            while (more) {
                more =
                    try {
                        exportNext()
                    } catch (ignored: Throwable) {
                        true
                    }
            }
            try {
                Thread.interrupted()
                exporter.shutdown()
            } catch (ignored: Throwable) {
                Thread.interrupted()
            } finally {
                queue.finished()
            }
        }

        /** False once there is nothing left to export. */
        private fun exportNext(): Boolean {
            val batch = queue.take()
            if (batch.isEmpty()) return false
            try {
                val losses = export(batch)
                if (queue.settle(losses.sumOf { it.spans })) losses.forEach(::tell)
            } catch (expected: Throwable) {
                if (queue.settle(batch.size)) tell(ExportError(batch.size, LossReason.FAILED, "$expected", expected))
            } finally {
                queue.told()
            }
            return true
        }

        // What an exporter leaves of an interrupt must not stop the next export. That of a shutdown comes before the
        // batch is settled, or finds nothing to export.
        private fun export(batch: List<SpanData>): List<ExportError> =
            try {
                exporter.export(batch, options.exportTimeoutMillis).losses(batch.size)
            } finally {
                Thread.interrupted()
            }

        private fun tell(error: ExportError) {
            try {
                onExportError.onExportError(error)
            } catch (ignored: InterruptedException) {
                Thread.currentThread().interrupt()
            } catch (ignored: Throwable) {
                return
            }
        }

        private companion object {
            private const val FULL =
                "the queue is full: the exporter is slower than the spans come, or the receiver does not answer"
            private const val SHUT_DOWN = "the processor is shut down"
            private const val OUT_OF_TIME = "the shutdown ran out of time"
        }
    }
