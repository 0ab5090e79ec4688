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
    ): SpanDraft {
        val start = nanosOf(timestamp) ?: sink.wallNanos()
        return draft(type, type.flagged(context, parent), parent, start, null)
    }

    /** Begins a measured span of [type] at [startTime], or by both clocks. */
    public fun beginMeasured(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
        startTime: Date? = null,
    ): SpanDraft {
        val told = nanosOf(startTime)
        val start = told ?: sink.wallNanos()
        return draft(type, type.flagged(context, parent), parent, start, Stopwatch(sink, byWall = told != null))
    }

    /**
     * Begins an instant span of [type] with a random id in [trace], or in a new trace where it is null, as [begin] with
     * a context does.
     */
    public fun begin(
        type: SpanType,
        trace: TraceId?,
        parent: SpanContext?,
        timestamp: Date? = null,
    ): SpanDraft = begin(type, trace, parent, nanosOf(timestamp), isMeasured = false)

    /** Begins a measured span of [type] with a random id in [trace], or in a new trace where it is null. */
    public fun beginMeasured(
        type: SpanType,
        trace: TraceId?,
        parent: SpanContext?,
        startTime: Date? = null,
    ): SpanDraft = begin(type, trace, parent, nanosOf(startTime), isMeasured = true)

    private fun begin(
        type: SpanType,
        trace: TraceId?,
        parent: SpanContext?,
        told: Long?,
        isMeasured: Boolean,
    ): SpanDraft {
        val start = told ?: sink.wallNanos()
        val isAlone = trace == null && told == null
        val context = if (isAlone) sink.newContext(type, start) else type.flagged(random(trace), parent)
        return draft(type, context, parent, start, if (isMeasured) Stopwatch(sink, byWall = told != null) else null)
    }

    private fun draft(
        type: SpanType,
        context: SpanContext,
        parent: SpanContext?,
        startNanos: Long,
        stopwatch: Stopwatch?,
    ): SpanDraft = SpanDraft(type.checks(sink), scope, context, parent, startNanos, stopwatch)

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
