package dev.specgen.flowtrace.export

import com.google.gson.JsonParser
import dev.specgen.flowtrace.Tags
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream

class EncodingTest {
    private val extra =
        Tags
            .Builder()
            .put("nan", Double.NaN)
            .put("yes", true)
            .putInts("ints", listOf(1, 2))
            .putStrings("none", emptyList())
            .put("text", "\u0001\n\u2028\uD83D\uDE00")
            .build()

    @Test
    fun `a SpanEvent has its members in order, absent ones left out`() {
        val start = "{\"trace_id\":\"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa\",\"span_id\":\"d2fb36c6122d6086\""
        val rest =
            ",\"name\":\"a \\\"span\\\"\",\"service_name\":\"Android\",\"timestamp\":1712345678000001,\"duration\":1," +
                "\"flow\":\"flow\",\"flow_version\":\"1.2.3\",\"tags\":{\"app_version\":\"24.11\",\"share\":1.0"
        assertEquals("$start$rest}}", SpanEvents.encode(span(parent = null)))
        assertEquals("$start,\"parent_id\":\"e04e8e8dc8b1aa24\"$rest}}", SpanEvents.encode(span()))
        assertEquals(
            "$start,\"parent_id\":\"00f067aa0ba902b7\",\"parent_trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"$rest," +
                "\"nan\":\"NaN\",\"yes\":true,\"ints\":[1,2],\"none\":[],\"text\":\"\\u0001\\n\u2028\uD83D\uDE00\"}," +
                "\"links\":[{\"trace_id\":\"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa\",\"span_id\":\"e04e8e8dc8b1aa24\"}]}",
            SpanEvents.encode(span(parent = FOREIGN, links = listOf(PARENT), extra = extra)),
        )
    }

    @Test
    fun `an OTLP request has one resource for each emitter, and a link for a parent in another trace`() {
        val one = span(parent = FOREIGN, links = listOf(PARENT), extra = extra)
        val request = JsonParser.parseString(OtlpJson.encode(listOf(one, span(), one))).asJsonObject
        val resources = request["resourceSpans"].asJsonArray.map { it.asJsonObject }
        assertEquals(2, resources.size)
        val spans =
            resources[0]["scopeSpans"]
                .asJsonArray
                .single()
                .asJsonObject["spans"]
                .asJsonArray
                .map { it.asJsonObject }
        assertEquals(2, spans.size)
        assertEquals(false, spans[0].has("parentSpanId"))
        val link =
            "{\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\",\"attributes\":" +
                "[{\"key\":\"specgen.link.type\",\"value\":{\"stringValue\":\"parent\"}}]}"
        assertEquals(link, spans[0]["links"].asJsonArray[0].toString())
        val values = spans[0]["attributes"].asJsonArray.map { it.asJsonObject["value"].toString() }
        val wanted =
            listOf(
                "{\"doubleValue\":1.0}",
                "{\"doubleValue\":\"NaN\"}",
                "{\"boolValue\":true}",
                "{\"arrayValue\":{\"values\":[{\"intValue\":\"1\"},{\"intValue\":\"2\"}]}}",
                "{\"arrayValue\":{\"values\":[]}}",
            )
        assertEquals(wanted, values.dropLast(1))
        val child =
            resources[1]["scopeSpans"]
                .asJsonArray
                .single()
                .asJsonObject["spans"]
                .asJsonArray
                .single()
                .asJsonObject
        assertEquals("e04e8e8dc8b1aa24", child["parentSpanId"].asString)
        assertEquals("1712345678000001999", child["startTimeUnixNano"].asString)
        assertEquals("{\"resourceSpans\":[]}", OtlpJson.encode(emptyList()))
    }

    @Test
    fun `a span that failed says so in both forms`() {
        val span = failedCall()
        val event = JsonParser.parseString(SpanEvents.encode(span)).asJsonObject
        val members = event.keySet().toList()
        assertEquals(listOf("error", "flow"), members.drop(members.indexOf("duration") + 1).take(2))
        assertEquals(true, event["error"].asBoolean)
        val otlp = OtlpJson.encode(listOf(span))
        assertEquals(true, ",\"kind\":3," in otlp)
        assertEquals(true, ",\"status\":{\"code\":2,\"message\":\"\\\"declined\\\"\"}" in otlp)
        val fine = OtlpJson.encode(listOf(span()))
        assertEquals(true, ",\"flags\":1," in fine && ",\"kind\":1," in fine && "status" !in fine)
    }

    @Test
    fun `lines are written to a stream, and one that breaks is told`() {
        val out = ByteArrayOutputStream()
        val exporter = SpanEventExporter(out)
        assertEquals(true, exporter.export(listOf(span(), span("b")), 1).isSuccess)
        exporter.shutdown()
        assertEquals(
            listOf("a \"span\"", "b"),
            out
                .toString("UTF-8")
                .lines()
                .dropLast(1)
                .map(::nameOf),
        )
        val broken =
            object : OutputStream() {
                override fun write(byte: Int): Unit = throw IOException("full")

                override fun close(): Unit = throw IOException("full")
            }
        assertEquals(false, SpanEventExporter(broken).export(listOf(span()), 1).isSuccess)
        SpanEventExporter(broken).shutdown()
    }

    private fun nameOf(line: String): String = JsonParser.parseString(line).asJsonObject["name"].asString
}
