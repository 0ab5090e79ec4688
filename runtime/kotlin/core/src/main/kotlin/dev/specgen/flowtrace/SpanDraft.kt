package dev.specgen.flowtrace

import java.util.Date

private const val INSTANT_NANOS = 1000L

/**
 * A span being filled in, or an emitter's own tags. Used by one thread at a time. What it is given is repaired and
 * checked at once.
 */
@GeneratedApi
public class SpanDraft internal constructor(
    internal val checks: TagChecks,
    internal val scope: Scope,
    /** The span's ids, which hold from the start on. */
    public val context: SpanContext,
    internal val parent: SpanContext?,
    internal val startNanos: Long,
    private val stopwatch: Stopwatch?,
) {
    internal val sink: SpanSink = checks.sink
    private val list = TagList(checks.type)
    private var links: List<Link> = emptyList()
    private var linkCount = 0
    private var endNanos = later(startNanos, INSTANT_NANOS)

    internal val type: SpanType get() = checks.type

    /** Adds a text, unless it is absent. */
    public fun put(
        tag: TextTag,
        value: String?,
    ): SpanDraft = if (value == null) this else place(tag, checks.text(tag, value))

    /** Adds an int, unless it is absent. */
    public fun put(
        tag: IntTag,
        value: Long?,
    ): SpanDraft = if (value == null) this else place(tag, checks.int(tag, value))

    /** Adds a double, unless it is absent. */
    public fun put(
        tag: DoubleTag,
        value: Double?,
    ): SpanDraft = if (value == null) this else place(tag, checks.double(tag, value))

    /** Adds a bool, unless it is absent. */
    public fun put(
        tag: BoolTag,
        value: Boolean?,
    ): SpanDraft = if (value == null) this else place(tag, value)

    /** Sets what the span points at. */
    public fun links(links: List<Link>): SpanDraft {
        linkCount += givenLinks(links)
        this.links = if (this.links.isEmpty()) links else this.links + links
        return this
    }

    /** Adds undeclared tags. One whose name is taken is dropped and reported. */
    public fun extra(tags: Tags): SpanDraft {
        if (tags.size > 0) tags.forEach { key, value -> checks.extra(key, value, scope, list) }
        return this
    }

    /** Ends a measured span at [endTime], or by the clocks; false, and a report, when that was done before. */
    public fun end(endTime: Date? = null): Boolean {
        if (stopwatch == null || !stopwatch.stop()) {
            checks.endedTwice()
            return false
        }
        endNanos = nanosOf(endTime) ?: stopwatch.endNanos(startNanos)
        return true
    }

    /** Hands over the span. An end before the start, which only a told time gives, is repaired and reported. */
    public fun emit(): SpanContext {
        val dropped = (linkCount - MAX_LINKS).coerceAtLeast(0)
        if (dropped > 0) checks.tooManyLinks(linkCount)
        if (endNanos < startNanos) {
            checks.endBeforeStart(startNanos, endNanos)
            endNanos = later(startNanos, INSTANT_NANOS)
        }
        val carried = if (links.size > MAX_LINKS) links.subList(0, MAX_LINKS) else links
        sink.ended(SpanData(this, endNanos, carried, dropped))
        return context
    }

    internal fun freeze(): Tags = list.freeze()

    internal fun place(
        tag: DeclaredTag,
        value: Any,
    ): SpanDraft {
        list.place(tag.key, value)
        return this
    }
}

/** Adds a list of texts, unless it is absent. It is copied. */
@GeneratedApi
public fun SpanDraft.putAll(
    tag: TextTag,
    values: List<String>?,
): SpanDraft = if (values == null) this else place(tag, checks.texts(tag, frozen(values)))

/** Adds a list of ints, unless it is absent. It is copied. */
@GeneratedApi
public fun SpanDraft.putAll(
    tag: IntTag,
    values: List<Long>?,
): SpanDraft = if (values == null) this else place(tag, checks.items(tag, frozen(values)) { tag.broken(it) })

/** Adds a list of doubles, unless it is absent. It is copied. */
@GeneratedApi
public fun SpanDraft.putAll(
    tag: DoubleTag,
    values: List<Double>?,
): SpanDraft = if (values == null) this else place(tag, checks.items(tag, frozen(values)) { tag.broken(it) })

/** Adds a list of bools, unless it is absent. It is copied. */
@GeneratedApi
public fun SpanDraft.putAll(
    tag: BoolTag,
    values: List<Boolean>?,
): SpanDraft = if (values == null) this else place(tag, checks.items(tag, frozen(values)) { null })

/** Checks the value of a tag that names the trace and that the span does not have. */
@GeneratedApi
public fun SpanDraft.checkId(
    tag: TextTag,
    value: String,
): SpanDraft {
    checks.text(tag, value)
    return this
}

/** Reports an id tag whose value does not give the span's trace, which the parent has given. */
@GeneratedApi
public fun SpanDraft.checkTrace(
    tag: TextTag,
    value: String?,
): SpanDraft {
    if (value != null) checks.trace(tag, TraceId.of(scope.flow, value), value, context.traceId)
    return this
}
