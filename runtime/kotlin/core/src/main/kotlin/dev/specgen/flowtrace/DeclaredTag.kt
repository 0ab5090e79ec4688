package dev.specgen.flowtrace

/**
 * A tag as the spec declares it. It checks values; what is looked at in which order is the same in all languages, and
 * only the first constraint that a value breaks is reported. Constraints hold for each item of a list.
 */
@GeneratedApi
public abstract class DeclaredTag internal constructor(
    /** The name on the wire. */
    public val key: String,
    internal val items: IntRange,
) {
    /** Whether the text of a violation does not show its value. */
    internal var isSensitive: Boolean = false
}

/** Makes [tag], which is new, one whose values stay out of texts. */
@GeneratedApi
public fun <T : DeclaredTag> sensitive(tag: T): T {
    tag.isSensitive = true
    return tag
}

/**
 * A tag of type id, string or enum, or a list of them. What a closed enum may be is the compiler's to check.
 *
 * @param key The name on the wire.
 * @param minLength In code points; an id has at least 1.
 * @param maxLength In code points; 0 for any.
 * @param pattern What the text must match, or null.
 * @param format A named syntax of the spec language, or null.
 * @param items How many a list may have.
 */
@GeneratedApi
public class TextTag(
    key: String,
    private val minLength: Int = 0,
    private val maxLength: Int = 0,
    private val pattern: TextPattern? = null,
    private val format: TextFormat? = null,
    items: IntRange = ANY_NUMBER,
) : DeclaredTag(key, items) {
    /** Whether nothing is wrong with [value], which is read once: what matches a pattern or a format is well-formed. */
    internal fun accepts(value: String): Boolean =
        !isTooShort(value) &&
            !isTooLong(value) &&
            when {
                pattern != null -> pattern.matches(value) && (format == null || format.matches(value))
                format != null -> format.matches(value)
                else -> isWellFormed(value)
            }

    /** The first constraint that [value], which must be well-formed, breaks, or null. */
    internal fun broken(value: String): String? =
        when {
            isTooShort(value) -> atLeast(minLength, "character")
            isTooLong(value) -> atMost(maxLength, "character")
            pattern != null && !pattern.matches(value) -> "pattern ${pattern.source}"
            format != null && !format.matches(value) -> "format ${format.word}"
            else -> null
        }

    // A code point is one char or two.
    private fun isTooShort(value: String): Boolean = value.length < 2 * minLength && codePoints(value) < minLength

    private fun isTooLong(value: String): Boolean = maxLength in 1 until value.length && codePoints(value) > maxLength

    private fun codePoints(value: String): Int = value.codePointCount(0, value.length)
}

/**
 * A tag of type int, or a list of them.
 *
 * @param key The name on the wire.
 * @param range What it may be.
 * @param items How many a list may have.
 */
@GeneratedApi
public class IntTag(
    key: String,
    private val range: LongRange = ANY,
    items: IntRange = ANY_NUMBER,
) : DeclaredTag(key, items) {
    internal fun broken(value: Long): String? =
        when {
            value < range.first -> "at least ${range.first}"
            value > range.last -> "at most ${range.last}"
            else -> null
        }

    private companion object {
        private val ANY = Long.MIN_VALUE..Long.MAX_VALUE
    }
}

/**
 * A tag of type double, or a list of them.
 *
 * @param key The name on the wire.
 * @param min The least that it may be.
 * @param max The most that it may be.
 * @param items How many a list may have.
 */
@GeneratedApi
public class DoubleTag(
    key: String,
    private val min: Double = Double.NEGATIVE_INFINITY,
    private val max: Double = Double.POSITIVE_INFINITY,
    items: IntRange = ANY_NUMBER,
) : DeclaredTag(key, items) {
    internal fun broken(value: Double): String? =
        when {
            value.isNaN() || value.isInfinite() -> FINITE
            value < min -> "at least ${shortText(min)}"
            value > max -> "at most ${shortText(max)}"
            else -> null
        }
}

/**
 * A tag of type bool, or a list of them.
 *
 * @param key The name on the wire.
 * @param items How many a list may have.
 */
@GeneratedApi
public class BoolTag(
    key: String,
    items: IntRange = ANY_NUMBER,
) : DeclaredTag(key, items)

internal const val FINITE: String = "a finite number"

private val ANY_NUMBER = 0..Int.MAX_VALUE

internal fun atLeast(
    count: Int,
    what: String,
): String = "at least " + counted(count, what)

internal fun atMost(
    count: Int,
    what: String,
): String = "at most " + counted(count, what)

private fun counted(
    count: Int,
    what: String,
): String = if (count == 1) "1 $what" else "$count ${what}s"
