package dev.specgen.flowtrace.testing

import dev.specgen.flowtrace.Clock
import dev.specgen.flowtrace.IdGenerator
import dev.specgen.flowtrace.SpanId
import dev.specgen.flowtrace.TraceId
import java.util.concurrent.atomic.AtomicLong

private const val HEX = 16
private const val SPAN_DIGITS = 16
private const val TRACE_DIGITS = 32

/** A clock that stands still until it is moved. Thread-safe. */
public class FixedClock
    @JvmOverloads
    constructor(
        startNanos: Long = 1_700_000_000_000_000_000,
    ) : Clock {
        private val now = AtomicLong(startNanos)

        override fun wallNanos(): Long = now.get()

        override fun monotonicNanos(): Long = now.get()

        /** Lets [nanos] pass. */
        public fun advance(nanos: Long) {
            now.addAndGet(nanos)
        }
    }

/** Ids that count from 1, so that a test can name them. Thread-safe. */
public class CountingIds : IdGenerator {
    private val traces = AtomicLong()
    private val spans = AtomicLong()

    override fun newTraceId(): TraceId = checkNotNull(TraceId.parse(digits(traces, TRACE_DIGITS)))

    override fun newSpanId(): SpanId = checkNotNull(SpanId.parse(digits(spans, SPAN_DIGITS)))

    private fun digits(
        counter: AtomicLong,
        length: Int,
    ): String = counter.incrementAndGet().toString(HEX).padStart(length, '0')
}
