package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

private const val LONG = 20_000L

class BatchSpanProcessorTest {
    /** Keeps the sizes of batches; waits for [gate] before each. */
    private class Gated(
        private val gate: CountDownLatch = CountDownLatch(0),
    ) : SpanExporter {
        val sizes: MutableList<Int> = Collections.synchronizedList(ArrayList())
        val began = CountDownLatch(1)
        val ended = CountDownLatch(1)

        override fun export(
            spans: List<SpanData>,
            timeoutMillis: Long,
        ): ExportResult {
            began.countDown()
            gate.await(LONG, TimeUnit.MILLISECONDS)
            sizes += spans.size
            return ExportResult.SUCCESS
        }

        override fun shutdown() {
            ended.countDown()
        }
    }

    @Test
    fun `a full batch is exported at once, the rest on a flush`() {
        val exporter = Gated()
        val processor = BatchSpanProcessor(exporter, BatchOptions(10, 3, LONG * 10))
        repeat(7) { processor.onEnd(span()) }
        assertTrue(processor.forceFlush(LONG))
        assertEquals(7, exporter.sizes.sum())
        assertTrue(exporter.sizes.all { it <= 3 })
        assertTrue(processor.shutdown(LONG))
        assertEquals(0, exporter.ended.count)
        assertEquals(0, processor.stats.dropped)
    }

    @Test
    fun `what waits is exported when the delay has passed`() {
        val exporter = Gated()
        val processor = BatchSpanProcessor(exporter, BatchOptions(10, 5, 20))
        processor.onEnd(span())
        assertTrue(exporter.began.await(LONG, TimeUnit.MILLISECONDS))
        assertTrue(processor.shutdown(LONG))
        assertEquals(listOf(1), exporter.sizes)
    }

    /** The first batch is under way for most of the delay of the span that it leaves. */
    @Test
    fun `the delay runs from the span that waits, not from the export before it`() {
        val exports = LinkedBlockingQueue<Long>()
        val exporter =
            object : SpanExporter {
                override fun export(
                    spans: List<SpanData>,
                    timeoutMillis: Long,
                ): ExportResult {
                    exports += System.nanoTime()
                    if (spans.size == 2) Thread.sleep(3_600)
                    return ExportResult.SUCCESS
                }

                override fun shutdown() = Unit
            }
        val processor = BatchSpanProcessor(exporter, BatchOptions(10, 2, 4_000))
        val emitted = System.nanoTime()
        repeat(3) { processor.onEnd(span()) }
        assertNotNull(exports.poll(LONG, TimeUnit.MILLISECONDS))
        val exported = checkNotNull(exports.poll(LONG, TimeUnit.MILLISECONDS))
        assertTrue(TimeUnit.NANOSECONDS.toMillis(exported - emitted) in 4_000..7_400)
        assertTrue(processor.shutdown(LONG))
    }

    @Test
    fun `a full queue drops the newest and says so`() {
        val gate = CountDownLatch(1)
        val exporter = Gated(gate)
        val told = AtomicInteger()
        val processor = BatchSpanProcessor(exporter, BatchOptions(2, 1, LONG)) { told.addAndGet(it.spans) }
        processor.onEnd(span())
        assertTrue(exporter.began.await(LONG, TimeUnit.MILLISECONDS))
        repeat(5) { processor.onEnd(span()) }
        assertEquals(3, processor.stats.dropped)
        assertEquals(3, told.get())
        assertFalse(processor.forceFlush(30))
        gate.countDown()
        assertTrue(processor.shutdown(LONG))
        assertEquals(listOf(1, 1, 1), exporter.sizes)
        processor.onEnd(span())
        assertEquals(4, processor.stats.dropped)
    }

    @Test
    fun `a shutdown that runs out of time drops what is left`() {
        val gate = CountDownLatch(1)
        val exporter = Gated(gate)
        val told = Collections.synchronizedList(ArrayList<String>())
        val processor = BatchSpanProcessor(exporter, BatchOptions(9, 1, LONG)) { told += "${it.spans} ${it.reason}" }
        repeat(4) { processor.onEnd(span()) }
        assertTrue(exporter.began.await(LONG, TimeUnit.MILLISECONDS))
        assertFalse(processor.shutdown(30))
        val final = processor.stats
        assertEquals("4 emitted, 0 exported, 3 dropped, 1 rejected, 0 waiting", final.toString())
        assertEquals(listOf("1 failed", "3 shut-down"), told)
        gate.countDown()
        assertFalse(processor.shutdown(LONG), "a second call answers as the first")
        assertFalse(processor.forceFlush(LONG))
        assertTrue(exporter.ended.await(LONG, TimeUnit.MILLISECONDS))
        assertEquals(final, processor.stats, "what the export came to is not counted again")
        assertEquals(listOf("1 failed", "3 shut-down"), told)
    }

    @Test
    fun `an interrupt that an exporter leaves does not reach the next export`() {
        val gate = CountDownLatch(1)
        val interrupted = Collections.synchronizedList(ArrayList<Boolean>())
        val exporter =
            object : SpanExporter {
                override fun export(
                    spans: List<SpanData>,
                    timeoutMillis: Long,
                ): ExportResult {
                    interrupted += Thread.interrupted()
                    gate.await(LONG, TimeUnit.MILLISECONDS)
                    Thread.currentThread().interrupt()
                    return ExportResult.SUCCESS
                }

                override fun shutdown() = Unit
            }
        val processor = BatchSpanProcessor(exporter, BatchOptions(9, 1, LONG))
        repeat(3) { processor.onEnd(span()) }
        gate.countDown()
        assertTrue(processor.shutdown(LONG))
        assertEquals(listOf(false, false, false), interrupted)
    }

    @Test
    fun `an exporter and a listener that throw harm nobody`() {
        val calls = AtomicInteger()
        val throwing =
            object : SpanExporter {
                override fun export(
                    spans: List<SpanData>,
                    timeoutMillis: Long,
                ): ExportResult {
                    calls.incrementAndGet()
                    throw InterruptedException("exporter")
                }

                override fun shutdown(): Unit = error("shutdown")
            }
        val processor = BatchSpanProcessor(throwing, BatchOptions(2, 1, LONG)) { error("listener") }
        repeat(2) {
            processor.onEnd(span())
            assertTrue(processor.forceFlush(LONG))
        }
        assertTrue(processor.shutdown(LONG))
        processor.onEnd(span())
        assertEquals(2, calls.get())
        assertEquals(1, processor.stats.dropped)
    }

    @Test
    fun `every span of many threads is exported once`() {
        val exporter = Gated()
        val processor = BatchSpanProcessor(exporter, BatchOptions(100_000))
        val threads = List(4) { Thread { repeat(5_000) { processor.onEnd(span()) } }.apply { start() } }
        threads.forEach { it.join() }
        assertTrue(processor.shutdown(LONG))
        assertEquals(20_000, exporter.sizes.sum())
        assertEquals(0, processor.stats.dropped)
    }

    @Test
    fun `an interrupted caller gets its interrupt back`() {
        val gate = CountDownLatch(1)
        val processor = BatchSpanProcessor(Gated(gate), BatchOptions(2, 1, LONG))
        processor.onEnd(span())
        Thread.currentThread().interrupt()
        assertFalse(processor.forceFlush(LONG))
        assertTrue(Thread.interrupted())
        gate.countDown()
        assertTrue(processor.shutdown(LONG))
    }
}
