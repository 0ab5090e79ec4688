package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

private const val PATIENCE = 20_000L

class BalanceTest {
    private val told: MutableList<String> = Collections.synchronizedList(ArrayList())

    private fun processor(
        options: BatchOptions,
        export: (List<SpanData>) -> ExportResult,
    ): BatchSpanProcessor {
        val exporter =
            object : SpanExporter {
                override fun export(
                    spans: List<SpanData>,
                    timeoutMillis: Long,
                ): ExportResult = export(spans)

                override fun shutdown(): Unit = Unit
            }
        return BatchSpanProcessor(exporter, options) { told += "${it.spans} ${it.reason}: ${it.message}" }
    }

    private fun BatchSpanProcessor.emit(count: Int) = repeat(count) { onEnd(span()) }

    @Test
    fun `an export that fails is counted and told`() {
        val processor = processor(BatchOptions(10, 2, PATIENCE)) { ExportResult.failure("no") }
        processor.emit(2)
        assertTrue(processor.forceFlush(PATIENCE))
        assertEquals("2 emitted, 0 exported, 0 dropped, 2 rejected, 0 waiting", processor.stats.toString())
        assertEquals(listOf("2 failed: no"), told)
        assertTrue(processor.shutdown(PATIENCE))
    }

    @Test
    fun `memory that runs out costs one batch and not the worker`() {
        var calls = 0
        val processor =
            processor(BatchOptions(10, 1, PATIENCE)) {
                if (++calls == 1) throw OutOfMemoryError("as told")
                if (calls == 2) throw StackOverflowError("as told")
                ExportResult.SUCCESS
            }
        repeat(3) {
            processor.emit(1)
            assertTrue(processor.forceFlush(PATIENCE))
        }
        assertEquals("3 emitted, 1 exported, 0 dropped, 2 rejected, 0 waiting", processor.stats.toString())
        assertEquals(
            listOf("1 failed: java.lang.OutOfMemoryError: as told", "1 failed: java.lang.StackOverflowError: as told"),
            told,
        )
        assertTrue(processor.shutdown(PATIENCE))
    }

    @Test
    fun `an exporter that counts wrongly does not break the balance`() {
        val processor =
            processor(BatchOptions(10, 3, PATIENCE)) {
                ExportResult.of(
                    listOf(
                        ExportError(2, LossReason.REFUSED, "two"),
                        ExportError(-1, LossReason.REFUSED, "none"),
                        ExportError(9, LossReason.TOO_LARGE, "nine"),
                    ),
                )
            }
        processor.emit(3)
        assertTrue(processor.forceFlush(PATIENCE))
        assertEquals("3 emitted, 0 exported, 0 dropped, 3 rejected, 0 waiting", processor.stats.toString())
        assertEquals(listOf("2 refused: two", "1 too-large: nine"), told)
        assertTrue(processor.shutdown(PATIENCE))
    }

    @Test
    fun `a queue that is full in bytes drops the newest`() {
        val gate = CountDownLatch(1)
        val began = CountDownLatch(1)
        val one = span().approximateBytes
        val processor =
            processor(BatchOptions(100, 1, PATIENCE, PATIENCE, 2 * one)) {
                began.countDown()
                gate.await()
                ExportResult.SUCCESS
            }
        processor.emit(1)
        assertTrue(began.await(PATIENCE, TimeUnit.MILLISECONDS))
        processor.emit(3)
        assertEquals("4 emitted, 0 exported, 1 dropped, 0 rejected, 3 waiting", processor.stats.toString())
        assertEquals(1, told.size)
        gate.countDown()
        assertTrue(processor.forceFlush(PATIENCE))
        processor.emit(1)
        assertTrue(processor.shutdown(PATIENCE))
        assertEquals("5 emitted, 4 exported, 1 dropped, 0 rejected, 0 waiting", processor.stats.toString())
    }

    /** Spans that come all the time must not put off the first: the delay is that of the span that waits longest. */
    @Test
    fun `the delay is not begun again by a span that comes`() {
        val began = CountDownLatch(1)
        val processor =
            processor(BatchOptions(10_000, 10_000, 100)) {
                began.countDown()
                ExportResult.SUCCESS
            }
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
        while (began.count > 0 && System.nanoTime() < end) {
            processor.emit(1)
            Thread.sleep(10)
        }
        assertEquals(0, began.count, "nothing was exported while spans came every 10 ms")
        assertTrue(processor.shutdown(PATIENCE))
    }

    /** What a full batch leaves behind has waited since it came, not since that batch went. */
    @Test
    fun `the delay is not begun again by a full batch`() {
        val gate = CountDownLatch(1)
        val times = Collections.synchronizedList(ArrayList<Long>())
        val processor =
            processor(BatchOptions(10, 2, 3_000)) {
                if (times.isEmpty()) gate.await()
                times += System.nanoTime()
                ExportResult.SUCCESS
            }
        processor.emit(3)
        Thread.sleep(3_200)
        gate.countDown()
        while (times.size < 2) Thread.sleep(5)
        val gap = TimeUnit.NANOSECONDS.toMillis(times[1] - times[0])
        assertTrue(gap < 2_700) { "the third span waited $gap ms more" }
        assertTrue(processor.shutdown(PATIENCE))
    }

    @Test
    fun `an interrupt flag of the thread that emits stays as it is`() {
        val processor =
            BatchSpanProcessor(
                object : SpanExporter {
                    override fun export(
                        spans: List<SpanData>,
                        timeoutMillis: Long,
                    ): ExportResult = ExportResult.SUCCESS

                    override fun shutdown(): Unit = Unit
                },
                BatchOptions(1, 1, PATIENCE),
            ) { error("listener") }
        assertTrue(processor.shutdown(PATIENCE))
        Thread.currentThread().interrupt()
        processor.emit(1)
        assertTrue(Thread.interrupted(), "after a listener that throws")
        val sink = SpanSink(processor, onViolation = { throw InterruptedException("listener") })
        emitter(sink).begin(SpanType("s"), CONTEXT, null).extra(Tags.Builder().put("n", Double.NaN).build()).emit()
        assertTrue(Thread.interrupted(), "after a listener that was interrupted")
        assertFalse(Thread.interrupted())
    }

    @Test
    fun `a flush is not ended by newer spans that are dropped`() {
        val gate = CountDownLatch(1)
        val began = CountDownLatch(1)
        val processor =
            processor(BatchOptions(2, 1, PATIENCE)) {
                began.countDown()
                gate.await()
                ExportResult.SUCCESS
            }
        processor.emit(1)
        assertTrue(began.await(PATIENCE, TimeUnit.MILLISECONDS))
        processor.emit(9)
        assertFalse(processor.forceFlush(50))
        gate.countDown()
        assertTrue(processor.forceFlush(PATIENCE))
        assertEquals("10 emitted, 3 exported, 7 dropped, 0 rejected, 0 waiting", processor.stats.toString())
        assertTrue(processor.shutdown(PATIENCE))
    }

    @Test
    fun `a span carries 32,768 links and says how many it left out`() {
        val kept = Kept()
        val draft = emitter(kept.sink).begin(SpanType("s"), CONTEXT, null)
        draft.links(Links.of(List(40_000) { it }) { CONTEXT }).links(List(10_000) { Link(CONTEXT) }).emit()
        assertEquals(
            32_768,
            kept.spans
                .single()
                .links.size,
        )
        assertEquals(17_232, kept.spans.single().droppedLinks)
        assertEquals(listOf("too-many-links: s = 50000, want at most 32768 links"), kept.violations)
    }
}
