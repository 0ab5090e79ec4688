package dev.specgen.flowtrace

private const val ASCII = 128
private const val DEAD = 0
private const val START = 1
private const val SEVERAL = -1

/**
 * An automaton that every state leaves for one other at most, and only the last state for itself, as that of
 * `^[A-Z]\d{4,}$`. The number of characters read is its state, so that a character need not wait for the one before.
 *
 * @param allowed For each character of ASCII a bit for each place where it may stand.
 * @param last The last place, which stands for all behind it.
 * @param ends A bit for each number of characters that a text may have.
 */
internal class PatternChain private constructor(
    private val allowed: LongArray,
    private val last: Int,
    private val ends: Long,
) {
    /** Whether [text] is ASCII and matches. */
    fun matches(text: String): Boolean {
        val first = minOf(text.length, last)
        var index = 0
        while (index < first && isAllowed(text[index].code, index)) index++
        if (index < first) return false
        while (index < text.length && isAllowed(text[index].code, last)) index++
        return index == text.length && isSet(ends, first)
    }

    private fun isAllowed(
        char: Int,
        place: Int,
    ): Boolean = char < ASCII && isSet(allowed[char], place)

    private fun isSet(
        bits: Long,
        place: Int,
    ): Boolean = (bits ushr place) and 1L != 0L

    companion object {
        /** The chain of an automaton as [TextPattern] has it; null where it is none, or has more than 64 places. */
        fun of(
            next: (state: Int, byte: Int) -> Int,
            accepts: (state: Int) -> Boolean,
        ): PatternChain? {
            val allowed = LongArray(ASCII)
            var ends = 0L
            var state = START
            var place = 0
            while (state != SEVERAL && place < Long.SIZE_BITS) {
                if (accepts(state)) ends = ends or (1L shl place)
                val after = IntArray(ASCII) { next(state, it) }
                for (char in 0 until ASCII) {
                    if (after[char] != DEAD) allowed[char] = allowed[char] or (1L shl place)
                }
                val only = only(after)
                if (only == DEAD || only == state) return PatternChain(allowed, place, ends)
                state = only
                place++
            }
            return null
        }

        /** The one state among [after] that is not dead; dead where all are. */
        private fun only(after: IntArray): Int {
            val states = after.filterTo(HashSet()) { it != DEAD }
            return if (states.size > 1) SEVERAL else states.firstOrNull() ?: DEAD
        }
    }
}
