package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Date

private const val MILLI = 1_000_000L

class TimesTest {
    private val kept = Kept()
    private val count = IntTag("count", 0L..9L)
    private val type = SpanType("span", count)
    private val emitter = emitter(kept.sink)
    private val wallMillis = kept.wall / MILLI

    /** Start and end of the last span, as milliseconds after the wall clock's first reading. */
    private fun times(): List<Double> =
        kept.spans.last().let { span ->
            listOf(span.startNanos, span.endNanos).map { (it - wallMillis * MILLI) / MILLI.toDouble() }
        }

    private fun measured(
        start: Date?,
        end: Date?,
    ): List<Double> {
        val draft = emitter.beginMeasured(type, CONTEXT, null, start)
        kept.wall += 5 * MILLI
        kept.monotonic += 7 * MILLI
        assertTrue(draft.end(end))
        draft.emit()
        kept.wall -= 5 * MILLI
        return times()
    }

    private fun at(millis: Long): Date = Date(wallMillis + millis)

    @Test
    fun `an instant is when it is told, and lasts one microsecond`() {
        emitter.begin(type, CONTEXT, null, at(-250)).emit()
        assertEquals(listOf(-250.0, -249.999), times())
        emitter.begin(type, null, null, at(-250)).emit()
        assertEquals(listOf(-250.0, -249.999), times())
        emitter.begin(type, null, null).emit()
        assertEquals(listOf(0.0, 0.001), times())
    }

    @Test
    fun `a side that is not told is the clocks'`() {
        assertEquals(listOf(0.0, 7.0), measured(null, null))
        assertEquals(listOf(-3.0, 5.0), measured(at(-3), null))
        assertEquals(listOf(0.0, 2.0), measured(null, at(2)))
        assertEquals(listOf(-3.0, -3.0), measured(at(-3), at(-3)))
        assertEquals(emptyList<String>(), kept.violations)
    }

    @Test
    fun `an end before its start is reported last and recorded behind it`() {
        assertEquals(listOf(0.0, 0.001), measured(null, at(-1)))
        assertEquals(listOf(6.0, 6.001), measured(at(6), null))
        val draft = emitter.beginMeasured(type, CONTEXT, null)
        draft.end(at(-1500))
        draft.put(count, 10).extra(Tags.Builder().put("count", 1L).build()).emit()
        val start = "2023-11-14T22:13:20"
        assertEquals(
            listOf(
                "end-before-start: span = 2023-11-14T22:13:19.999Z, want not before $start.000Z",
                "end-before-start: span = $start.005Z, want not before $start.006Z",
                "tag-value: span count = 10, want at most 9",
                "shadowed-tag: span count = 1, want a tag that the spec does not declare",
                "end-before-start: span = 2023-11-14T22:13:18.500Z, want not before $start.000Z",
            ),
            kept.violations,
        )
        assertFalse(draft.end(at(1)))
        assertEquals("ended-twice: span, want one end", kept.violations.last())
    }

    @Test
    fun `a time before 1970 counts as 1970, and one that nanoseconds cannot hold as none`() {
        assertEquals(0L, nanosOf(Date(-1)))
        val last = Long.MAX_VALUE / MILLI
        assertEquals(last * MILLI, nanosOf(Date(last)))
        assertEquals(0L, nanosOf(Date(-last)))
        assertNull(nanosOf(Date(-last - 1)))
        assertEquals(listOf(0.0, 7.0), measured(Date(last + 1), Date(Long.MIN_VALUE)))
        kept.wall = -5
        assertEquals(0L, kept.sink.wallNanos())
    }

    @Test
    fun `no end is past the last nanosecond`() {
        val last = Date(Long.MAX_VALUE / MILLI)
        emitter.begin(type, CONTEXT, null, last).emit()
        kept.wall = Long.MAX_VALUE
        emitter.begin(type, CONTEXT, null).emit()
        assertEquals(listOf(last.time * MILLI + 1000, Long.MAX_VALUE), kept.spans.map { it.endNanos })
    }

    @Test
    fun `a time is read when it is given`() {
        val time = at(0)
        val draft = emitter.begin(type, CONTEXT, null, time)
        time.time = 0
        draft.emit()
        assertEquals(0.0, times()[0])
    }

    @Test
    fun `times are told to a millisecond, rounded down`() {
        assertEquals("1970-01-01T00:00:00.000Z", timeText(999_999))
        assertEquals("2026-11-21T10:00:00.250Z", timeText(1_795_255_200_250_999_999))
        assertEquals("2262-04-11T23:47:16.854Z", timeText(Long.MAX_VALUE))
    }
}
