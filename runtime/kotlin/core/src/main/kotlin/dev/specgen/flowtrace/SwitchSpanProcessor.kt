package dev.specgen.flowtrace

private const val ALL_TRACES = (1L shl 56).toDouble()

/**
 * Turns spans off, or keeps another share of the traces than the spec says. Both can be changed at any time, from any
 * thread, such as by a setting that an app fetches.
 *
 * @param next Takes the spans that pass. What the switch decides is their sampled flag from then on.
 */
public class SwitchSpanProcessor(
    private val next: SpanProcessor,
) : UnsampledSpanProcessor {
    /** Whether spans pass. */
    @Volatile
    public var isEnabled: Boolean = true

    @Volatile
    private var override: Override? = null

    private class Override(
        val ratio: Double,
    ) {
        val threshold = (ALL_TRACES - Math.round(ratio * ALL_TRACES)).toLong()
    }

    /**
     * The share of the traces that is kept, from 0 to 1, in place of what the spec says: those that every client with
     * the ratio keeps, as it follows from their ids. Null, as at first, or not a number: the spec decides.
     */
    public var samplingRatio: Double?
        get() = override?.ratio
        set(value) {
            override = if (value == null || value.isNaN()) null else Override(value.coerceIn(0.0, 1.0))
        }

    override fun onEnd(span: SpanData) {
        if (!isEnabled) return
        val threshold = override?.threshold
        val isKept = if (threshold == null) span.isSampled else randomness(span.context.traceId) >= threshold
        if (isKept || next is UnsampledSpanProcessor) next.onEnd(span.flagged(isKept))
    }

    override fun forceFlush(timeoutMillis: Long): Boolean = next.forceFlush(timeoutMillis)

    override fun shutdown(timeoutMillis: Long): Boolean = next.shutdown(timeoutMillis)
}
