package dev.specgen.flowtrace

import com.google.gson.JsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer

class VectorsTest {
    @Test
    fun `trace ids derive as the vectors say`() {
        val all = vectors("ids.json").asJsonObject["trace_ids"].cases()
        val held = all.filter { textForm(it.getAsJsonObject("value")) != null }
        assertEquals(all.count { !it.getAsJsonObject("value").has("utf8") }, held.size)
        for (case in held) {
            val value = checkNotNull(textForm(case.getAsJsonObject("value")))
            assertEquals(case.text("trace_id"), TraceId.of(case.text("flow"), value).toString(), case.text("name"))
        }
    }

    @Test
    fun `span ids derive as the vectors say`() {
        var held = 0
        val all = vectors("ids.json").asJsonObject["span_ids"].cases()
        for (case in all) {
            val trace = checkNotNull(TraceId.parse(case.text("trace_id")))
            val hash = IdHash.start(trace, SpanType(case.text("span")))
            val keys = case["keys"].asJsonArray.map { it.asJsonObject }
            if (!keys.all { addKey(hash, trace, it) }) continue
            assertEquals(case.text("span_id"), hash.context(trace).spanId.toString(), case.text("name"))
            held++
        }
        assertEquals(all.count { case -> case["keys"].asJsonArray.none { it.asJsonObject.has("utf8") } }, held)
    }

    private fun addKey(
        hash: IdHash,
        trace: TraceId,
        key: JsonObject,
    ): Boolean {
        when {
            key.has("int") -> hash.key(key.text("int"))
            key.has("bool") -> hash.key(key["bool"].asBoolean.toString())
            key.has("enum") -> hash.key(key.text("enum"))
            key.has("parent") -> hash.key(SpanContext(trace, checkNotNull(SpanId.parse(key.text("parent")))))
            else -> hash.key(textForm(key) ?: return false)
        }
        return true
    }

    @Test
    fun `traceparents are read and written`() {
        for (case in vectors("traceparent.json").asJsonObject["valid"].cases()) {
            val read = checkNotNull(SpanContext.parse(case.text("text"))) { case.text("name") }
            assertEquals(case.text("trace_id"), read.traceId.toString())
            assertEquals(case.text("span_id"), read.spanId.toString())
            assertEquals(case["sampled"].asBoolean, read.isSampled, case.text("name"))
            assertEquals(case.text("written"), read.toTraceparent(), case.text("name"))
        }
        for (case in vectors("traceparent.json").asJsonObject["invalid"].cases()) {
            assertNull(SpanContext.parse(case.text("text")), case.text("name"))
        }
    }

    @Test
    fun `traces are sampled as the vectors say`() {
        val all = vectors("sampling.json").asJsonObject
        val thresholds = all["threshold"].cases().associate { it.text("percent") to it.text("threshold").toLong(16) }
        for (case in all["kept"].cases()) {
            val trace = checkNotNull(TraceId.parse(case.text("trace_id")))
            assertEquals(case.text("r").toLong(16), randomness(trace), case.text("name"))
            val sampling = TraceSampling.byTraceId(thresholds.getValue(case.text("percent")))
            assertEquals(case["kept"].asBoolean, sampling.keeps(trace), case.text("name"))
        }
    }

    @Test
    fun `text is repaired`() {
        val all = vectors("utf8.json").cases()
        val held = all.filter { textForm(it.getAsJsonObject("value")) != null }
        assertEquals(all.count { !it.getAsJsonObject("value").has("utf8") }, held.size)
        assertTrue(held.any { !it["valid"].asBoolean })
        for (case in held) {
            val value = checkNotNull(textForm(case.getAsJsonObject("value")))
            assertEquals(case.text("repaired"), repairUtf16(value), case.text("name"))
            if (case["valid"].asBoolean) assertSame(value, repairUtf16(value))
        }
    }

    @Test
    fun `doubles are written as in ECMAScript`() {
        for (case in vectors("doubles.json").cases()) {
            val bits = ByteBuffer.wrap(bytes(case.text("bits"))).long
            assertEquals(case.text("text"), wireText(Double.fromBits(bits)), case.text("bits"))
        }
    }

    private fun bytes(hex: String): ByteArray =
        ByteArray(hex.length / 2) {
            hex.substring(2 * it, 2 * it + 2).toInt(16).toByte()
        }

    @Test
    fun `formats hold what the vectors say`() {
        val all = vectors("formats.json").cases()
        assertEquals(TextFormat.entries.map { it.word }.toSet(), all.map { it.text("format") }.toSet())
        for (case in all) {
            val format = TextFormat.entries.single { it.word == case.text("format") }
            case["valid"].asJsonArray.forEach { assertTrue(format.matches(it.asString), "$format ${it.asString}") }
            case["invalid"].asJsonArray.forEach { assertTrue(!format.matches(it.asString), "$format ${it.asString}") }
        }
    }
}
