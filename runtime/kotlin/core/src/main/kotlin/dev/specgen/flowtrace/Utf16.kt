package dev.specgen.flowtrace

private const val TWO_BYTES_FROM = '\u0080'
private const val THREE_BYTES_FROM = '\u0800'

/** [text] with U+FFFD for every lone surrogate (String.getBytes writes '?'); the same instance when there is none. */
internal fun repairUtf16(text: String): String {
    val first = firstLone(text)
    return if (first < 0) text else repairFrom(text, first)
}

/** Whether [text] has no lone surrogate. */
internal fun isWellFormed(text: String): Boolean = firstLone(text) < 0

private fun firstLone(text: String): Int {
    for (index in text.indices) {
        if (text[index] >= Char.MIN_SURROGATE && isLone(text, index)) return index
    }
    return -1
}

private fun repairFrom(
    text: String,
    first: Int,
): String {
    val chars = text.toCharArray()
    for (index in first until chars.size) {
        if (isLone(text, index)) chars[index] = '\uFFFD'
    }
    return String(chars)
}

private fun isLone(
    text: String,
    index: Int,
): Boolean {
    val char = text[index]
    return when {
        !char.isSurrogate() -> false
        char.isHighSurrogate() -> index + 1 == text.length || !text[index + 1].isLowSurrogate()
        else -> index == 0 || !text[index - 1].isHighSurrogate()
    }
}

/** The UTF-8 bytes of [text], repaired. */
internal fun utf8(text: String): ByteArray = repairUtf16(text).toByteArray(Charsets.UTF_8)

/** How many bytes [text] has in UTF-8; a lone surrogate counts as half of a pair. */
internal fun utf8Size(text: String): Long {
    var size = text.length.toLong()
    for (char in text) {
        if (char >= TWO_BYTES_FROM) size += if (char < THREE_BYTES_FROM || char.isSurrogate()) 1 else 2
    }
    return size
}
