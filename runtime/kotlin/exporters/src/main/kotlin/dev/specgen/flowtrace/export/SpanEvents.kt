package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.GeneratedApi
import dev.specgen.flowtrace.Link
import dev.specgen.flowtrace.Scope
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.appendQuoted

private const val NANOS_PER_MICRO = 1000L

/** Spans in the flat SpanEvent form: one JSON object a line, as docs/runtime-contract.md states it. */
@OptIn(GeneratedApi::class)
public object SpanEvents {
    /** [span] as one JSON object, without a line feed. */
    @JvmStatic
    public fun encode(span: SpanData): String = StringBuilder().also { append(it, span) }.toString()

    internal fun append(
        to: StringBuilder,
        span: SpanData,
    ) {
        to.append("{\"trace_id\":\"").append(span.context.traceId)
        to.append("\",\"span_id\":\"").append(span.context.spanId).append('"')
        span.parent?.let { to.append(",\"parent_id\":\"").append(it.spanId).append('"') }
        span.parentTraceId?.let { to.append(",\"parent_trace_id\":\"").append(it).append('"') }
        to.append(",\"name\":").appendQuoted(span.name)
        to.append(",\"service_name\":").appendQuoted(span.scope.service)
        to.append(",\"timestamp\":").append(span.startNanos.floorDiv(NANOS_PER_MICRO))
        to.append(",\"duration\":").append((span.endNanos - span.startNanos) / NANOS_PER_MICRO)
        if (span.error != null) to.append(",\"error\":true")
        to.append(",\"flow\":").appendQuoted(span.scope.flow)
        to.append(",\"flow_version\":").appendQuoted(span.scope.flowVersion)
        appendTags(to, span)
        appendLinks(to, span.links)
        if (span.droppedLinks > 0) to.append(",\"dropped_links\":").append(span.droppedLinks)
        to.append('}')
    }

    private fun appendTags(
        to: StringBuilder,
        span: SpanData,
    ) {
        val members = Members(to, ",\"tags\":{")
        val append = { key: String, value: Any ->
            members.next().appendQuoted(key)
            to.append(':').appendValue(value)
        }
        span.scope.serviceTags.forEach(append)
        span.tags.forEach(append)
        members.end("}")
    }

    private fun appendLinks(
        to: StringBuilder,
        links: List<Link>,
    ) {
        val members = Members(to, ",\"links\":[")
        for (link in links) {
            members.next().append("{\"trace_id\":\"").append(link.context.traceId)
            to.append("\",\"span_id\":\"").append(link.context.spanId).append("\"}")
        }
        members.end("]")
    }
}

/** [SpanEvents], a line each. */
internal object SpanEventFormat : BodyFormat {
    override val contentType: String = "application/x-ndjson"
    override val open: ByteArray = ByteArray(0)
    override val separator: ByteArray = ByteArray(0)
    override val endOfScope: ByteArray = ByteArray(0)
    override val close: ByteArray = ByteArray(0)
    override val isGrouped: Boolean = false

    override fun head(scope: Scope): ByteArray = ByteArray(0)

    override fun span(span: SpanData): ByteArray = (SpanEvents.encode(span) + "\n").toByteArray()
}
