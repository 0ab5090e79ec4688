package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.GeneratedApi
import dev.specgen.flowtrace.appendQuoted
import dev.specgen.flowtrace.wireText

/** Members of an array or object that are written behind [open]; nothing is written where there are none. */
internal class Members(
    private val to: StringBuilder,
    private val open: String,
) {
    private var used = false

    /** Writes what stands before a member. */
    fun next(): StringBuilder {
        to.append(if (used) "," else open)
        used = true
        return to
    }

    fun end(close: String) {
        if (used) to.append(close)
    }
}

/** A tag's value as JSON; a double that is not finite is a string. */
@OptIn(GeneratedApi::class)
internal fun StringBuilder.appendValue(value: Any?) {
    when (value) {
        is String -> appendQuoted(value)
        is Double -> appendNumber(value)
        is List<*> -> appendList(value)
        else -> append(value)
    }
}

@OptIn(GeneratedApi::class)
internal fun StringBuilder.appendNumber(value: Double) {
    if (value.isNaN() || value.isInfinite()) appendQuoted(wireText(value)) else append(wireText(value))
}

private fun StringBuilder.appendList(values: List<*>) {
    append('[')
    val members = Members(this, "")
    values.forEach { members.next().appendValue(it) }
    append(']')
}
