package dev.specgen.flowtrace

private const val FIRST_PRINTABLE = ' '
private const val RADIX = 16
private const val ESCAPE_DIGITS = 4

/** [text] as a JSON string. It must be well-formed. */
@OptIn(GeneratedApi::class)
internal fun quoted(text: String): String = StringBuilder(text.length + 2).also { it.appendQuoted(text) }.toString()

/** Appends [text] as a JSON string (RFC 8259 section 7). It must be well-formed. */
@GeneratedApi
public fun StringBuilder.appendQuoted(text: String) {
    append('"')
    for (char in text) {
        when (char) {
            '"' -> append("\\\"")
            '\\' -> append("\\\\")
            '\n' -> append("\\n")
            '\r' -> append("\\r")
            '\t' -> append("\\t")
            else -> if (char < FIRST_PRINTABLE) appendEscaped(char) else append(char)
        }
    }
    append('"')
}

private fun StringBuilder.appendEscaped(char: Char) {
    append("\\u").append(char.code.toString(RADIX).padStart(ESCAPE_DIGITS, '0'))
}
