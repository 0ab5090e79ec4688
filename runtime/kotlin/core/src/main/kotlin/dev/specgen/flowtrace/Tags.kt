package dev.specgen.flowtrace

import java.util.Collections

/**
 * Typed keys and values in a fixed order. Immutable. A value is a String, Long, Double or Boolean, or a list of one of
 * these.
 */
public class Tags internal constructor(
    private val entries: Array<out Any?>,
    /** How many tags there are. */
    public val size: Int,
) {
    /** Calls [action] for each tag, in order. */
    public fun forEach(action: (key: String, value: Any) -> Unit) {
        for (index in 0 until size) {
            action(entries[2 * index].toString(), checkNotNull(entries[2 * index + 1]))
        }
    }

    /** The value of [key], or null. */
    public operator fun get(key: String): Any? =
        (0 until size).firstOrNull { entries[2 * it] == key }?.let { entries[2 * it + 1] }

    /** A map of its own, in the same order. */
    public fun toMap(): Map<String, Any> {
        val map = LinkedHashMap<String, Any>()
        forEach { key, value -> map[key] = value }
        return map
    }

    override fun equals(other: Any?): Boolean =
        other is Tags && other.size == size && (0 until 2 * size).all { entries[it] == other.entries[it] }

    override fun hashCode(): Int =
        (0 until 2 * size).fold(1) { hash, index -> hash * PRIME + entries[index].hashCode() }

    override fun toString(): String =
        (0 until size).joinToString(prefix = "{", postfix = "}") { "${entries[2 * it]}=${entries[2 * it + 1]}" }

    /** Collects tags that the spec does not declare. Not thread-safe. */
    public class Builder {
        private val entries = ArrayList<Any>()

        /** Adds a string. */
        public fun put(
            key: String,
            value: String,
        ): Builder = add(key, value)

        /** Adds an integer. */
        public fun put(
            key: String,
            value: Long,
        ): Builder = add(key, value)

        /** Adds a floating-point number. */
        public fun put(
            key: String,
            value: Double,
        ): Builder = add(key, value)

        /** Adds a truth value. */
        public fun put(
            key: String,
            value: Boolean,
        ): Builder = add(key, value)

        /** Adds a list of strings. */
        public fun putStrings(
            key: String,
            values: List<String>,
        ): Builder = add(key, frozen(values))

        /** Adds a list of integers. */
        public fun putInts(
            key: String,
            values: List<Long>,
        ): Builder = add(key, frozen(values))

        /** Adds a list of floating-point numbers. */
        public fun putDoubles(
            key: String,
            values: List<Double>,
        ): Builder = add(key, frozen(values))

        /** Adds a list of truth values. */
        public fun putBooleans(
            key: String,
            values: List<Boolean>,
        ): Builder = add(key, frozen(values))

        /** The tags so far. */
        public fun build(): Tags = Tags(entries.toTypedArray(), entries.size / 2)

        private fun add(
            key: String,
            value: Any,
        ): Builder {
            entries += key
            entries += value
            return this
        }
    }

    public companion object {
        private const val PRIME = 31

        /** No tags. */
        @JvmField
        public val EMPTY: Tags = Tags(emptyArray(), 0)
    }
}

/** A copy that nobody can change. */
internal fun <T : Any> frozen(values: List<T>): List<T> = Collections.unmodifiableList(ArrayList(values))
