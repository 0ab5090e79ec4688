package dev.specgen.flowtrace

private const val IPV4_PARTS = 4
private const val MAX_BYTE = 255
private const val MAX_BYTE_DIGITS = 3
private const val IPV6_GROUPS = 8
private const val MAX_GROUP_DIGITS = 4
private const val IPV4_GROUPS = 2

/** Four decimal bytes without leading zeros. */
internal fun isIpv4(text: String): Boolean = text.split('.').let { it.size == IPV4_PARTS && it.all(::isByte) }

private fun isByte(text: String): Boolean =
    text.length in 1..MAX_BYTE_DIGITS &&
        text.all(::isDigit) &&
        (text.length == 1 || text[0] != '0') &&
        text.toInt() <= MAX_BYTE

/**
 * Eight groups of up to four hex digits; `::` once, for one group of zeros or more; the last two may be an IPv4
 * address.
 */
internal fun isIpv6(text: String): Boolean {
    val gap = text.indexOf("::")
    if (gap < 0) return groups(text, mayEndInIpv4 = true) == IPV6_GROUPS
    val before = text.substring(0, gap)
    val after = text.substring(gap + 2)
    val left = if (before.isEmpty()) 0 else groups(before, mayEndInIpv4 = false)
    val right = if (after.isEmpty()) 0 else groups(after, mayEndInIpv4 = true)
    return left >= 0 && right >= 0 && left + right < IPV6_GROUPS
}

/** How many groups [text] has, or -1 where something in it is none. */
private fun groups(
    text: String,
    mayEndInIpv4: Boolean,
): Int {
    val parts = text.split(':')
    val last = parts.last()
    val endsInIpv4 = mayEndInIpv4 && isIpv4(last)
    val hex = if (endsInIpv4) parts.dropLast(1) else parts
    if (!hex.all { it.length in 1..MAX_GROUP_DIGITS && it.all(::isHexDigit) }) return -1
    return hex.size + if (endsInIpv4) IPV4_GROUPS else 0
}
