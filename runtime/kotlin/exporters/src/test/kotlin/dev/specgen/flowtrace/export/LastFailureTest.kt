package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.InetAddress
import java.net.ServerSocket
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

private const val LONG = 20_000L
private const val FAILED = "1 span is lost (failed): the shutdown ran out of time; the last attempt failed: "

class LastFailureTest {
    /** A back-off that only an interrupt ends. */
    private class BackOff : Waits() {
        val began = CountDownLatch(1)

        override fun sleep(nanos: Long): Boolean {
            began.countDown()
            return super.sleep(TimeUnit.MILLISECONDS.toNanos(LONG))
        }
    }

    @Test
    fun `a shutdown out of time names the status that kept the exporter waiting`() {
        Server(listOf({ answer(503, body = "busy") })).use { server ->
            assertEquals(listOf(FAILED + "the receiver answered 503"), told(server.url))
        }
    }

    @Test
    fun `a shutdown out of time says that the connection was refused`() {
        val port = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
        val told = told("http://127.0.0.1:$port").single()
        assertTrue(told.startsWith("${FAILED}java.net.ConnectException: Connection refused")) { told }
    }

    private fun told(url: String): List<String> {
        val told = Collections.synchronizedList(ArrayList<String>())
        val waits = BackOff()
        val exporter = OtlpHttpExporter(TracesUrl.below(url), HttpOptions(), waits)
        val processor = BatchSpanProcessor(exporter) { told += "$it" }
        processor.onEnd(span())
        Thread { processor.forceFlush(LONG) }.start()
        assertTrue(waits.began.await(LONG, TimeUnit.MILLISECONDS))
        assertFalse(processor.shutdown(0))
        return told
    }

    private object AtOnce : Waits() {
        override fun sleep(nanos: Long): Boolean = true
    }

    @Test
    fun `the attempt that ended last says whether it failed`() {
        for ((last, wanted) in listOf(200 to null, 400 to "the receiver answered 400")) {
            Server(listOf({ answer(503) }, { answer(last) })).use { server ->
                val exporter = OtlpHttpExporter(TracesUrl.below(server.url), HttpOptions(), AtOnce)
                assertNull(exporter.lastFailure)
                exporter.export(listOf(span()), LONG)
                assertEquals(2, server.bodies.size)
                assertEquals(wanted, exporter.lastFailure)
            }
        }
    }

    @Test
    fun `an attempt that is cancelled, or has no time, is none`() {
        val second = CountDownLatch(1)
        val over = CountDownLatch(1)
        val hanging = {
            second.countDown()
            over.await(LONG, TimeUnit.MILLISECONDS)
            null
        }
        Server(listOf({ answer(503) }, hanging)).use { server ->
            val exporter = OtlpHttpExporter(TracesUrl.below(server.url), HttpOptions(), AtOnce)
            val export = Thread { exporter.export(listOf(span()), LONG) }.apply { start() }
            assertTrue(second.await(LONG, TimeUnit.MILLISECONDS))
            export.interrupt()
            export.join(LONG)
            assertEquals("the receiver answered 503", exporter.lastFailure)
            exporter.export(listOf(span()), 0)
            assertEquals("the receiver answered 503", exporter.lastFailure)
            over.countDown()
        }
    }
}
