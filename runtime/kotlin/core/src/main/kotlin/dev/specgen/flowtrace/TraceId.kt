package dev.specgen.flowtrace

/** Names a trace: 16 bytes, never all zero. */
public class TraceId internal constructor(
    internal val high: Long,
    internal val low: Long,
) {
    override fun equals(other: Any?): Boolean = other is TraceId && other.high == high && other.low == low

    override fun hashCode(): Int = (high xor low xor (low ushr Int.SIZE_BITS)).toInt()

    /** 32 lower-case hex digits. */
    override fun toString(): String = hex(high) + hex(low)

    public companion object {
        /** Reads 32 lower-case hex digits; null when they are none, or all zero. */
        @JvmStatic
        public fun parse(text: String): TraceId? =
            if (text.length == 2 * DIGITS_PER_LONG && isLowerHex(text, 0, text.length)) {
                orNull(hexBits(text, 0), hexBits(text, DIGITS_PER_LONG))
            } else {
                null
            }

        /**
         * The trace id of an id tag's [value], as docs/ids.md states it: its 16 bytes when it is a UUID or 32 hex
         * digits of any case and not all zero, otherwise a hash of [flow] and [value].
         */
        @JvmStatic
        @OptIn(GeneratedApi::class)
        public fun of(
            flow: String,
            value: String,
        ): TraceId = fromDigits(value) ?: IdHash.traceId(flow, value)

        internal fun orOne(
            high: Long,
            low: Long,
        ): TraceId = TraceId(high, if (high or low == 0L) 1L else low)

        private fun orNull(
            high: Long,
            low: Long,
        ): TraceId? = if (high or low == 0L) null else TraceId(high, low)

        private fun fromDigits(value: String): TraceId? {
            val isUuid = value.length == UUID_LENGTH
            if (!isUuid && value.length != 2 * DIGITS_PER_LONG) return null
            var high = 0L
            var low = 0L
            var bad = 0
            for (index in value.indices) {
                if (isUuid && isUuidHyphen(index)) {
                    if (value[index] != '-') bad = -1
                } else {
                    val digit = hexDigit(value[index])
                    bad = bad or digit
                    high = (high shl BITS_PER_DIGIT) or (low ushr (Long.SIZE_BITS - BITS_PER_DIGIT))
                    low = (low shl BITS_PER_DIGIT) or digit.toLong()
                }
            }
            return if (bad < 0) null else orNull(high, low)
        }
    }
}
