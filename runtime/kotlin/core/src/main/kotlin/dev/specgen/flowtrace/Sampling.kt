package dev.specgen.flowtrace

private const val RANDOM_BITS = 0x00FF_FFFF_FFFF_FFFFL
private const val VERSION_SHIFT = 12
private const val VERSION_BITS = 0xFL
private const val RANDOM_UUID = 4L
private const val TIMED_UUID = 7L
private const val VARIANT_SHIFT = 62
private const val RFC_VARIANT = 2L

/**
 * Which traces of one kind are sampled. The trace id alone decides, by OpenTelemetry's consistent probability sampling,
 * so that every service and language keeps the same traces.
 */
@GeneratedApi
public class TraceSampling private constructor(
    private val threshold: Long,
    private val inherits: Boolean,
) {
    /** [context] with the flag that a span of this kind of trace has below [parent]. */
    internal fun flagged(
        context: SpanContext,
        parent: SpanContext?,
    ): SpanContext =
        context.flagged(
            if (inherits && parent?.traceId == context.traceId) parent.isSampled else keeps(context.traceId),
        )

    internal fun keeps(trace: TraceId): Boolean = threshold == 0L || randomness(trace) >= threshold

    public companion object {
        /** Every trace is sampled. */
        internal val ALL: TraceSampling = TraceSampling(0, false)

        /** A trace with an id of its own is sampled where its randomness, of 56 bits, is at least [threshold]. */
        @JvmStatic
        public fun byTraceId(threshold: Long): TraceSampling = TraceSampling(threshold, false)

        /** A trace that comes from outside the flow has the parent's flag; a new one is sampled as with [byTraceId]. */
        @JvmStatic
        public fun byParent(threshold: Long): TraceSampling = TraceSampling(threshold, true)
    }
}

/** The last 7 bytes of a random or time-ordered UUID, which are random; of any other trace id, those of its SHA-256. */
internal fun randomness(trace: TraceId): Long {
    val version = (trace.high ushr VERSION_SHIFT) and VERSION_BITS
    val isUuid = (version == RANDOM_UUID || version == TIMED_UUID) && trace.low ushr VARIANT_SHIFT == RFC_VARIANT
    return RANDOM_BITS and if (isUuid) trace.low else lastBits(trace)
}

@OptIn(GeneratedApi::class)
private fun lastBits(trace: TraceId): Long = IdHash.lastBits(trace)
