package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

class ProcessorsTest {
    private open class Sampled(
        private val answer: () -> Boolean = { true },
    ) : SpanProcessor {
        val spans = ArrayList<SpanData>()

        override fun onEnd(span: SpanData) {
            spans += span
        }

        override fun forceFlush(timeoutMillis: Long): Boolean = answer()

        override fun shutdown(timeoutMillis: Long): Boolean = answer()
    }

    private val unsampled = span("unsampled", isSampled = false)
    private val sampled = span("sampled")

    @Test
    fun `each processor has the span, whatever another throws`() {
        val throwing =
            object : Sampled({ error("flush") }) {
                override fun onEnd(span: SpanData): Unit = throw AssertionError("onEnd")
            }
        val last = Sampled()
        val kept = Kept()
        val multi = MultiSpanProcessor(throwing, kept, last)
        multi.onEnd(sampled)
        multi.onEnd(unsampled)
        assertEquals(listOf(sampled), last.spans)
        assertEquals(listOf(sampled, unsampled), kept.spans)
        assertFalse(multi.forceFlush(1_000))
        assertTrue(MultiSpanProcessor(kept, last).shutdown(1_000))
        assertTrue(MultiSpanProcessor().shutdown(1_000))
    }

    @Test
    fun `all are flushed at the same time`() {
        val both = CountDownLatch(2)
        val meet = {
            both.countDown()
            both.await(20, TimeUnit.SECONDS)
        }
        assertTrue(MultiSpanProcessor(Sampled(meet), Sampled(meet)).forceFlush(20_000))
    }

    @Test
    fun `a switch turns spans off and keeps another share of them`() {
        val kept = Sampled()
        val switch = SwitchSpanProcessor(kept)
        switch.onEnd(sampled)
        switch.onEnd(unsampled)
        switch.isEnabled = false
        switch.onEnd(sampled)
        switch.isEnabled = true
        assertEquals(listOf("sampled"), kept.spans.map { it.name })
        switch.samplingRatio = 7.0
        assertEquals(1.0, switch.samplingRatio)
        switch.onEnd(unsampled)
        assertTrue(kept.spans.last().isSampled && kept.spans.last().name == "unsampled")
        switch.samplingRatio = -1.0
        switch.onEnd(sampled)
        assertEquals(2, kept.spans.size)
        switch.samplingRatio = Double.NaN
        assertNull(switch.samplingRatio)
        switch.onEnd(sampled)
        assertEquals(3, kept.spans.size)
        assertTrue(switch.forceFlush(1) && switch.shutdown(1))
    }

    @Test
    fun `what a switch decides holds for the processors behind it`() {
        val all = Kept()
        val batch = Sampled()
        val switch = SwitchSpanProcessor(MultiSpanProcessor(all, batch))
        switch.samplingRatio = 0.0
        switch.onEnd(sampled)
        assertFalse(all.spans.single().isSampled)
        switch.samplingRatio = 1.0
        switch.onEnd(unsampled)
        assertEquals(listOf("unsampled"), batch.spans.map { it.name })
    }

    @Test
    fun `a ratio keeps its share of random traces`() {
        val kept = Sampled()
        val switch = SwitchSpanProcessor(kept)
        switch.samplingRatio = 0.25
        val sink = SpanSink(switch)
        val emitter = emitter(sink)
        repeat(4_000) { emitter.begin(SpanType("s"), emitter.random(null), null).emit() }
        assertTrue(kept.spans.size in 800..1_200) { "${kept.spans.size} of 4000" }
    }

    @Test
    fun `the text of a violation shows no sensitive value`() {
        val kept = Kept()
        val mail = sensitive(TextTag("mail", maxLength = 3))
        val plain = TextTag("plain", maxLength = 3)
        val own = sensitive(TextTag("own"))
        val shadow =
            Tags
                .Builder()
                .put("mail", "a@b.c")
                .put("own", "secret")
                .build()
        FlowEmitter
            .of(kept.sink, FLOW, "service", own)
            .put(own, "me")
            .emitter()
            .begin(SpanType("s", mail, plain), CONTEXT, null)
            .put(mail, "me@example.com")
            .put(plain, "text")
            .extra(shadow)
            .emit()
        assertEquals(
            listOf(
                "tag-value: s mail = [redacted], want at most 3 characters",
                "tag-value: s plain = text, want at most 3 characters",
                "shadowed-tag: s mail = [redacted], want a tag that the spec does not declare",
                "shadowed-tag: s own = [redacted], want a tag that the spec does not declare",
            ),
            kept.violations,
        )
    }

    @Test
    fun `attributes of the sink come beside the spec's, but for names that are taken`() {
        val kept = Kept()
        val given =
            Tags
                .Builder()
                .put("host.name", "a")
                .put("service.name", "other")
                .put("own", "other")
                .build()
        val sink = SpanSink(kept, kept, kept, given, kept)
        val own = TextTag("own")
        val emitter = FlowEmitter.of(sink, FLOW, "service", own).put(own, "me").emitter()
        emitter.begin(SpanType("s"), CONTEXT, null).emit()
        assertEquals(
            "{host.name=a}",
            kept.spans
                .single()
                .scope.resource
                .toString(),
        )
        assertEquals(
            listOf(
                "shadowed-tag:  service.name = other, want a tag that the spec does not declare",
                "shadowed-tag:  own = other, want a tag that the spec does not declare",
            ),
            kept.violations,
        )
    }
}
