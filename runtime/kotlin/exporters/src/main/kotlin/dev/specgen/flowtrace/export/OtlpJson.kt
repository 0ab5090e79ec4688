package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.GeneratedApi
import dev.specgen.flowtrace.Scope
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.Tags
import dev.specgen.flowtrace.appendQuoted

/** Spans as an OTLP trace request in the JSON Protobuf Encoding of OTLP 1.x, as docs/runtime-contract.md states it. */
@OptIn(GeneratedApi::class)
public object OtlpJson {
    /** One request: a resource and a scope for each emitter, in the order of their first spans. */
    @JvmStatic
    public fun encode(spans: List<SpanData>): String {
        val body = Body(OtlpFormat, Int.MAX_VALUE)
        spans.forEach { body.add(it.scope, OtlpFormat.span(it)) }
        return body.parts().joinToString("") { String(it, Charsets.UTF_8) }
    }

    internal fun head(scope: Scope): String = StringBuilder().also { appendResource(it, scope) }.toString()

    internal fun span(span: SpanData): String = StringBuilder().also { appendSpan(it, span) }.toString()

    private fun appendResource(
        to: StringBuilder,
        scope: Scope,
    ) {
        to.append("{\"resource\":{\"attributes\":[")
        appendAttribute(to, "service.name", scope.service)
        val append = { key: String, value: Any ->
            to.append(',')
            appendAttribute(to, key, value)
        }
        scope.serviceTags.forEach(append)
        scope.resource.forEach(append)
        to.append("]},\"scopeSpans\":[{\"scope\":{\"name\":").appendQuoted(scope.flow)
        to.append(",\"version\":").appendQuoted(scope.flowVersion)
        to.append("},\"spans\":[")
    }

    private fun appendSpan(
        to: StringBuilder,
        span: SpanData,
    ) {
        to.append("{\"traceId\":\"").append(span.context.traceId)
        to.append("\",\"spanId\":\"").append(span.context.spanId).append('"')
        if (span.parentTraceId == null) {
            span.parent?.let { to.append(",\"parentSpanId\":\"").append(it.spanId).append('"') }
        }
        to.append(if (span.isSampled) ",\"flags\":1,\"name\":" else ",\"flags\":0,\"name\":").appendQuoted(span.name)
        to.append(",\"kind\":").append(span.kind.otlp)
        to.append(",\"startTimeUnixNano\":\"").append(span.startNanos)
        to.append("\",\"endTimeUnixNano\":\"").append(span.endNanos).append('"')
        appendStatus(to, span.error)
        appendAttributes(to, span.tags)
        appendLinks(to, span)
        to.append('}')
    }

    private fun appendStatus(
        to: StringBuilder,
        error: String?,
    ) {
        if (error == null) return
        to.append(",\"status\":{\"code\":2,\"message\":").appendQuoted(error)
        to.append('}')
    }

    private fun appendAttributes(
        to: StringBuilder,
        tags: Tags,
    ) {
        val members = Members(to, ",\"attributes\":[")
        tags.forEach { key, value -> appendAttribute(members.next(), key, value) }
        members.end("]")
    }

    private fun appendAttribute(
        to: StringBuilder,
        key: String,
        value: Any,
    ) {
        to.append("{\"key\":").appendQuoted(key)
        to.append(",\"value\":")
        appendAny(to, value)
        to.append('}')
    }

    /** OTLP cannot name a parent in another trace: the first link stands for it. */
    private fun appendLinks(
        to: StringBuilder,
        span: SpanData,
    ) {
        val members = Members(to, ",\"links\":[")
        span.parent?.takeIf { span.parentTraceId != null }?.let {
            appendLink(members.next(), it)
            to.append(",\"attributes\":[")
            appendAttribute(to, "specgen.link.type", "parent")
            to.append("]}")
        }
        for (link in span.links) {
            appendLink(members.next(), link.context)
            to.append('}')
        }
        members.end("]")
        if (span.droppedLinks > 0) to.append(",\"droppedLinksCount\":").append(span.droppedLinks)
    }

    private fun appendLink(
        to: StringBuilder,
        context: SpanContext,
    ) {
        to.append("{\"traceId\":\"").append(context.traceId)
        to.append("\",\"spanId\":\"").append(context.spanId).append('"')
    }
}

@OptIn(GeneratedApi::class)
private fun appendAny(
    to: StringBuilder,
    value: Any?,
) {
    when (value) {
        is String -> to.append("{\"stringValue\":").appendQuoted(value)
        is Long -> to.append("{\"intValue\":\"").append(value).append('"')
        is Double -> to.append("{\"doubleValue\":").appendNumber(value)
        is List<*> -> appendArray(to, value)
        else -> to.append("{\"boolValue\":").append(value)
    }
    to.append('}')
}

private fun appendArray(
    to: StringBuilder,
    values: List<*>,
) {
    to.append("{\"arrayValue\":{\"values\":[")
    val members = Members(to, "")
    values.forEach { appendAny(members.next(), it) }
    to.append("]}")
}

/** A request of [OtlpJson] around its spans. */
internal object OtlpFormat : BodyFormat {
    override val contentType: String = "application/json"
    override val open: ByteArray = "{\"resourceSpans\":[".toByteArray()
    override val separator: ByteArray = ",".toByteArray()
    override val endOfScope: ByteArray = "]}]}".toByteArray()
    override val close: ByteArray = "]}".toByteArray()
    override val isGrouped: Boolean = true

    override fun head(scope: Scope): ByteArray = OtlpJson.head(scope).toByteArray()

    override fun span(span: SpanData): ByteArray = OtlpJson.span(span).toByteArray()
}
