package dev.specgen.flowtrace

import java.util.concurrent.ExecutionException
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/**
 * Hands each span to several processors, in order. What one throws does not keep the others from the span. Spans that
 * are not sampled go to those alone that take them. With no processor it drops every span.
 */
public class MultiSpanProcessor(
    processors: List<SpanProcessor>,
) : UnsampledSpanProcessor {
    private val processors = frozen(processors)

    /** Hands each span to [processors], in order. */
    public constructor(vararg processors: SpanProcessor) : this(processors.asList())

    override fun onEnd(span: SpanData) {
        for (processor in processors) {
            if (span.isSampled || processor is UnsampledSpanProcessor) hand(span, processor)
        }
    }

    private fun hand(
        span: SpanData,
        processor: SpanProcessor,
    ) {
        try {
            processor.onEnd(span)
        } catch (fatal: VirtualMachineError) {
            throw fatal
        } catch (ignored: InterruptedException) {
            Thread.currentThread().interrupt()
        } catch (ignored: Throwable) {
            return
        }
    }

    /** Flushes all at the same time; false where one fails. */
    override fun forceFlush(timeoutMillis: Long): Boolean = all(timeoutMillis) { it.forceFlush(timeoutMillis) }

    /** Shuts all down at the same time; false where one fails. */
    override fun shutdown(timeoutMillis: Long): Boolean = all(timeoutMillis) { it.shutdown(timeoutMillis) }

    // Each keeps the deadline itself; one that does not is left alone a second later.
    private fun all(
        timeoutMillis: Long,
        call: (SpanProcessor) -> Boolean,
    ): Boolean {
        if (processors.size == 1) return call(processors[0])
        val calls = processors.map { FutureTask { call(it) } }
        calls.forEach { Thread(it, "flowtrace-multi").apply { isDaemon = true }.start() }
        val end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) + TimeUnit.SECONDS.toNanos(1)
        return calls.map { answer(it, end) }.all { it }
    }

    private fun answer(
        call: FutureTask<Boolean>,
        end: Long,
    ): Boolean =
        try {
            call.get(end - System.nanoTime(), TimeUnit.NANOSECONDS)
        } catch (ignored: ExecutionException) {
            false
        } catch (ignored: TimeoutException) {
            false
        } catch (ignored: InterruptedException) {
            call.cancel(true)
            Thread.currentThread().interrupt()
            false
        }
}
