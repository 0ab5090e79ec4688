package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class ErrorTest {
    private val kept = Kept()
    private val first = TextTag("first")
    private val second = TextTag("second")
    private val type =
        SpanType(
            "span",
            first,
            second,
            kind = SpanKind.CLIENT,
            errors = listOf(ErrorWhen(first, "declined", "error"), ErrorWhen(second, "late")),
        )

    private fun error(
        begin: String?,
        end: String?,
    ): String? {
        val draft = emitter(kept.sink).beginMeasured(type, CONTEXT, null).put(second, begin)
        draft.end()
        draft.put(first, end).extra(Tags.Builder().put("third", "error").build()).emit()
        return kept.spans.last().error
    }

    @Test
    fun `the first tag of the spec that has one of its values makes the span an error`() {
        assertEquals("error", error("late", "error"))
        assertEquals("late", error("late", "fine"))
        assertEquals("late", error("late", null))
        assertNull(error("declined", "late"))
        assertNull(error(null, null))
    }

    @Test
    fun `a span has the kind of its type`() {
        error(null, null)
        assertEquals(SpanKind.CLIENT, kept.spans.last().kind)
        assertEquals(SpanKind.INTERNAL, span().kind)
        assertEquals((1..5).toList(), SpanKind.entries.map { it.otlp })
    }
}
