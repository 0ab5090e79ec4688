package dev.specgen.flowtrace

private const val TRACEPARENT_LENGTH = 55
private const val VERSION_LENGTH = 2
private const val TRACE_START = 3
private const val SPAN_START = 36
private const val FLAGS_START = 53

/** Names a span in its trace: 8 bytes, never all zero. Not a value class: its hashCode would need Android API 24. */
public class SpanId internal constructor(
    internal val bits: Long,
) {
    override fun equals(other: Any?): Boolean = other is SpanId && other.bits == bits

    override fun hashCode(): Int = (bits xor (bits ushr Int.SIZE_BITS)).toInt()

    /** 16 lower-case hex digits. */
    override fun toString(): String = hex(bits)

    public companion object {
        /** Reads 16 lower-case hex digits; null when they are none, or all zero. */
        @JvmStatic
        public fun parse(text: String): SpanId? =
            if (text.length == DIGITS_PER_LONG && isLowerHex(text, 0, text.length)) {
                hexBits(text, 0).takeIf { it != 0L }?.let { SpanId(it) }
            } else {
                null
            }
    }
}

/**
 * Names one span anywhere. Immutable; crosses processes as a W3C `traceparent`. Two are equal when they name the same
 * span, whatever their flags.
 */
public class SpanContext internal constructor(
    /** The trace. */
    public val traceId: TraceId,
    internal val spanBits: Long,
    /** W3C's sampled flag: whether the span is exported, and those below it that no id of their trace decides about. */
    public val isSampled: Boolean,
) {
    /** The span of [spanId] in [traceId]. */
    @JvmOverloads
    public constructor(traceId: TraceId, spanId: SpanId, isSampled: Boolean = true) :
        this(traceId, spanId.bits, isSampled)

    /** The span in [traceId]. */
    public val spanId: SpanId get() = SpanId(spanBits)

    /** W3C `traceparent`, 55 characters; its flags are 01 where the span is sampled, else 00. */
    public fun toTraceparent(): String = "00-$traceId-${hex(spanBits)}-${if (isSampled) "01" else "00"}"

    internal fun flagged(isSampled: Boolean): SpanContext =
        if (isSampled == this.isSampled) this else SpanContext(traceId, spanBits, isSampled)

    override fun equals(other: Any?): Boolean =
        other is SpanContext && other.spanBits == spanBits && other.traceId == traceId

    override fun hashCode(): Int = (spanBits xor (spanBits ushr Int.SIZE_BITS)).toInt()

    override fun toString(): String = toTraceparent()

    public companion object {
        /**
         * Reads a `traceparent` (W3C Trace Context level 2, section 3.2) of any version but `ff`; of its flags only
         * sampled is kept. Null when it is malformed.
         */
        @JvmStatic
        public fun parse(traceparent: String): SpanContext? {
            if (!isWellFormed(traceparent)) return null
            val trace = TraceId.parse(traceparent.substring(TRACE_START, SPAN_START - 1))
            val span = hexBits(traceparent, SPAN_START)
            val isSampled = hexDigit(traceparent[FLAGS_START + 1]) and 1 == 1
            return if (trace == null || span == 0L) null else SpanContext(trace, span, isSampled)
        }

        private fun isWellFormed(text: String): Boolean =
            text.length >= TRACEPARENT_LENGTH &&
                (0 until TRACEPARENT_LENGTH).all { isLegal(it, text[it]) } &&
                !text.startsWith("ff") &&
                (text.length == TRACEPARENT_LENGTH || (!text.startsWith("00") && text[TRACEPARENT_LENGTH] == '-'))

        private fun isLegal(
            index: Int,
            char: Char,
        ): Boolean =
            when (index) {
                VERSION_LENGTH, SPAN_START - 1, FLAGS_START - 1 -> char == '-'
                else -> char in '0'..'9' || char in 'a'..'f'
            }
    }
}
