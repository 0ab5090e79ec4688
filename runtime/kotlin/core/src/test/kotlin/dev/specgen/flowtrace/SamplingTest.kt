package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test

private const val HALF = 1L shl 55

class SamplingTest {
    private val kept = Kept()
    private val emitter = emitter(kept.sink)
    private val keptTrace = checkNotNull(TraceId.parse("7f9c24e83b1d4c5a9af0000000000000"))
    private val droppedTrace = checkNotNull(TraceId.parse("7f9c24e83b1d4c5a9a7fffffffffffff"))
    private val byId = SpanType("span", sampling = TraceSampling.byTraceId(HALF))
    private val byParent = SpanType("span", sampling = TraceSampling.byParent(HALF))

    private fun context(
        trace: TraceId,
        isSampled: Boolean = true,
    ) = SpanContext(trace, SpanId(9), isSampled)

    private fun emitted(
        type: SpanType,
        trace: TraceId,
        parent: SpanContext?,
    ): Boolean = emitter.begin(type, emitter.random(trace), parent).emit().isSampled

    @Test
    fun `the trace id decides where the trace has one of its own`() {
        assertEquals(true, emitted(byId, keptTrace, context(keptTrace, isSampled = false)))
        assertEquals(false, emitted(byId, droppedTrace, context(droppedTrace)))
        assertEquals(true, emitted(SpanType("span"), droppedTrace, context(droppedTrace, isSampled = false)))
        assertEquals(listOf(keptTrace, droppedTrace), kept.spans.map { it.context.traceId }.distinct())
    }

    @Test
    fun `a parent's flag is kept where the trace is the parent's`() {
        assertEquals(false, emitted(byParent, keptTrace, context(keptTrace, isSampled = false)))
        assertEquals(true, emitted(byParent, droppedTrace, context(droppedTrace)))
        assertEquals(true, emitted(byParent, keptTrace, context(droppedTrace, isSampled = false)))
        assertEquals(false, emitted(byParent, droppedTrace, context(keptTrace)))
        assertEquals(true, emitted(byParent, keptTrace, null))
        assertEquals(false, emitted(byParent, droppedTrace, null))
    }

    @Test
    fun `a span in a new trace has the flag that the trace's id gives, by both clocks and generators`() {
        for (other in listOf(emitter(SpanSink(kept)), emitter(kept.sink), emitter(SpanSink(kept, kept)))) {
            repeat(200) { other.begin(byId, null, null).emit() }
            repeat(200) {
                val draft = other.beginMeasured(byParent, null, context(keptTrace))
                draft.end()
                draft.emit()
            }
        }
        for (span in kept.spans) assertEquals(randomness(span.context.traceId) >= HALF, span.isSampled)
        assertEquals(setOf(true, false), kept.spans.map { it.isSampled }.toSet())
        assertEquals(
            801,
            kept.spans
                .map { it.context }
                .toSet()
                .size,
            "the injected generator has one id",
        )
    }

    @Test
    fun `a span with a random id has its parent's flag in its parent's trace`() {
        for (flag in listOf(true, false)) {
            assertEquals(flag, emitter.begin(byParent, keptTrace, context(keptTrace, flag)).emit().isSampled)
            val draft = emitter.beginMeasured(byParent, droppedTrace, context(droppedTrace, flag))
            assertEquals(flag, draft.context.isSampled)
            assertEquals(droppedTrace, draft.context.traceId)
        }
    }

    @Test
    fun `a measured span and what derives have the flag as well`() {
        val reference = byId.flagged(IdHash.start(droppedTrace, byId).context(droppedTrace), null)
        assertEquals("00-$droppedTrace-${reference.spanId}-00", reference.toTraceparent())
        assertEquals(false, emitter.beginMeasured(byId, reference, null).context.isSampled)
    }

    @Test
    fun `what is not sampled is handed only to a processor that asks for it`() {
        val taken = ArrayList<SpanData>()
        val processor =
            object : SpanProcessor by kept {
                override fun onEnd(span: SpanData) {
                    taken += span
                }
            }
        val violated = ArrayList<Violation>()
        val other = emitter(SpanSink(processor, kept, kept, violated::add))
        val count = IntTag("count", 0L..9L)
        val type = SpanType("span", count, sampling = TraceSampling.byTraceId(HALF))
        for (trace in listOf(droppedTrace, keptTrace)) {
            other.begin(type, other.random(trace), null).put(count, -1).emit()
        }
        assertEquals(listOf(keptTrace), taken.map { it.context.traceId })
        assertEquals(2, violated.size)
        emitted(byId, droppedTrace, null)
        assertEquals(listOf(false), kept.spans.map { it.isSampled })
    }

    @Test
    fun `randomness is the end of a UUID of version 4 or 7, else of a hash`() {
        assertEquals(0x7f_ffff_ffff_ffffL, randomness(droppedTrace))
        assertEquals(1L, randomness(checkNotNull(TraceId.parse("0192f3a17b6c7d2ebf00000000000001"))))
        for (other in listOf("0192f3a17b6c8d2e8000000000000001", "0192f3a17b6c7d2ec000000000000001")) {
            assertNotEquals(1L, randomness(checkNotNull(TraceId.parse(other))))
        }
        val hashed = checkNotNull(TraceId.parse("00000000000000000000000000000001"))
        assertEquals(0xa7_15a7_f330_0529L, randomness(hashed))
    }

    @Test
    fun `contexts are equal when they name the same span`() {
        assertEquals(context(keptTrace), context(keptTrace, isSampled = false))
        assertEquals(context(keptTrace).hashCode(), context(keptTrace, isSampled = false).hashCode())
        assertEquals(true, SpanContext(keptTrace, SpanId(9)).isSampled)
    }
}
