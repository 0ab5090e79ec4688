package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class SpanDraftTest {
    private val kept = Kept()
    private val name = TextTag("name", minLength = 1, maxLength = 3)
    private val kind = TextTag("kind", maxLength = 2)
    private val count = IntTag("count", 0L..9L)
    private val share = DoubleTag("share", min = 0.0, max = 1.5)
    private val flags = BoolTag("flags", items = 0..1)
    private val type = SpanType("span", name, kind, count, share, flags, keys = listOf("name"))
    private val emitter = emitter(kept.sink)

    private fun begin(): SpanDraft = emitter.begin(type, CONTEXT, null)

    private fun tags(fill: (SpanDraft) -> Unit): Map<String, Any> {
        begin().also(fill).emit()
        return kept.spans
            .last()
            .tags
            .toMap()
    }

    @Test
    fun `tags stand in the order of the spec, undeclared ones last`() {
        val tags =
            tags {
                it.put(share, 1.0)
                it.put(name, "n")
                it.put(flags, true)
                it.put(count, 3)
                it.put(kind, null as String?)
                it.extra(Tags.Builder().put("x", 1L).build())
            }
        assertEquals("{name=n, count=3, share=1.0, flags=true, x=1}", tags.toString())
        assertEquals(emptyList<String>(), kept.violations)
    }

    @Test
    fun `the first constraint that is broken is reported`() {
        tags {
            it.put(name, "")
            it.put(kind, "ccc")
            it.put(count, -1)
            it.put(share, Double.NaN)
            it.putAll(flags, listOf(true, false))
        }
        tags {
            it.put(name, "\uD83D\uDE00".repeat(4))
            it.put(count, 10)
            it.put(share, 2.0)
        }
        assertEquals(
            listOf(
                "tag-value: span name = , want at least 1 character",
                "tag-value: span kind = ccc, want at most 2 characters",
                "tag-value: span count = -1, want at least 0",
                "tag-value: span share = NaN, want a finite number",
                "tag-value: span flags = 2, want at most 1 item",
                "tag-value: span name = \uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00, want at most 3 characters",
                "tag-value: span count = 10, want at most 9",
                "tag-value: span share = 2.0, want at most 1.5",
            ),
            kept.violations,
        )
    }

    @Test
    fun `items are counted before they are looked at`() {
        val some = TextTag("some", maxLength = 1, items = 2..3)
        val one = IntTag("one", items = 1..Int.MAX_VALUE)
        val draft = emitter.begin(SpanType("span", some, one), CONTEXT, null)
        draft.putAll(some, listOf("aa")).putAll(some, List(4) { "aa" }).putAll(some, listOf("a", "b"))
        draft.putAll(one, emptyList()).putAll(one, null).putAll(one, listOf(1))
        assertEquals(
            listOf(
                "tag-value: span some = 1, want at least 2 items",
                "tag-value: span some = 4, want at most 3 items",
                "tag-value: span one = 0, want at least 1 item",
            ),
            kept.violations,
        )
    }

    @Test
    fun `lists are copied, repaired and checked by item`() {
        val given = mutableListOf("a", "\uD800", "zzz")
        val tags = tags { it.putAll(kind, given) }
        given.clear()
        assertEquals(listOf("a", "\uFFFD", "zzz"), tags["kind"])
        assertEquals(
            listOf(
                "invalid-utf8: span kind = [\"a\",\"\uFFFD\",\"zzz\"], want valid UTF-8",
                "tag-value: span kind = zzz, want at most 2 characters",
            ),
            kept.violations,
        )
    }

    @Test
    fun `a NUL in a key value is reported`() {
        tags { it.put(name, "a\u0000") }
        assertEquals(listOf("tag-value: span name = a\u0000, want no NUL character"), kept.violations)
    }

    @Test
    fun `an extra loses to what is declared or given already`() {
        val extra =
            Tags
                .Builder()
                .put("kind", "shadow")
                .put("x", 1L)
                .put("x", 2L)
                .put("\uDC00", "y")
                .putDoubles("d", listOf(1.0, Double.POSITIVE_INFINITY))
                .build()
        assertEquals(setOf("x", "\uFFFD", "d"), tags { it.extra(extra) }.keys)
        assertEquals(
            listOf(
                "shadowed-tag: span kind = shadow, want a tag that the spec does not declare",
                "shadowed-tag: span x = 2, want a tag that the spec does not declare",
                "invalid-utf8: span \uFFFD = y, want valid UTF-8",
                "tag-value: span d = Infinity, want a finite number",
            ),
            kept.violations,
        )
    }

    @Test
    fun `a service's own tags are checked once and cannot be shadowed`() {
        val own =
            FlowEmitter
                .of(kept.sink, FLOW, "service", name)
                .put(name, "long")
                .emitter()
        own.begin(SpanType("span"), CONTEXT, null).extra(Tags.Builder().put("name", "x").build()).emit()
        assertEquals(
            "{name=long}",
            kept.spans
                .single()
                .scope.serviceTags
                .toString(),
        )
        assertEquals(
            listOf(
                "tag-value:  name = long, want at most 3 characters",
                "shadowed-tag: span name = x, want a tag that the spec does not declare",
            ),
            kept.violations,
        )
    }

    @Test
    fun `an instant lasts one microsecond, a measured span as long as the monotonic clock says`() {
        begin().emit()
        val running = List(2) { emitter.beginMeasured(type, CONTEXT, null) }
        kept.wall -= 1_000_000
        kept.monotonic += 1234
        assertTrue(running[0].end())
        running[0].emit()
        kept.monotonic -= 99_999
        assertTrue(running[1].end())
        running[1].emit()
        assertEquals(listOf(1000L, 1234L, 0L), kept.spans.map { it.endNanos - it.startNanos })
        assertFalse(running[0].end())
        assertEquals(listOf("ended-twice: span, want one end"), kept.violations)
        kept.wall = Long.MAX_VALUE
        begin().emit()
        assertEquals(Long.MAX_VALUE, kept.spans.last().endNanos)
    }

    @Test
    fun `the trace id of a tag is held against the parent's`() {
        begin().checkTrace(name, "abc")
        begin().checkTrace(name, "00000000-0000-0001-0000-000000000002")
        assertEquals(
            listOf("trace-id-mismatch: span name = abc, want 00000000000000010000000000000002"),
            kept.violations,
        )
    }

    @Test
    fun `what throws is caught, counted and replaced`() {
        val broken =
            object : Clock, IdGenerator, SpanProcessor by kept {
                override fun wallNanos(): Long = error("wall")

                override fun monotonicNanos(): Long = throw AssertionError("monotonic")

                override fun newTraceId(): TraceId = error("trace")

                override fun newSpanId(): SpanId = error("span")

                override fun onEnd(span: SpanData) {
                    kept.onEnd(span)
                    error("processor")
                }
            }
        val sink = SpanSink(broken, broken, broken) { error("listener") }
        val own = emitter(sink)
        val draft = own.beginMeasured(type, own.random(null), null)
        draft.put(count, -1)
        assertTrue(draft.end())
        draft.emit()
        assertEquals(6, sink.failures)
        val span = kept.spans.single()
        assertTrue(span.startNanos > 1_700_000_000_000_000_000 && span.endNanos >= span.startNanos)
        assertNull(span.parentTraceId)
    }
}
