package dev.specgen.flowtrace

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

private const val LONG = 20_000L
private const val OUT_OF_TIME = "the shutdown ran out of time"

class OutOfTimeTest {
    /** Exports until it is interrupted, which is its last failure from then on. */
    private class Retrying(
        @Volatile private var failure: () -> String?,
    ) : RetryingExporter {
        val began = CountDownLatch(1)

        override val lastFailure: String? get() = failure()

        override fun export(
            spans: List<SpanData>,
            timeoutMillis: Long,
        ): ExportResult {
            began.countDown()
            try {
                Thread.sleep(LONG)
            } catch (interrupted: InterruptedException) {
                failure = { "$interrupted" }
            }
            return ExportResult.SUCCESS
        }

        override fun shutdown() = Unit
    }

    @Test
    fun `what a shutdown cuts short is told with the failure of the last attempt`() {
        val wanted = "$OUT_OF_TIME; the last attempt failed: the receiver answered 503"
        val told = told { "the receiver answered 503" }
        assertEquals(listOf("1 span is lost (failed): $wanted", "2 spans are lost (shut-down): $wanted"), told)
    }

    @Test
    fun `without an attempt that failed the shutdown says no more than that`() {
        for (failure in listOf({ null }, { error("not now") })) {
            val wanted = listOf("1 span is lost (failed): $OUT_OF_TIME", "2 spans are lost (shut-down): $OUT_OF_TIME")
            assertEquals(wanted, told(failure))
        }
    }

    private fun told(failure: () -> String?): List<String> {
        val told = Collections.synchronizedList(ArrayList<String>())
        val exporter = Retrying(failure)
        val processor = BatchSpanProcessor(exporter, BatchOptions(9, 1, LONG)) { told += "$it" }
        repeat(3) { processor.onEnd(span()) }
        assertTrue(exporter.began.await(LONG, TimeUnit.MILLISECONDS))
        assertFalse(processor.shutdown(0))
        return told
    }
}
