package dev.specgen.flowtrace.testing

import dev.specgen.flowtrace.FlowEmitter
import dev.specgen.flowtrace.FlowType
import dev.specgen.flowtrace.IntTag
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanType
import dev.specgen.flowtrace.TraceSampling
import dev.specgen.flowtrace.emitter
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class RecorderTest {
    private val count = IntTag("count", 0L..9L)

    private fun emit(
        recorder: Recorder,
        value: Long,
    ) {
        val emitter = FlowEmitter.of(recorder.sink, FlowType("flow", "1.0.0", FlowType.SINCE_0_1), "service").emitter()
        emitter.begin(SpanType("span", count), emitter.random(null), null).put(count, value).emit()
    }

    @Test
    fun `spans are kept in order`() {
        Recorder(FixedClock(5), CountingIds()).use { recorder ->
            emit(recorder, 1)
            assertEquals(1L, recorder.single("span").tags["count"])
            assertEquals(
                "00-${"1".padStart(32, '0')}-${"1".padStart(16, '0')}-01",
                recorder.spans[0].context.toTraceparent(),
            )
            assertEquals(5, recorder.spans[0].startNanos)
            emit(recorder, 2)
            assertEquals(2, recorder.spans("span").size)
            assertThrows(AssertionError::class.java) { recorder.single("span") }
            assertThrows(AssertionError::class.java) { recorder.single("other") }
        }
    }

    @Test
    fun `spans that are not sampled are kept too, and say so`() {
        Recorder().use { recorder ->
            val flow = FlowType("flow", "1.0.0", FlowType.SINCE_0_1)
            val emitter = FlowEmitter.of(recorder.sink, flow, "service").emitter()
            val type = SpanType("span", sampling = TraceSampling.byParent(0))
            for (flag in listOf("00", "01")) {
                val parent = SpanContext.parse("00-${"1".repeat(32)}-${"2".repeat(16)}-$flag")
                emitter.begin(type, emitter.random(parent?.traceId), parent).emit()
            }
            assertEquals(listOf(false, true), recorder.spans.map { it.isSampled })
        }
    }

    @Test
    fun `a violation that nobody takes is a failure`() {
        val recorder = Recorder()
        emit(recorder, -1)
        val failure = assertThrows(AssertionError::class.java) { recorder.close() }
        assertEquals("the spec is broken:\ntag-value: span count = -1, want at least 0", failure.message)
        emit(recorder, 10)
        assertEquals(listOf("at most 9"), recorder.takeViolations().map { it.expected })
        recorder.close()
    }

    @Test
    fun `a clock that throws is a failure`() {
        val clock =
            object : dev.specgen.flowtrace.Clock {
                override fun wallNanos(): Long = error("no time")

                override fun monotonicNanos(): Long = 0
            }
        val recorder = Recorder(clock)
        emit(recorder, 1)
        assertThrows(AssertionError::class.java) { recorder.close() }
    }

    @Test
    fun `the exporter keeps spans until it is shut down`() {
        val exporter = InMemoryExporter()
        Recorder().use { recorder ->
            emit(recorder, 1)
            assertTrue(exporter.export(recorder.spans, 1).isSuccess)
        }
        exporter.shutdown()
        assertEquals(false, exporter.export(exporter.spans, 1).isSuccess)
        assertEquals(1, exporter.spans.size)
        assertTrue(exporter.isShutdown)
    }
}
