package dev.specgen.flowtrace

import java.security.SecureRandom

/** Takes finished spans that are sampled. Must not block: [onEnd] is called on the emitting thread. */
public interface SpanProcessor {
    /** Takes one span. What it throws is counted and swallowed. */
    public fun onEnd(span: SpanData)

    /**
     * Sends on what is held; false when that took longer than [timeoutMillis]. Blocks the caller for that long at most.
     */
    public fun forceFlush(timeoutMillis: Long): Boolean

    /** Sends on what is held and takes no more; false when that took longer than [timeoutMillis]. */
    public fun shutdown(timeoutMillis: Long): Boolean
}

/** A processor that takes spans that are not sampled as well, such as a test's; see [SpanData.isSampled]. */
public interface UnsampledSpanProcessor : SpanProcessor

/** Sends batches of spans away. Its calls are serial. */
public interface SpanExporter {
    /**
     * Sends [spans] within [timeoutMillis], its own retries included, and says which were lost. May block, until the
     * thread is interrupted. What it throws stands for the whole batch.
     */
    public fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult

    /** Frees what it holds. Nothing is exported afterwards. */
    public fun shutdown()
}

/**
 * An exporter that tries again what failed. A processor whose shutdown runs out of time tells what is lost with the
 * reason of the last attempt, as the exporter has had no time to give up.
 */
public interface RetryingExporter : SpanExporter {
    /**
     * Why the last attempt to send something failed; null where it did not, and where there was none. It is read on
     * any thread, while [export] runs: it must not block.
     */
    public val lastFailure: String?
}

/** The two clocks. On Android inject one whose monotonic part counts sleep (`SystemClock.elapsedRealtimeNanos`). */
public interface Clock {
    /** Wall time, nanoseconds since 1970, UTC. */
    public fun wallNanos(): Long

    /** A clock that never goes back, nanoseconds since any moment; only differences are used. */
    public fun monotonicNanos(): Long

    /** The clocks of the JVM: milliseconds of wall time, which is all that Android API 23 has. */
    public object System : Clock {
        private const val NANOS_PER_MILLI = 1_000_000L

        override fun wallNanos(): Long = java.lang.System.currentTimeMillis() * NANOS_PER_MILLI

        override fun monotonicNanos(): Long = java.lang.System.nanoTime()
    }
}

/** Gives the ids that do not derive. Must be safe to call from any thread. */
public interface IdGenerator {
    /** The id of a trace that no tag names. */
    public fun newTraceId(): TraceId

    /** The id of a span that has no key. */
    public fun newSpanId(): SpanId

    /** From SecureRandom: kotlin.random on Android before API 34 has 48 bits of state, too few for trace ids. */
    public object Secure : IdGenerator {
        private val pool = RandomPool(SecureRandom())

        override fun newTraceId(): TraceId =
            pool.take(2) { longs, start -> TraceId.orOne(longs[start], longs[start + 1]) }

        override fun newSpanId(): SpanId = pool.take(1) { longs, start -> SpanId(orOne(longs[start])) }

        /** Both ids of a span that begins a trace, for the cost of one. [now] is the wall clock's time in ms. */
        internal inline fun newContext(
            now: Long,
            isSampled: (TraceId) -> Boolean,
        ): SpanContext =
            pool.take(CONTEXT_LONGS, now) { longs, start ->
                val trace = TraceId.orOne(longs[start], longs[start + 1])
                SpanContext(trace, orOne(longs[start + 2]), isSampled(trace))
            }

        private const val CONTEXT_LONGS = 3

        private fun orOne(bits: Long): Long = if (bits == 0L) 1L else bits
    }
}

/** What a call broke, in the words of the validator. The span was emitted all the same, repaired where it had to be. */
public class Violation internal constructor(
    /** The rule's id, such as `tag-value`. */
    public val rule: String,
    /** The span's name; empty where a service's own tag is meant. */
    public val span: String,
    /** The tag's name, where the rule is about one. */
    public val tag: String?,
    /** The value, as text: it may be personal data. */
    public val value: String?,
    /** What the spec asks for. */
    public val expected: String,
    /** Whether the spec gives the tag a sensitivity: [toString] does not show its value. */
    public val isSensitive: Boolean = false,
) {
    /** For people: in place of a sensitive value it has `[redacted]`. */
    override fun toString(): String =
        buildString {
            append(rule).append(": ").append(span)
            if (tag != null) append(' ').append(tag)
            if (value != null) append(" = ").append(if (isSensitive) "[redacted]" else value)
            append(", want ").append(expected)
        }
}

/** Is told of violations, on the emitting thread. */
public fun interface ViolationListener {
    /** What it throws is counted and swallowed. */
    public fun onViolation(violation: Violation)
}
