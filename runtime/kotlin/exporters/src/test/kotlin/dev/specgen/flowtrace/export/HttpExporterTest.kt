package dev.specgen.flowtrace.export

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.Tags
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.io.File
import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.TimeZone

private const val TIMEOUT_MILLIS = 30_000L
private const val NANOS_PER_MILLI = 1_000_000

class HttpExporterTest {
    /** Time that only waiting moves. */
    private class Virtual : Waits() {
        val slept = ArrayList<Long>()
        private var now = 0L

        override fun nanos(): Long = now

        override fun sleep(nanos: Long): Boolean {
            slept += nanos / NANOS_PER_MILLI
            now += nanos
            return true
        }
    }

    @TestFactory
    fun `the exporter keeps the vectors`(): List<DynamicTest> {
        val file = File(checkNotNull(System.getProperty("vectors")), "export.json")
        val cases = JsonParser.parseString(file.readText()).asJsonArray.map { it.asJsonObject }
        assertTrue(cases.size > 20)
        return cases.map { case -> DynamicTest.dynamicTest(case["name"].asString) { run(case) } }
    }

    private fun run(case: JsonObject) {
        val answers = case["answers"].asJsonArray.map { it.asJsonObject }
        Server(answers.map { one -> { wire(one) } }).use { server ->
            val waits = Virtual()
            val exporter = OtlpHttpExporter(TracesUrl.below(server.url), HttpOptions(), waits)
            val spans = List(case["spans"].asInt) { span("span $it") }
            val expect = case.getAsJsonObject("expect")
            val losses = exporter.export(spans, TIMEOUT_MILLIS).losses(spans.size)
            assertEquals(expect["rejected"].asInt, losses.sumOf { it.spans })
            assertEquals(expect["told"].asJsonArray.map { it.asInt }, losses.map { it.spans })
            val wanted = expect["waits_ms"].asJsonArray.map { it.asJsonArray[0].asLong..it.asJsonArray[1].asLong }
            assertEquals(wanted.size, waits.slept.size)
            assertTrue(wanted.zip(waits.slept).all { (range, slept) -> slept in range }) { "$wanted ${waits.slept}" }
            assertEquals(answers.size, server.bodies.size)
            assertEquals(setOf(OtlpJson.encode(spans)), server.bodies.toSet())
        }
    }

    private fun wire(answer: JsonObject): String? {
        if (answer.has("fail")) return null
        val headers = LinkedHashMap<String, String>()
        answer["retry_after"]?.let { headers["Retry-After"] = retryAfter(it.asString) }
        answer["location"]?.let { headers["Location"] = it.asString }
        return answer(answer["status"].asInt, answer["body"]?.asString.orEmpty(), headers)
    }

    private fun retryAfter(text: String): String {
        if (!text.startsWith("date")) return text
        val format = SimpleDateFormat("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
        format.timeZone = TimeZone.getTimeZone("GMT")
        return format.format(Date(System.currentTimeMillis() + 1000 * text.removePrefix("date").toLong()))
    }

    @Test
    fun `requests go to the right place with the right headers`() {
        Server(List(2) { { answer(200) } }).use { server ->
            val options = HttpOptions(mapOf("Authorization" to "Bearer x"))
            assertTrue(OtlpHttpExporter(server.url + "/", options).export(listOf(span()), TIMEOUT_MILLIS).isSuccess)
            val lines = SpanEventHttpExporter(server.url + "/in", options)
            assertTrue(lines.export(listOf(span(), span()), TIMEOUT_MILLIS).isSuccess)
            assertTrue(server.heads[0].startsWith("POST /v1/traces HTTP/1.1\r\n")) { server.heads[0] }
            assertTrue(server.heads[0].contains("Content-Type: application/json\r\n")) { server.heads[0] }
            assertTrue(server.heads[0].contains("Authorization: Bearer x\r\n")) { server.heads[0] }
            assertTrue(server.heads[1].startsWith("POST /in HTTP/1.1\r\n")) { server.heads[1] }
            assertTrue(server.heads[1].contains("Content-Type: application/x-ndjson\r\n")) { server.heads[1] }
            assertEquals(3, server.bodies[1].split('\n').size)
        }
    }

    @Test
    fun `a batch above 4 MiB is split, and a span above it is refused`() {
        Server(List(8) { { answer(200) } }).use { server ->
            val exporter = SpanEventHttpExporter(server.url)
            val spans = List(4) { large("s$it", 1_500_000) } + large("huge", 4_300_000) + span("small")
            val losses = exporter.export(spans, TIMEOUT_MILLIS).losses(spans.size)
            assertTrue(server.bodies.all { it.length <= 4 * 1024 * 1024 })
            val sent =
                server.bodies.flatMap { it.trim().lines() }.map {
                    JsonParser
                        .parseString(
                            it,
                        ).asJsonObject["name"]
                        .asString
                }
            assertEquals(listOf("s0", "s1", "s2", "s3", "small"), sent)
            assertEquals(
                listOf("1 span is lost (too-large): a span above 4194304 bytes"),
                losses.map { it.toString() },
            )
        }
    }

    private fun large(
        name: String,
        size: Int,
    ): SpanData = span(name, extra = Tags.Builder().put("large", "x".repeat(size)).build())

    @Test
    fun `nothing is sent for no spans, and not in no time`() {
        Server(listOf({ answer(200) })).use { server ->
            val exporter = OtlpHttpExporter(server.url)
            assertTrue(exporter.export(emptyList(), TIMEOUT_MILLIS).isSuccess)
            assertEquals(
                1,
                exporter
                    .export(listOf(span()), 0)
                    .losses(1)
                    .single()
                    .spans,
            )
            assertEquals(0, server.bodies.size)
        }
    }

    @Test
    fun `a wrong URL is told with each batch, and stops nobody`() {
        for (url in listOf("file:///etc", "collector:4318", "")) {
            val exporter = OtlpHttpExporter(url)
            val wanted = "cannot post to $url/v1/traces: give an http or https URL"
            assertEquals(listOf(wanted), exporter.wrong)
            val loss = exporter.export(listOf(span(), span()), TIMEOUT_MILLIS).losses(2).single()
            assertEquals("2 spans are lost (failed): $wanted", loss.toString())
        }
    }
}
