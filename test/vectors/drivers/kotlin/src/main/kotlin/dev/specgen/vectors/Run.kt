package dev.specgen.vectors

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.Clock
import dev.specgen.flowtrace.IdGenerator
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanId
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.TraceId
import dev.specgen.flowtrace.UnsampledSpanProcessor
import dev.specgen.flowtrace.Violation
import dev.specgen.flowtrace.ViolationListener
import dev.specgen.flowtrace.export.OtlpHttpExporter
import dev.specgen.flowtrace.export.OtlpJson
import dev.specgen.flowtrace.export.SpanEvents
import java.time.Instant
import java.util.Date

private const val EXPORT_MILLIS = 60_000L

internal fun leftOut(
    case: JsonObject,
    needs: String,
): String =
    JsonObject()
        .apply {
            add("name", case["name"])
            addProperty("left_out", needs)
        }.toString()

/** What the emitters of one case are given, and what comes of them. */
internal class World(
    private val case: JsonObject,
    export: String?,
) : Clock,
    IdGenerator,
    UnsampledSpanProcessor,
    ViolationListener {
    private val traceIds = case["trace_ids"].asJsonArray.map { it.asString }.iterator()
    private val spanIds = case["span_ids"].asJsonArray.map { it.asString }.iterator()
    private val batch = export?.let { BatchSpanProcessor(OtlpHttpExporter(it)) }
    val spans = ArrayList<SpanData>()
    val violations = JsonArray()
    var now = case["start_ns"].asString.toLong()
    val sink = SpanSink(this, this, this, this)

    override fun wallNanos(): Long = now

    override fun monotonicNanos(): Long = now

    override fun newTraceId(): TraceId = checkNotNull(TraceId.parse(traceIds.next()))

    override fun newSpanId(): SpanId = checkNotNull(SpanId.parse(spanIds.next()))

    override fun onEnd(span: SpanData) {
        spans += span
        if (span.isSampled) batch?.onEnd(span)
    }

    override fun onViolation(violation: Violation) {
        violations.add(
            JsonObject().apply {
                addProperty("rule", violation.rule)
                addProperty("span", violation.span)
                addProperty("tag", violation.tag.orEmpty())
                addProperty("value", violation.value.orEmpty())
                addProperty("expected", violation.expected)
            },
        )
    }

    override fun forceFlush(timeoutMillis: Long): Boolean = batch?.forceFlush(timeoutMillis) ?: true

    override fun shutdown(timeoutMillis: Long): Boolean = batch?.shutdown(timeoutMillis) ?: true

    /** An id that was not asked for, or one too many, is a failure, and so is a span that does not get through. */
    fun finish() {
        val sent = forceFlush(EXPORT_MILLIS) && shutdown(EXPORT_MILLIS)
        val stats = batch?.stats
        check(sent && stats?.exported == stats?.emitted) { "cannot export \"${case["name"].asString}\": $stats" }
        check(!traceIds.hasNext() && !spanIds.hasNext()) { "ids are left" }
        check(sink.failures == 0L) { "${sink.failures} calls of the clock, the generator or the listener threw" }
    }
}

/** One case. */
internal class Run(
    private val case: JsonObject,
    export: String?,
) {
    private val world = World(case, export)
    private val client = Client.of(case["flow"]?.asString ?: "notification")
    private val returned = HashMap<Int, Reference>()
    private val running = HashMap<Int, Running>()

    fun line(): String {
        val emitters = case["emitters"].asJsonArray.map { it.asJsonObject }
        val made = emitters.associate { it["name"].asString to emitter(it) }
        val step = case["step_ns"].asString.toLong()
        val start = world.now
        case["ops"].asJsonArray.map { it.asJsonObject }.forEachIndexed { number, op ->
            world.now = op["at_ns"]?.asString?.toLong() ?: (start + number * step)
            take(number, op, made)
        }
        world.finish()
        return JsonObject()
            .apply {
                add("name", case["name"])
                add(
                    "spans",
                    JsonArray().apply { world.spans.forEach { add(JsonParser.parseString(SpanEvents.encode(it))) } },
                )
                val unsampled = world.spans.indices.filterNot { world.spans[it].isSampled }
                if (unsampled.isNotEmpty()) add("unsampled", JsonArray().apply { unsampled.forEach(::add) })
                add("otlp", JsonParser.parseString(OtlpJson.encode(world.spans.filter { it.isSampled })))
                add("violations", world.violations)
            }.toString()
    }

    private fun emitter(one: JsonObject): Emitter =
        client.emitter(world.sink, one["service"].asString, Arguments(one.getAsJsonObject("tags")))

    private fun take(
        number: Int,
        op: JsonObject,
        emitters: Map<String, Emitter>,
    ) {
        val arguments = Arguments(op.getAsJsonObject("args"), op["extra"]?.asJsonArray)
        val time = op["time"]?.let { Date.from(Instant.parse(it.asString)) }
        if (op.has("end")) {
            running.getValue(op["end"].asInt).end(arguments, time)
            return
        }
        val links = op["links"]?.asJsonArray?.map { reference(it.asJsonObject).context }.orEmpty()
        val parent = op["parent"]?.takeUnless { it.isJsonNull }?.let { reference(it.asJsonObject) }
        val emit = emitters.getValue(op["emitter"].asString).getValue(op["span"].asString)
        val result = emit(Call(parent, arguments, links, time))
        returned[number] = Reference(result.context, op["span"].asString)
        result.running?.let { running[number] = it }
    }

    /** What a reference of the vectors stands for. */
    private fun reference(of: JsonObject): Reference =
        when {
            of.has("of") -> {
                returned.getValue(of["of"].asInt)
            }

            of.has("traceparent") -> {
                Reference(checkNotNull(SpanContext.parse(of["traceparent"].asString)), of["span"]?.asString)
            }

            else -> {
                val parent = of["parent"]?.let { reference(it.asJsonObject) }
                val span = of["derive"].asString
                val given = Arguments(of["args"]?.asJsonObject ?: JsonObject())
                Reference(client.derive(span, given, parent), span)
            }
        }
}
