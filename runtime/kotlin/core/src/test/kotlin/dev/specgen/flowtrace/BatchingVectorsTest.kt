package dev.specgen.flowtrace

import com.google.gson.JsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.TestFactory
import java.util.concurrent.atomic.AtomicInteger

private const val PATIENCE_MILLIS = 20_000L
private const val HOUR_MILLIS = 3_600_000L

class BatchingVectorsTest {
    /** Keeps its batches as the vectors number them, and does what a case asks of a call. */
    private class Keeper : SpanExporter {
        private val lock = Object()
        private val batches = ArrayList<List<Int>>()
        private var running = 0
        private var shutdowns = 0
        private var isHeld = false
        val failing = HashSet<Int>()
        val throwing = HashSet<Int>()
        val misuse = ArrayList<String>()

        override fun export(
            spans: List<SpanData>,
            timeoutMillis: Long,
        ): ExportResult {
            synchronized(lock) {
                if (++running > 1 || shutdowns > 0) misuse += "export while $running run, after $shutdowns shutdowns"
                batches += spans.map { it.name.toInt() }
                lock.notifyAll()
                try {
                    while (isHeld) lock.wait(PATIENCE_MILLIS)
                } finally {
                    running--
                }
                check(batches.size !in throwing) { "asked for by the case" }
                return if (batches.size in
                    failing
                ) {
                    ExportResult.failure("asked for by the case")
                } else {
                    ExportResult.SUCCESS
                }
            }
        }

        override fun shutdown() {
            synchronized(lock) {
                if (++shutdowns > 1 || running > 0) misuse += "shutdown $shutdowns while $running run"
            }
        }

        fun hold(held: Boolean) {
            synchronized(lock) {
                isHeld = held
                lock.notifyAll()
            }
        }

        fun awaitExports(count: Int) {
            synchronized(lock) {
                val end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000
                while (batches.size < count && System.nanoTime() < end) lock.wait(50)
                assertTrue(batches.size >= count) { "only ${batches.size} of $count exports" }
            }
        }

        fun kept(): List<List<Int>> = synchronized(lock) { ArrayList(batches) }
    }

    @TestFactory
    fun `the processor keeps the vectors`(): List<DynamicTest> =
        vectors("batching.json").cases().map { case -> DynamicTest.dynamicTest(case.text("name")) { run(case) } }

    private fun run(case: JsonObject) {
        val config = case.getAsJsonObject("config")
        val keeper = Keeper()
        val told = AtomicInteger()
        val delay = config["delay_ms"]?.asLong ?: HOUR_MILLIS
        val options = BatchOptions(config["queue"].asInt, config["batch"].asInt, delay, PATIENCE_MILLIS)
        val processor =
            BatchSpanProcessor(keeper, options) {
                if (it.reason == LossReason.QUEUE_FULL || it.reason == LossReason.SHUT_DOWN) told.addAndGet(it.spans)
            }
        var emitted = 0
        for (step in case["steps"].asJsonArray.map { it.asJsonObject }) {
            emitted = take(step, keeper, processor, emitted)
        }
        keeper.hold(false)
        processor.shutdown(PATIENCE_MILLIS)
        val expect = case.getAsJsonObject("expect")
        val batches = expect["batches"].asJsonArray.map { batch -> batch.asJsonArray.map { it.asInt } }
        assertEquals(batches, keeper.kept())
        assertEquals(expect["dropped"].asLong, processor.stats.dropped)
        assertEquals(expect["told"].asInt, told.get())
        assertEquals(emptyList<String>(), keeper.misuse)
    }

    private fun take(
        step: JsonObject,
        keeper: Keeper,
        processor: BatchSpanProcessor,
        emitted: Int,
    ): Int {
        val deadline = step["deadline_ms"]?.asLong ?: PATIENCE_MILLIS
        val (name, value) = step.entrySet().single { it.key != "deadline_ms" }
        when (name) {
            "emit" -> repeat(value.asInt) { processor.onEnd(span((emitted + it).toString())) }
            "await_exports" -> keeper.awaitExports(value.asInt)
            "await_dropped" -> assertEquals(value.asLong, processor.stats.dropped)
            "hold" -> keeper.hold(true)
            "release" -> keeper.hold(false)
            "fail" -> keeper.failing += value.asInt
            "throw" -> keeper.throwing += value.asInt
            "flush" -> assertEquals(value.asBoolean, processor.forceFlush(deadline))
            "shutdown" -> assertEquals(value.asBoolean, processor.shutdown(deadline))
            else -> error("no such step: $name")
        }
        return if (name == "emit") emitted + value.asInt else emitted
    }
}
