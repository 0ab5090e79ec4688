package dev.specgen.flowtrace

/** What all spans of one emitter share. */
@GeneratedApi
public class FlowEmitter internal constructor(private val sink: SpanSink, private val scope: Scope) {
    /** Begins an instant span of [type]: reads the wall clock. */
    public fun begin(type: SpanType, context: SpanContext, parent: SpanContext?): SpanDraft =
        SpanDraft(TagChecks(sink, type), scope, context, parent, null)

    /** Begins a measured span of [type]: reads both clocks. */
    public fun beginMeasured(type: SpanType, context: SpanContext, parent: SpanContext?): SpanDraft =
        SpanDraft(TagChecks(sink, type), scope, context, parent, Stopwatch(sink))

    /** A random span id in [trace], or in a new trace where it is null. */
    public fun random(trace: TraceId?): SpanContext = SpanContext(trace ?: newTrace(), sink.newSpanId())

    /** A new trace. */
    public fun newTrace(): TraceId = sink.newTraceId()

    public companion object {
        /** Present since flowtrace 0.1. */
        public const val SINCE_0_1: String = "0.1"

        private val NOWHERE = SpanContext(TraceId(0, 0), 0)

        /**
         * Starts an emitter: what is returned takes the service's own tags.
         *
         * @param sink Where its spans go.
         * @param flow The flow's name.
         * @param flowVersion The spec's version.
         * @param service The service's name on the wire.
         * @param needs The oldest runtime that will do, as one of the constants above: an older one lacks the constant, so
         * that the generated file does not compile against it.
         * @param tags The service's own tags, in the spec's order.
         */
        @JvmStatic
        public fun of(
            sink: SpanSink,
            flow: String,
            flowVersion: String,
            service: String,
            needs: String,
            vararg tags: DeclaredTag,
        ): SpanDraft {
            check(needs.isNotEmpty()) { "cannot make an emitter of $service: name the runtime that it needs" }
            val scope = Scope(flow, flowVersion, service, Tags.EMPTY, tags.mapTo(HashSet()) { it.key })
            return SpanDraft(TagChecks(sink, SpanType("", *tags)), scope, NOWHERE, null, null)
        }
    }
}
