package dev.specgen.flowtrace

private const val URI_MARKS = "-._~:/?#[]@!$&'()*+,;="
private const val SCHEME_MARKS = "+-."
private const val ATOM_MARKS = "!#$%&'*+-/=?^_`{|}~"
private const val ESCAPE_DIGITS = 2

/** A named syntax of the spec language, as docs/runtime-contract.md has it. [word] is its name there. */
@GeneratedApi
public enum class TextFormat(
    internal val word: String,
    private val holds: (String) -> Boolean,
) {
    /** 8-4-4-4-12 hex digits of any case (RFC 9562 section 4). */
    UUID("uuid", ::isUuid),

    /** One or more pairs of hex digits. */
    HEX("hex", { it.isNotEmpty() && it.length % 2 == 0 && it.all(::isHexDigit) }),

    /** RFC 3339, section 5.6. */
    DATE_TIME("date-time", ::isDateTime),

    /** A scheme, a colon, and characters of RFC 3986 with every % followed by two hex digits. */
    URI("uri", ::isUri),

    /** An addr-spec of two dot-atoms (RFC 5322 section 3.4.1). */
    EMAIL("email", ::isEmail),

    /** Four decimal numbers without leading zeros. */
    IPV4("ipv4", ::isIpv4),

    /** RFC 4291 section 2.2, without a zone. */
    IPV6("ipv6", ::isIpv6),
    ;

    /** Whether [text] is of the format. */
    internal fun matches(text: String): Boolean = holds(text)
}

private fun isUuid(text: String): Boolean {
    if (text.length != UUID_LENGTH) return false
    var bad = 0
    for (index in 0 until UUID_LENGTH) {
        val char = text[index]
        bad =
            bad or
            when {
                !isUuidHyphen(index) -> hexDigit(char)
                char == '-' -> 0
                else -> -1
            }
    }
    return bad >= 0
}

private fun isUri(text: String): Boolean {
    val colon = text.indexOf(':')
    return colon > 0 &&
        isLetter(text[0]) &&
        (0 until colon).all { isLetterOrDigit(text[it]) || text[it] in SCHEME_MARKS } &&
        (colon + 1 until text.length).all { isUriPart(text, it) }
}

private fun isUriPart(
    text: String,
    index: Int,
): Boolean =
    when (val char = text[index]) {
        '%' -> index + ESCAPE_DIGITS < text.length && isHexDigit(text[index + 1]) && isHexDigit(text[index + 2])
        else -> isLetterOrDigit(char) || char in URI_MARKS
    }

private fun isEmail(text: String): Boolean {
    val at = text.indexOf('@')
    return at >= 0 && isDotAtom(text.substring(0, at)) && isDotAtom(text.substring(at + 1))
}

/** dot-atom-text (RFC 5322 section 3.2.3). */
private fun isDotAtom(text: String): Boolean =
    text.isNotEmpty() &&
        text.indices.all { isLetterOrDigit(text[it]) || text[it] in ATOM_MARKS || text[it] == '.' } &&
        text.split('.').none { it.isEmpty() }

internal fun isHexDigit(char: Char): Boolean = hexDigit(char) >= 0

internal fun isDigit(char: Char): Boolean = char in '0'..'9'

private fun isLetter(char: Char): Boolean = char in 'a'..'z' || char in 'A'..'Z'

private fun isLetterOrDigit(char: Char): Boolean = isLetter(char) || isDigit(char)
