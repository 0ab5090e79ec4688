package dev.specgen.flowtrace

/** A sink whose spans and violations are kept, with a clock that is set by hand. */
internal class Kept :
    UnsampledSpanProcessor,
    ViolationListener,
    Clock,
    IdGenerator {
    val spans = ArrayList<SpanData>()
    val violations = ArrayList<String>()
    var wall = 1_700_000_000_000_000_000
    var monotonic = 5L
    val sink = SpanSink(this, this, this, this)

    override fun onEnd(span: SpanData) {
        spans += span
    }

    override fun onViolation(violation: Violation) {
        violations += violation.toString()
    }

    override fun wallNanos(): Long = wall

    override fun monotonicNanos(): Long = monotonic

    override fun newTraceId(): TraceId = TraceId(1, 2)

    override fun newSpanId(): SpanId = SpanId(3)

    override fun forceFlush(timeoutMillis: Long): Boolean = true

    override fun shutdown(timeoutMillis: Long): Boolean = true
}

internal val FLOW = FlowType("flow", "1.0.0", FlowType.SINCE_0_1)

internal val CONTEXT = SpanContext(TraceId(1, 2), SpanId(3))

internal fun emitter(sink: SpanSink): FlowEmitter = FlowEmitter.of(sink, FLOW, "service").emitter()

/** A finished span. */
internal fun span(
    name: String = "span",
    isSampled: Boolean = true,
): SpanData {
    val kept = Kept()
    val sampling = if (isSampled) TraceSampling.ALL else TraceSampling.byTraceId(Long.MAX_VALUE)
    emitter(kept.sink).begin(SpanType(name, sampling = sampling), CONTEXT, null).emit()
    return kept.spans.single()
}
