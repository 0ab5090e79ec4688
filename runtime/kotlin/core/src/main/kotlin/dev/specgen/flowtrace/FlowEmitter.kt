package dev.specgen.flowtrace

import java.util.Date

/** What all spans of one emitter share. */
@GeneratedApi
public class FlowEmitter internal constructor(
    private val sink: SpanSink,
    private val scope: Scope,
) {
    /** Begins an instant span of [type] at [timestamp], or by the wall clock. */
    public fun begin(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
        timestamp: Date? = null,
    ): SpanDraft = draft(type, context, parent, nanosOf(timestamp) ?: sink.wallNanos(), null)

    /** Begins a measured span of [type] at [startTime], or by both clocks. */
    public fun beginMeasured(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
        startTime: Date? = null,
    ): SpanDraft {
        val told = nanosOf(startTime)
        return draft(type, context, parent, told ?: sink.wallNanos(), Stopwatch(sink, byWall = told != null))
    }

    private fun draft(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
        startNanos: Long,
        stopwatch: Stopwatch?,
    ): SpanDraft = SpanDraft(type.checks(sink), scope, type.flagged(context, parent), parent, startNanos, stopwatch)

    /** A random span id in [trace], or in a new trace where it is null, sampled. */
    public fun random(trace: TraceId?): SpanContext =
        if (trace == null) sink.newContext() else SpanContext(trace, sink.newSpanId())

    /** A new trace. */
    public fun newTrace(): TraceId = sink.newTraceId()

    public companion object {
        private val NOWHERE = SpanContext(TraceId(0, 0), 0, true)

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
            val declared = tags.associateBy { it.key }
            val scope = Scope(flow.name, flow.version, service, Tags.EMPTY, declared)
            val type = SpanType("", *tags)
            return SpanDraft(TagChecks(sink, type), scope, NOWHERE, null, 0, null)
        }
    }
}

/** The emitter whose own tags these are. */
@GeneratedApi
public fun SpanDraft.emitter(): FlowEmitter = FlowEmitter(sink, Scope(scope, freeze(), checks.resource(scope)))
