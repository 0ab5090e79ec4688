package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val PREFIX = "OTEL_EXPORTER_OTLP_"
private const val TIMEOUT_MILLIS = 5_000L

class OtlpEnvironmentTest {
    @Test
    fun `without variables nothing is wrong`() {
        val env = OtlpEnvironment { name -> " ".takeIf { name.endsWith("HEADERS") } }
        assertEquals(emptyList<String>(), env.wrong)
        assertEquals(5_000L, env.batchOptions.scheduledDelayMillis)
    }

    @Test
    fun `spans are posted to where the variables say`() {
        Server(listOf({ answer(200, "{}") }, { answer(200, "{}") })).use { server ->
            val variables =
                mutableMapOf(
                    "${PREFIX}ENDPOINT" to "${server.url}/base/",
                    "${PREFIX}HEADERS" to "x=1",
                    "${PREFIX}TRACES_HEADERS" to "authorization=Bearer%20a+b=, x-key = 2,,",
                    "${PREFIX}PROTOCOL" to "http/protobuf",
                    "OTEL_BSP_SCHEDULE_DELAY" to "200",
                )
            val env = OtlpEnvironment(variables::get)
            assertEquals(emptyList<String>(), env.wrong)
            assertEquals(200L, env.batchOptions.scheduledDelayMillis)
            assertTrue(env.exporter().export(listOf(span("one")), TIMEOUT_MILLIS).isSuccess)
            variables["${PREFIX}TRACES_ENDPOINT"] = "${server.url}/own"
            assertTrue(OtlpEnvironment(variables::get).exporter().export(listOf(span("two")), TIMEOUT_MILLIS).isSuccess)
            assertTrue(server.heads[0].startsWith("POST /base/v1/traces ")) { server.heads[0] }
            assertTrue(server.heads[0].contains("authorization: Bearer a+b=\r\n")) { server.heads[0] }
            assertTrue(server.heads[0].contains("x-key: 2\r\n")) { server.heads[0] }
            assertTrue(server.heads[1].startsWith("POST /own ")) { server.heads[1] }
        }
    }

    @Test
    fun `what is wrong is told, counts as not set, and gives no secret away`() {
        val cases =
            listOf(
                "${PREFIX}ENDPOINT" to "localhost:4318",
                "${PREFIX}ENDPOINT" to "ftp://x",
                "${PREFIX}TRACES_ENDPOINT" to "http://",
                "${PREFIX}HEADERS" to "secret",
                "${PREFIX}HEADERS" to "a b=secret",
                "${PREFIX}HEADERS" to "a=secret%",
                "${PREFIX}HEADERS" to "a=secret%0d%0a",
                "${PREFIX}PROTOCOL" to "grpc",
                "${PREFIX}COMPRESSION" to "zip",
                "${PREFIX}TIMEOUT" to "0",
                "OTEL_BSP_MAX_QUEUE_SIZE" to "many",
                "OTEL_RESOURCE_ATTRIBUTES" to "host=secret,secret",
                "OTEL_SDK_DISABLED" to "secret",
                "OTEL_BSP_SCHEDULE_DELAY" to "-1",
                "OTEL_BSP_SCHEDULE_DELAY" to "99999999999999999999",
            )
        for ((name, value) in cases) {
            val env = OtlpEnvironment { if (it == name) value else null }
            assertEquals(1, env.wrong.size) { "$name=$value" }
            assertTrue(env.wrong[0].startsWith("cannot read $name: ") && "secret" !in env.wrong[0]) { env.wrong[0] }
            assertEquals(5_000L, env.batchOptions.scheduledDelayMillis)
        }
    }

    @Test
    fun `each variable has its place`() {
        val variables =
            mapOf(
                "${PREFIX}TIMEOUT" to "1",
                "${PREFIX}TRACES_COMPRESSION" to "gzip",
                "OTEL_BSP_MAX_QUEUE_SIZE" to "20",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE" to "3",
                "OTEL_BSP_EXPORT_TIMEOUT" to "4",
                "OTEL_RESOURCE_ATTRIBUTES" to "host.name=a%2Cb, service.name=other,k=v+w",
                "OTEL_SDK_DISABLED" to "False",
            )
        val env = OtlpEnvironment(variables::get)
        assertEquals(emptyList<String>(), env.wrong)
        assertEquals(1L to true, env.httpOptions.attemptTimeoutMillis to env.httpOptions.gzip)
        assertEquals(listOf(20, 3), listOf(env.batchOptions.maxQueueSize, env.batchOptions.maxExportBatchSize))
        assertEquals(4L, env.batchOptions.exportTimeoutMillis)
        assertEquals("{host.name=a,b, k=v+w}", env.resourceAttributes.toString())
        assertEquals(false, env.isDisabled)
    }

    @Test
    fun `disabled, spans go nowhere and no thread runs`() {
        val env = OtlpEnvironment { if (it == "OTEL_SDK_DISABLED") "TRUE" else null }
        assertTrue(env.isDisabled)
        val processor = env.processor { error("nothing is lost") }
        assertTrue(processor !is BatchSpanProcessor)
        processor.onEnd(span())
        assertTrue(processor.forceFlush(TIMEOUT_MILLIS) && processor.shutdown(TIMEOUT_MILLIS))
    }
}
