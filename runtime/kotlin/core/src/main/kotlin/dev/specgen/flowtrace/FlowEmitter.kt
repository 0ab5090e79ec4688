package dev.specgen.flowtrace

/** What all spans of one emitter share. */
@GeneratedApi
public class FlowEmitter internal constructor(
    private val sink: SpanSink,
    private val scope: Scope,
) {
    /** Begins an instant span of [type]: reads the wall clock. */
    public fun begin(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
    ): SpanDraft = SpanDraft(type.checks(sink), scope, context, parent, null)

    /** Begins a measured span of [type]: reads both clocks. */
    public fun beginMeasured(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
    ): SpanDraft = SpanDraft(type.checks(sink), scope, context, parent, Stopwatch(sink))

    /** A random span id in [trace], or in a new trace where it is null. */
    public fun random(trace: TraceId?): SpanContext = SpanContext(trace ?: newTrace(), sink.newSpanId())

    /** A new trace. */
    public fun newTrace(): TraceId = sink.newTraceId()

    public companion object {
        private val NOWHERE = SpanContext(TraceId(0, 0), 0)

        /**
         * Starts an emitter of [service]: what is returned takes the service's own [tags], which are given in the
         * spec's order, and is then made the emitter of.
         */
        @JvmStatic
        public fun of(
            sink: SpanSink,
            flow: FlowType,
            service: String,
            vararg tags: DeclaredTag,
        ): SpanDraft {
            val names = tags.mapTo(HashSet()) { it.key }
            val scope = Scope(flow.name, flow.version, service, Tags.EMPTY, names)
            val type = SpanType("", *tags)
            return SpanDraft(TagChecks(sink, type), scope, NOWHERE, null, null)
        }
    }
}

/** The emitter whose own tags these are. */
@GeneratedApi
public fun SpanDraft.emitter(): FlowEmitter = FlowEmitter(sink, Scope(scope, freeze()))
