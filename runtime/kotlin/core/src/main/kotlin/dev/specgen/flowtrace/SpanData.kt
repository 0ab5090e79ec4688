package dev.specgen.flowtrace

private const val SPAN_BYTES = 256L
private const val ENTRY_BYTES = 64L
private const val NUMBER_BYTES = 8L

/** Who emits: shared by all spans of one emitter. */
@OptIn(GeneratedApi::class)
public class Scope internal constructor(
    /** The flow's name. */
    public val flow: String,
    /** The spec's version. */
    public val flowVersion: String,
    /** The service's name on the wire. */
    public val service: String,
    /** The service's own tags: resource attributes on the wire. */
    public val serviceTags: Tags,
    internal val declared: Map<String, DeclaredTag>,
    /** Attributes beside the spec's, which go out after the service's tags in OTLP, and in no SpanEvent. */
    public val resource: Tags = Tags.EMPTY,
) {
    internal constructor(of: Scope, serviceTags: Tags, resource: Tags) :
        this(of.flow, of.flowVersion, of.service, serviceTags, of.declared, resource)
}

/** A pointer to a span of another trace. */
public class Link(
    /** The span. */
    public val context: SpanContext,
) {
    override fun equals(other: Any?): Boolean = other is Link && other.context == context

    override fun hashCode(): Int = context.hashCode()

    override fun toString(): String = context.toString()
}

/** A finished span. Immutable, safe to share between threads. */
@OptIn(GeneratedApi::class)
public class SpanData {
    /** This span. */
    public val context: SpanContext

    /** The parent, perhaps in another trace: then exporters write it as their format can. */
    public val parent: SpanContext?

    /** The span's name on the wire. */
    public val name: String

    /** What it is to the services beside it. */
    public val kind: SpanKind

    /** Who emitted it. */
    public val scope: Scope

    /** The start by the wall clock, nanoseconds since 1970, UTC. */
    public val startNanos: Long

    /** The end, nanoseconds since 1970, UTC; never before [startNanos]. */
    public val endNanos: Long

    /** The span's own tags: those of the spec in its order, then undeclared ones. */
    public val tags: Tags

    /** The value, as on the wire, of the tag that makes the span an error; null where none does. */
    public val error: String?

    /** Spans of other traces, in the caller's order; the parent is none of them. */
    public val links: List<Link>

    /** How many links the caller gave beyond the 32,768 that a span carries. */
    public val droppedLinks: Int

    internal constructor(draft: SpanDraft, endNanos: Long, links: List<Link>, droppedLinks: Int) {
        context = draft.context
        parent = draft.parent
        name = draft.type.name
        kind = draft.type.kind
        scope = draft.scope
        startNanos = draft.startNanos
        this.endNanos = endNanos
        tags = draft.freeze()
        error = draft.type.error(tags)
        this.links = links
        this.droppedLinks = droppedLinks
    }

    private constructor(of: SpanData, context: SpanContext) {
        this.context = context
        parent = of.parent
        name = of.name
        kind = of.kind
        scope = of.scope
        startNanos = of.startNanos
        endNanos = of.endNanos
        tags = of.tags
        error = of.error
        links = of.links
        droppedLinks = of.droppedLinks
    }

    internal fun flagged(isSampled: Boolean): SpanData =
        if (isSampled == this.isSampled) this else SpanData(this, context.flagged(isSampled))

    /** Whether it is exported: a processor that takes others too is an [UnsampledSpanProcessor]. */
    public val isSampled: Boolean get() = context.isSampled

    /** The parent's trace id where the parent is in another trace; else null. */
    public val parentTraceId: TraceId? get() = parent?.traceId?.takeIf { it != context.traceId }

    /** About how many bytes of memory it takes: 256, its texts in UTF-8, and 64 for each tag and link. */
    public val approximateBytes: Long
        get() {
            var bytes = SPAN_BYTES + ENTRY_BYTES * (tags.size + links.size) + utf8Size(name)
            tags.forEach { key, value -> bytes += utf8Size(key) + textBytes(value) }
            return bytes
        }

    override fun toString(): String = "$name $context $tags"
}

private fun textBytes(value: Any?): Long =
    when (value) {
        is String -> utf8Size(value)
        is List<*> -> value.fold(0L) { sum, item -> sum + NUMBER_BYTES + textBytes(item) }
        else -> 0
    }
