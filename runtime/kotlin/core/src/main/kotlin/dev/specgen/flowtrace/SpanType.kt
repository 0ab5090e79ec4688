package dev.specgen.flowtrace

/**
 * What the spec declares of a span.
 *
 * @param name The name on the wire.
 * @param keys The names of the tags that its id derives from.
 * @param tags Its tags in the spec's order, those of all variants included.
 */
@GeneratedApi
public class SpanType private constructor(
    private val tags: Array<out DeclaredTag>,
    /** The name on the wire. */
    public val name: String,
    private val keys: List<String>,
) {
    /** A span without a key. */
    public constructor(name: String, vararg tags: DeclaredTag) : this(tags, name, emptyList())

    /** A span whose id derives from [keys]. */
    public constructor(name: String, keys: List<String>, vararg tags: DeclaredTag) : this(tags, name, keys)

    internal val nameBytes: ByteArray = utf8(name)

    // Almost every process has one sink; a race between two makes an object too many.
    @Volatile private var lastChecks: TagChecks? = null

    internal val tagCount: Int get() = tags.size

    internal fun checks(sink: SpanSink): TagChecks =
        lastChecks?.takeIf { it.sink === sink } ?: TagChecks(sink, this).also { lastChecks = it }

    internal fun declares(tag: String): Boolean = tags.any { it.key == tag }

    internal fun isKey(tag: String): Boolean = keys.any { it == tag }

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
