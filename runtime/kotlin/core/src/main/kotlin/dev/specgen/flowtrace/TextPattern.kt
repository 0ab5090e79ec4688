package dev.specgen.flowtrace

private const val ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
private const val BITS_PER_CHAR = 6
private const val BYTES = 256
private const val RUN_CHARS = 4
private const val CLASS_CHARS = 2
private const val MAX_ASCII = 0x7F
private const val MAX_TWO_BYTES = 0x7FF
private const val CONTINUATION = 0x80
private const val CONTINUATION_BITS = 6
private const val CONTINUATION_MASK = 0x3F
private const val MAX_FOLLOWERS = 3
private val SURROGATES = Char.MIN_SURROGATE.code..Char.MAX_SURROGATE.code

/** What the first byte of a character begins with, by the number of bytes that follow. */
private const val LEADS = "\u00C0\u00E0\u00F0"

/**
 * A pattern as an automaton over the bytes of UTF-8 text, which the generator compiled from RE2: one table for all
 * languages and the validator. Not java.util.regex: that backtracks, its `$` takes a trailing newline, and Android's
 * `\d` is Unicode.
 *
 * Numbers are written in the digits A-Z a-z 0-9 - _ of base 64.
 *
 * @param source The pattern, for messages.
 * @param classes The class of each byte, as runs: two digits for the class, two for the length of the run less 1.
 * @param next The next state at state * width + class, each of [digits] digits. State 0 is dead, state 1 the start.
 * @param accept The accepting states, each of [digits] digits.
 * @param digits How many digits a state has.
 */
@GeneratedApi
public class TextPattern(
    internal val source: String,
    classes: String,
    next: String,
    accept: String,
    digits: Int = 1,
) {
    private val classOf = unpackRuns(classes)
    private val width = classOf.maxOf { it } + 1

    // A state is kept as the place of its row, so that a step neither multiplies nor waits for the class.
    private val next = IntArray(next.length / digits) { width * number(next, it * digits, digits) }
    private val accepts = BooleanArray(this.next.size / width)

    init {
        for (start in accept.indices step digits) accepts[number(accept, start, digits)] = true
    }

    private val chain = PatternChain.of({ state, byte -> step(width * state, byte) / width }) { accepts[it] }

    /** Whether [text] is well-formed and matches: as the pattern says, anywhere unless it is anchored. */
    internal fun matches(text: String): Boolean = (chain != null && chain.matches(text)) || run(text)

    private fun run(text: String): Boolean {
        var state = width
        var index = 0
        while (index < text.length && state != 0) {
            val char = text[index].code
            if (char <= MAX_ASCII) {
                state = step(state, char)
                index++
            } else {
                val point = text.codePointAt(index)
                state = encoded(state, point)
                index += Character.charCount(point)
            }
        }
        return accepts[state / width]
    }

    private fun step(
        state: Int,
        byte: Int,
    ): Int = next[state + classOf[byte]]

    private fun encoded(
        start: Int,
        point: Int,
    ): Int {
        if (point in SURROGATES) return 0
        val followers =
            when {
                point <= MAX_TWO_BYTES -> 1
                point <= Char.MAX_VALUE.code -> 2
                else -> MAX_FOLLOWERS
            }
        val lead = LEADS[followers - 1].code or (point shr followers * CONTINUATION_BITS)
        return tail(step(start, lead), point, followers)
    }

    private fun tail(
        start: Int,
        point: Int,
        count: Int,
    ): Int {
        var state = start
        for (left in count - 1 downTo 0) {
            state = step(state, CONTINUATION or (point shr left * CONTINUATION_BITS and CONTINUATION_MASK))
        }
        return state
    }

    private fun unpackRuns(runs: String): IntArray {
        val classes = IntArray(BYTES)
        var byte = 0
        for (index in runs.indices step RUN_CHARS) {
            val length = number(runs, index + CLASS_CHARS, RUN_CHARS - CLASS_CHARS) + 1
            classes.fill(number(runs, index, CLASS_CHARS), byte, byte + length)
            byte += length
        }
        return classes
    }

    private fun number(
        text: String,
        start: Int,
        digits: Int,
    ): Int {
        var number = 0
        for (index in start until start + digits) {
            number = (number shl BITS_PER_CHAR) or ALPHABET.indexOf(text[index])
        }
        return number
    }
}
