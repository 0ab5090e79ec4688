package com.example.chat

import com.sun.net.httpserver.HttpServer
import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.export.OtlpEnvironment
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.InetAddress
import java.net.InetSocketAddress

class EnvironmentTest {
    /** With `specgen listen -- mvn test` the collector is specgen, which judges what comes; without, one of this test. */
    @Test
    fun `a push is told to where the environment says`() {
        val collector = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        collector.createContext("/v1/traces") { exchange ->
            exchange.requestBody.readBytes()
            exchange.sendResponseHeaders(200, -1)
            exchange.close()
        }
        collector.start()
        val own = mapOf("OTEL_EXPORTER_OTLP_ENDPOINT" to "http://127.0.0.1:${collector.address.port}")
        val variables = System.getenv().takeIf { "OTEL_EXPORTER_OTLP_ENDPOINT" in it } ?: own
        val env = OtlpEnvironment(variables::get)
        val exporter = env.exporter()
        val batch = BatchSpanProcessor(exporter, scheduledDelayMillis = env.scheduledDelayMillis)
        val receiver = PushReceiver(SpanSink(batch), device = "d1")
        val received = receiver.onPush("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", badge = 3)
        receiver.onRendered(receiver.onTap(received), messages = 12)
        assertTrue(batch.shutdown(timeoutMillis = 5_000))
        collector.stop(0)

        assertEquals(emptyList<String>(), env.wrong)
        assertEquals(0, batch.dropped + exporter.rejected)
    }
}
