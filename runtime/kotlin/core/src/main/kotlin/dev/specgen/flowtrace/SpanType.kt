package dev.specgen.flowtrace

/**
 * What the spec declares of a span.
 *
 * @param name The name on the wire.
 * @param tags Its tags in the spec's order, those of all variants included.
 * @param keys The names of the tags that its id derives from.
 * @param kind What it is to the services beside it.
 * @param sampling Which traces of its kind are sampled.
 * @param errors The tags whose values make it an error, in the spec's order.
 */
@GeneratedApi
public class SpanType(
    /** The name on the wire. */
    public val name: String,
    private vararg val tags: DeclaredTag,
    private val keys: List<String> = emptyList(),
    internal val kind: SpanKind = SpanKind.INTERNAL,
    private val sampling: TraceSampling = TraceSampling.ALL,
    private val errors: List<ErrorWhen> = emptyList(),
) {
    // A list of one kind of many is asked at more cost than a field.
    private val hasKeys = keys.isNotEmpty()
    private val mayBeError = errors.isNotEmpty()

    internal val nameBytes: ByteArray = utf8(name)

    // Almost every process has one sink; a race between two makes an object too many.
    @Volatile private var lastChecks: TagChecks? = null

    internal val tagCount: Int get() = tags.size

    internal fun checks(sink: SpanSink): TagChecks =
        lastChecks?.takeIf { it.sink === sink } ?: TagChecks(sink, this).also { lastChecks = it }

    /** [context] with the sampled flag that the span has below [parent]. */
    public fun flagged(
        context: SpanContext,
        parent: SpanContext?,
    ): SpanContext = sampling.flagged(context, parent)

    /** Whether a span is sampled in the new trace [trace]. */
    internal fun keeps(trace: TraceId): Boolean = sampling.keeps(trace)

    /** The first value among [tags] that makes the span an error. */
    internal fun error(tags: Tags): String? = if (!mayBeError) null else errors.firstNotNullOfOrNull { it.found(tags) }

    internal fun declared(tag: String): DeclaredTag? = tags.firstOrNull { it.key == tag }

    internal fun isKey(tag: String): Boolean = hasKeys && keys.any { it == tag }

    /**
     * The place of the tag called [key] in the spec, looked for from [start] on; an unknown one is behind all others.
     */
    internal fun place(
        key: String,
        start: Int,
    ): Int {
        for (index in start until tags.size) {
            if (tags[index].key == key) return index
        }
        return tags.size
    }
}
