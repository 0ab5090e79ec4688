package dev.specgen.flowtrace

import java.math.BigDecimal
import java.math.MathContext
import java.math.RoundingMode

private const val SURE_DIGITS = 15
private const val POINT_EXPONENT_OR_NAME = ".eNI"
private const val MAX_DIGITS = 17
private const val LEAST_NORMAL = 2.2250738585072014E-308
private val ROUNDINGS = arrayOf(RoundingMode.HALF_EVEN, RoundingMode.UP)
private const val LEAST_PLAIN_EXPONENT = -6
private const val LEAST_SCIENTIFIC_EXPONENT = 21

/**
 * A double as it stands in JSON: the shortest digits that read back, laid out as ECMAScript's Number::toString does,
 * with `.0` where that has neither a point nor an exponent. What is not finite is NaN, Infinity or -Infinity.
 */
@GeneratedApi
public fun wireText(value: Double): String {
    val text = shortText(value)
    return if (text.any { it in POINT_EXPONENT_OR_NAME }) text else "$text.0"
}

/** [wireText] without the `.0`. */
internal fun shortText(value: Double): String =
    when {
        value.isNaN() || value.isInfinite() -> value.toString()
        value == 0.0 -> if (1 / value < 0) "-0" else "0"
        else -> layOut(shortest(value))
    }

// Double.toString of Android and of JDKs before 19 may give more digits than it needs. At a power of two the nearest
// decimal of a length may not read back while its neighbour does.
private fun shortest(value: Double): BigDecimal {
    val exact = BigDecimal(value)
    val first = if (Math.abs(value) < LEAST_NORMAL) 1 else SURE_DIGITS
    for (digits in first until MAX_DIGITS) {
        for (mode in ROUNDINGS) {
            val rounded = exact.round(MathContext(digits, mode))
            if (rounded.toDouble() == value) return rounded.stripTrailingZeros()
        }
    }
    return exact.round(MathContext(MAX_DIGITS)).stripTrailingZeros()
}

private fun layOut(number: BigDecimal): String {
    val digits = number.unscaledValue().abs().toString()
    val exponent = digits.length - 1 - number.scale()
    val plain = exponent in LEAST_PLAIN_EXPONENT until LEAST_SCIENTIFIC_EXPONENT
    return if (plain) number.toPlainString() else scientific(number.signum() < 0, digits, exponent)
}

private fun scientific(
    negative: Boolean,
    digits: String,
    exponent: Int,
): String =
    buildString {
        if (negative) append('-')
        append(digits[0])
        if (digits.length > 1) append('.').append(digits, 1, digits.length)
        append('e')
        if (exponent > 0) append('+')
        append(exponent)
    }
