package dev.specgen.flowtrace.export

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
        assertEquals(5_000L, env.scheduledDelayMillis)
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
            assertEquals(200L, env.scheduledDelayMillis)
            assertTrue(env.exporter().export(listOf(span("one")), TIMEOUT_MILLIS))
            variables["${PREFIX}TRACES_ENDPOINT"] = "${server.url}/own"
            assertTrue(OtlpEnvironment(variables::get).exporter().export(listOf(span("two")), TIMEOUT_MILLIS))
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
                "OTEL_BSP_SCHEDULE_DELAY" to "-1",
                "OTEL_BSP_SCHEDULE_DELAY" to "99999999999999999999",
            )
        for ((name, value) in cases) {
            val env = OtlpEnvironment { if (it == name) value else null }
            assertEquals(1, env.wrong.size) { "$name=$value" }
            assertTrue(env.wrong[0].startsWith("cannot read $name: ") && "secret" !in env.wrong[0]) { env.wrong[0] }
            assertEquals(5_000L, env.scheduledDelayMillis)
        }
    }
}
