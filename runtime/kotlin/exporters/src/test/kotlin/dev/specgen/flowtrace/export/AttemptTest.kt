package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.LossReason
import dev.specgen.flowtrace.Tags
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream
import java.io.PrintStream
import java.net.HttpURLConnection
import java.net.InetAddress
import java.net.ServerSocket
import java.net.URL
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit

private const val LONG_MILLIS = 20_000L

class AttemptTest {
    /** Accepts connections and never reads nor answers. */
    private class Silent : AutoCloseable {
        private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
        val url: String get() = "http://127.0.0.1:${socket.localPort}"

        override fun close() = socket.close()
    }

    private fun millis(block: () -> Unit): Long {
        val began = System.nanoTime()
        block()
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)
    }

    @Test
    fun `the export timeout is kept against a receiver that does not read`() {
        Silent().use { server ->
            val large = span(extra = Tags.Builder().put("large", "x".repeat(4_000_000)).build())
            val exporter = OtlpHttpExporter(server.url)
            val took =
                millis {
                    assertEquals(
                        1,
                        exporter
                            .export(listOf(large), 700)
                            .losses(1)
                            .single()
                            .spans,
                    )
                }
            assertTrue(took in 600..15_000) { "it took $took ms" }
        }
    }

    @Test
    fun `an attempt takes its timeout and no longer, and is tried again`() {
        Silent().use { server ->
            val exporter = OtlpHttpExporter(server.url, HttpOptions(attemptTimeoutMillis = 200))
            val loss = exporter.export(listOf(span()), 4_000).losses(1).single()
            assertTrue("attempt 2" in loss.message || "attempt 3" in loss.message) { loss.message }
        }
    }

    /**
     * Without a timeout of its own an attempt that nobody waits for any more would keep its thread and socket for
     * good.
     */
    @Test
    fun `the connection of an attempt has the time that is left`() {
        val seen = CopyOnWriteArrayList<HttpURLConnection>()
        Silent().use { server ->
            val connector = Connector { url: URL -> (url.openConnection() as HttpURLConnection).also { seen += it } }
            OtlpHttpExporter(server.url, HttpOptions(connector = connector)).export(listOf(span()), 999)
        }
        assertTrue(seen.isNotEmpty())
        assertTrue(seen.all { it.readTimeout in 1..1000 && it.connectTimeout in 1..1000 }) { "${seen[0].readTimeout}" }
    }

    /** The JDK refuses to send a body again to another place by itself; a connection of a connector might not. */
    @Test
    fun `a redirect is an answer, and the token goes nowhere else`() {
        val seen = CopyOnWriteArrayList<HttpURLConnection>()
        Server(listOf({ answer(200) })).use { other ->
            Server(listOf({ answer(307, headers = mapOf("Location" to other.url)) })).use { server ->
                val connector =
                    Connector { url: URL -> (url.openConnection() as HttpURLConnection).also { seen += it } }
                val options = HttpOptions(mapOf("Authorization" to "Bearer secret"), connector = connector)
                val loss = OtlpHttpExporter(server.url, options).export(listOf(span()), LONG_MILLIS).losses(1).single()
                assertEquals(LossReason.REFUSED, loss.reason)
                assertEquals(1, server.bodies.size)
                assertEquals(0, other.bodies.size)
            }
        }
        assertTrue(seen.none { it.instanceFollowRedirects })
    }

    @Test
    fun `an answer that breaks off is no success, and the request is sent again`() {
        val cut = "HTTP/1.1 200 x\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{}"
        Server(listOf({ cut }, { answer(200) })).use { server ->
            assertTrue(OtlpHttpExporter(server.url).export(listOf(span()), LONG_MILLIS).isSuccess)
            assertEquals(2, server.bodies.size)
        }
    }

    @Test
    fun `a header that cannot be sent is left out, and told without its value`() {
        Server(listOf({ answer(200) })).use { server ->
            val headers =
                mapOf(
                    "X-Tenant" to "secret\r\nX-Evil: 1",
                    "a b" to "secret",
                    "X-Fine" to "1",
                    "X-Far" to "\u2028",
                )
            val exporter = OtlpHttpExporter(server.url, HttpOptions(headers))
            assertTrue(exporter.export(listOf(span()), LONG_MILLIS).isSuccess)
            assertEquals(3, exporter.wrong.size)
            assertTrue(exporter.wrong.none { "secret" in it }) { "${exporter.wrong}" }
            assertTrue("X-Fine: 1\r\n" in server.heads[0])
            assertTrue("Evil" !in server.heads[0] && "Tenant" !in server.heads[0]) { server.heads[0] }
        }
    }

    @Test
    fun `headers that cannot be had fail the export`() {
        Server(listOf({ answer(200) })).use { server ->
            val exporter = OtlpHttpExporter(server.url, HttpOptions(headerSource = { error("no token") }))
            val loss = exporter.export(listOf(span()), LONG_MILLIS).losses(1).single()
            assertEquals(LossReason.FAILED, loss.reason)
            assertTrue("no token" in loss.message) { loss.message }
            assertEquals(0, server.bodies.size)
        }
    }

    @Test
    fun `a span far above a request is not encoded`() {
        Server(listOf({ answer(200) })).use { server ->
            val huge = span("huge", extra = Tags.Builder().put("large", "x".repeat(9_000_000)).build())
            val losses = OtlpHttpExporter(server.url).export(listOf(span("a"), huge, span("b")), LONG_MILLIS).losses(3)
            assertEquals(listOf(LossReason.TOO_LARGE to 1), losses.map { it.reason to it.spans })
        }
    }

    @Test
    fun `a full disk is told, and the next batch begins on a line of its own`() {
        val disk = Disk(300)
        val exporter = SpanEventExporter(disk)
        assertEquals(
            2,
            exporter
                .export(listOf(span(), span()), LONG_MILLIS)
                .losses(2)
                .single()
                .spans,
        )
        disk.room = 10_000
        assertTrue(exporter.export(listOf(span("after")), LONG_MILLIS).isSuccess)
        val last =
            disk
                .text()
                .trimEnd('\n')
                .lines()
                .last()
        assertEquals(SpanEvents.encode(span("after")), last)
    }

    @Test
    fun `a print stream that has failed is told`() {
        val exporter = SpanEventExporter(PrintStream(Disk(10)))
        assertEquals(
            1,
            exporter
                .export(listOf(span()), LONG_MILLIS)
                .losses(1)
                .single()
                .spans,
        )
    }

    /** Takes [room] more bytes. */
    private class Disk(
        var room: Int,
    ) : OutputStream() {
        private val kept = ByteArrayOutputStream()

        override fun write(byte: Int) {
            if (room-- <= 0) throw IOException("no space left on device")
            kept.write(byte)
        }

        fun text(): String = kept.toString("UTF-8")
    }
}
