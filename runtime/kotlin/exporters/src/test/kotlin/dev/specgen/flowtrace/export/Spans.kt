package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.DoubleTag
import dev.specgen.flowtrace.ErrorWhen
import dev.specgen.flowtrace.FlowEmitter
import dev.specgen.flowtrace.FlowType
import dev.specgen.flowtrace.Links
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanKind
import dev.specgen.flowtrace.SpanProcessor
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.SpanType
import dev.specgen.flowtrace.Tags
import dev.specgen.flowtrace.TextTag
import dev.specgen.flowtrace.emitter

internal val PARENT = checkNotNull(SpanContext.parse("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01"))
internal val OWN = checkNotNull(SpanContext.parse("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-d2fb36c6122d6086-01"))
internal val FOREIGN = checkNotNull(SpanContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))

internal object FixedAt : dev.specgen.flowtrace.Clock {
    override fun wallNanos(): Long = 1_712_345_678_000_001_999

    override fun monotonicNanos(): Long = 0
}

private class Keep : SpanProcessor {
    val spans = ArrayList<SpanData>()

    override fun onEnd(span: SpanData) {
        spans += span
    }

    override fun forceFlush(timeoutMillis: Long): Boolean = true

    override fun shutdown(timeoutMillis: Long): Boolean = true
}

internal val SHARE = DoubleTag("share")
internal val RESULT = TextTag("result")

/** A span that failed while it called another service. */
internal fun failedCall(): SpanData {
    val errors = listOf(ErrorWhen(RESULT, "\"declined\""))
    val result = Tags.Builder().put("result", "\"declined\"").build()
    return span(extra = result, type = SpanType("call", SHARE, kind = SpanKind.CLIENT, errors = errors))
}

/** A span of an emitter of its own. */
internal fun span(
    name: String = "a \"span\"",
    parent: SpanContext? = PARENT,
    links: List<SpanContext> = emptyList(),
    extra: Tags = Tags.EMPTY,
    type: SpanType = SpanType(name, SHARE),
    context: SpanContext = OWN,
): SpanData {
    val keep = Keep()
    val version = TextTag("app_version")
    val emitter =
        FlowEmitter
            .of(SpanSink(keep, FixedAt), FlowType("flow", "1.2.3", FlowType.SINCE_0_1), "Android", version)
            .put(version, "24.11")
            .emitter()
    emitter
        .begin(type, context, parent)
        .put(SHARE, 1.0)
        .extra(extra)
        .links(Links.of(links) { it })
        .emit()
    return keep.spans.single()
}
