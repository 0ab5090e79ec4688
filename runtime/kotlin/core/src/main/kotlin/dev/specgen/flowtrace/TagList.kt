package dev.specgen.flowtrace

/** The tags of a draft: declared ones in the spec's order, then undeclared ones. */
@OptIn(GeneratedApi::class)
internal class TagList(
    private val type: SpanType,
) {
    private var entries = arrayOfNulls<Any>(2 * type.tagCount)
    private var size = 0
    private var declared = 0
    private var next = 0

    /** Adds a declared tag where the spec has it: those known at the end may come between those known at the start. */
    fun place(
        key: String,
        value: Any,
    ) {
        val place = type.place(key, next)
        if (place < type.tagCount) {
            next = place + 1
            insert(declared++, key, value)
            return
        }
        val wanted = type.place(key, 0)
        var at = declared
        while (at > 0 && type.place(entries[2 * at - 2].toString(), 0) > wanted) at--
        insert(at, key, value)
        declared++
    }

    fun addExtra(
        key: String,
        value: Any,
    ) {
        insert(size, key, value)
    }

    fun hasExtra(key: String): Boolean = (declared until size).any { entries[2 * it] == key }

    /** The tags so far. The list must not be used afterwards. */
    fun freeze(): Tags = if (size == 0) Tags.EMPTY else Tags(entries, size)

    private fun insert(
        at: Int,
        key: String,
        value: Any,
    ) {
        if (2 * size + 2 > entries.size) entries = entries.copyOf(2 * size + GROWTH)
        if (at < size) entries.copyInto(entries, 2 * at + 2, 2 * at, 2 * size)
        entries[2 * at] = key
        entries[2 * at + 1] = value
        size++
    }

    private companion object {
        private const val GROWTH = 8
    }
}

/** A value as text: a text as it is, anything else as JSON has it. */
@OptIn(GeneratedApi::class)
internal fun valueText(value: Any?): String =
    when (value) {
        is Double -> wireText(value)
        is List<*> -> value.joinToString(",", "[", "]") { if (it is String) quoted(it) else valueText(it) }
        else -> value.toString()
    }
