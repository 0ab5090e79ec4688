package dev.specgen.flowtrace

import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.TimeZone

private const val NANOS_PER_MILLI = 1_000_000L
private const val MOST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI

/** Nanoseconds since 1970; a time before counts as 1970, and one that nanoseconds cannot hold as none. */
internal fun nanosOf(time: Date?): Long? =
    time?.time?.takeIf { it in -MOST_MILLIS..MOST_MILLIS }?.let { it.coerceAtLeast(0) * NANOS_PER_MILLI }

/** [nanos] after [start], both at least 0, or the last moment that there is. */
internal fun later(
    start: Long,
    nanos: Long,
): Long = (start + nanos).let { if (it < start) Long.MAX_VALUE else it }

/** RFC 3339 in UTC with whole milliseconds, rounded down. java.time would need Android API 26. */
internal fun timeText(nanos: Long): String {
    val format = SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
    format.timeZone = TimeZone.getTimeZone("UTC")
    return format.format(Date(nanos / NANOS_PER_MILLI))
}
