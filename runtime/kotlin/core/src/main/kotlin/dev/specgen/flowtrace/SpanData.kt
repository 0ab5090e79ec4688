package dev.specgen.flowtrace

/** Who emits: shared by all spans of one emitter. */
public class Scope internal constructor(
    /** The flow's name. */
    public val flow: String,
    /** The spec's version. */
    public val flowVersion: String,
    /** The service's name on the wire. */
    public val service: String,
    /** The service's own tags: resource attributes on the wire. */
    public val serviceTags: Tags,
    internal val declared: Set<String>,
) {
    internal constructor(of: Scope, serviceTags: Tags) :
        this(of.flow, of.flowVersion, of.service, serviceTags, of.declared)
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
public class SpanData internal constructor(
    draft: SpanDraft,
    /** This span. */
    public val context: SpanContext,
    /** The parent, perhaps in another trace: then exporters write it as their format can. */
    public val parent: SpanContext?,
    /** The end, nanoseconds since 1970, UTC; never before [startNanos]. */
    public val endNanos: Long,
    /** Spans of other traces, in the caller's order; the parent is none of them. */
    public val links: List<Link>,
) {
    /** The span's name on the wire. */
    public val name: String = draft.type.name

    /** What it is to the services beside it. */
    public val kind: SpanKind = draft.type.kind

    /** Who emitted it. */
    public val scope: Scope = draft.scope

    /** The start by the wall clock, nanoseconds since 1970, UTC. */
    public val startNanos: Long = draft.startNanos

    /** The span's own tags: those of the spec in its order, then undeclared ones. */
    public val tags: Tags = draft.freeze()

    /** The value, as on the wire, of the tag that makes the span an error; null where none does. */
    public val error: String? = draft.type.error(tags)

    /** Whether it is exported: a processor that takes others too is an [UnsampledSpanProcessor]. */
    public val isSampled: Boolean get() = context.isSampled

    /** The parent's trace id where the parent is in another trace; else null. */
    public val parentTraceId: TraceId? get() = parent?.traceId?.takeIf { it != context.traceId }

    override fun toString(): String = "$name $context $tags"
}
