package dev.specgen.flowtrace

private const val RADIX = 16
private const val DECIMAL = 10
internal const val BITS_PER_DIGIT: Int = 4
internal const val DIGITS_PER_LONG: Int = 16

internal const val UUID_LENGTH: Int = 36

// A bit for each place of a hyphen in 8-4-4-4-12.
private const val UUID_HYPHENS = 0x842100L

/** Whether a UUID has a hyphen at [index]. */
internal fun isUuidHyphen(index: Int): Boolean = (UUID_HYPHENS ushr index) and 1L != 0L

/** 16 lower-case hex digits. */
internal fun hex(bits: Long): String {
    val digits = CharArray(DIGITS_PER_LONG)
    var rest = bits
    for (index in digits.indices.reversed()) {
        digits[index] = Character.forDigit((rest and (RADIX - 1L)).toInt(), RADIX)
        rest = rest ushr BITS_PER_DIGIT
    }
    return String(digits)
}

/** The digit's value, or -1. Not Character.digit or toLong(16): those take full-width digits and signs. */
internal fun hexDigit(char: Char): Int = if (char.code < VALUES.size) VALUES[char.code].toInt() else -1

private val VALUES =
    ByteArray('f'.code + 1) {
        when (val char = it.toChar()) {
            in '0'..'9' -> char - '0'
            in 'a'..'f' -> char - 'a' + DECIMAL
            in 'A'..'F' -> char - 'A' + DECIMAL
            else -> -1
        }.toByte()
    }

/** The bits of the 16 hex digits of [text] from [start]; what is no digit must have been refused before. */
internal fun hexBits(
    text: String,
    start: Int,
): Long {
    var bits = 0L
    for (index in start until start + DIGITS_PER_LONG) {
        bits = (bits shl BITS_PER_DIGIT) or hexDigit(text[index]).toLong()
    }
    return bits
}

/** Whether all of [text] from [start] until [end] is lower-case hex. */
internal fun isLowerHex(
    text: String,
    start: Int,
    end: Int,
): Boolean = (start until end).all { text[it] in '0'..'9' || text[it] in 'a'..'f' }
