package dev.specgen.flowtrace

private const val SHAPE = "####-##-##T##:##:##"
private const val MONTH_AT = 5
private const val DAY_AT = 8
private const val HOUR_AT = 11
private const val MINUTE_AT = 14
private const val SECOND_AT = 17
private const val MONTHS = 12
private const val MAX_HOUR = 23
private const val MAX_MINUTE = 59
private const val MAX_SECOND = 60
private const val CENTURY = 100
private const val LEAP_CENTURY = 400
private const val LEAP = 4
private const val FEBRUARY = 2
private const val RADIX = 10
private const val OFFSET_LENGTH = 6
private const val OFFSET_COLON = 3
private const val OFFSET_MINUTES = 4
private const val SHORT_MONTHS = 0b1010_0101_0000
private const val SHORT_MONTH_DAYS = 30
private const val LONG_MONTH_DAYS = 31
private const val LEAP_FEBRUARY_DAYS = 29
private const val FEBRUARY_DAYS = 28

/** date-time of RFC 3339, section 5.6: T and Z of any case, days by the calendar, a second of 60 at any time. */
internal fun isDateTime(text: String): Boolean =
    text.length > SHAPE.length &&
        SHAPE.indices.all { fits(SHAPE[it], text[it]) } &&
        isDay(pair(text, 0) * CENTURY + pair(text, 2), pair(text, MONTH_AT), pair(text, DAY_AT)) &&
        isTime(pair(text, HOUR_AT), pair(text, MINUTE_AT)) &&
        pair(text, SECOND_AT) <= MAX_SECOND &&
        isOffset(text.substring(afterFraction(text)))

private fun fits(
    shape: Char,
    char: Char,
): Boolean =
    when (shape) {
        '#' -> isDigit(char)
        'T' -> char == 'T' || char == 't'
        else -> char == shape
    }

private fun isDay(
    year: Int,
    month: Int,
    day: Int,
): Boolean = month in 1..MONTHS && day in 1..days(year, month)

private fun isTime(
    hour: Int,
    minute: Int,
): Boolean = hour in 0..MAX_HOUR && minute in 0..MAX_MINUTE

private fun days(
    year: Int,
    month: Int,
): Int =
    when (month) {
        FEBRUARY -> if (isLeap(year)) LEAP_FEBRUARY_DAYS else FEBRUARY_DAYS
        else -> if (SHORT_MONTHS shr month and 1 == 1) SHORT_MONTH_DAYS else LONG_MONTH_DAYS
    }

private fun isLeap(year: Int): Boolean = year % LEAP == 0 && (year % CENTURY != 0 || year % LEAP_CENTURY == 0)

/** Where the offset begins: behind a point and its digits, where they stand there. */
private fun afterFraction(text: String): Int {
    var index = SHAPE.length
    if (text[index] != '.') return index
    index++
    while (index < text.length && isDigit(text[index])) index++
    return if (index == SHAPE.length + 1) text.length else index
}

private fun isOffset(text: String): Boolean =
    text == "Z" ||
        text == "z" ||
        (text.length == OFFSET_LENGTH && isNumericOffset(text))

private fun isNumericOffset(text: String): Boolean =
    text[0] in "+-" && text[OFFSET_COLON] == ':' && isTime(pair(text, 1), pair(text, OFFSET_MINUTES))

/** The number of two digits, or -1. */
private fun pair(
    text: String,
    start: Int,
): Int =
    if (isDigit(text[start]) && isDigit(text[start + 1])) {
        (text[start] - '0') * RADIX + (text[start + 1] - '0')
    } else {
        -1
    }
