package dev.specgen.vectors

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.NotificationIos
import dev.specgen.flows.notification.NotificationWebapp
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.SentRef
import dev.specgen.flows.notification.TeamId
import dev.specgen.flows.notification.TriggerType
import dev.specgen.flows.notification.UserId
import dev.specgen.flowtrace.BatchOptions
import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags
import dev.specgen.flowtrace.export.HeaderSource
import dev.specgen.flowtrace.export.HttpOptions
import dev.specgen.flowtrace.export.OtlpHttpExporter
import java.io.PrintStream
import java.util.Collections
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

private const val REQUEST = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

/** Does the steps of a scenario of testdata/delivery, and prints a line after each. */
internal class Delivery(
    scenario: JsonObject,
) {
    private val errors: MutableList<ExportError> = Collections.synchronizedList(ArrayList())
    private val violations: MutableList<String> = Collections.synchronizedList(ArrayList())
    private val batch = batch(scenario["endpoint"].asString, scenario.getAsJsonObject("client"))
    private val sink = SpanSink(batch, onViolation = { violations += it.rule })
    private val ios = NotificationIos(sink, "24.11.0", "18.1")
    private val webapp = NotificationWebapp(sink)
    private var emitted = 0

    private fun batch(
        endpoint: String,
        client: JsonObject,
    ): BatchSpanProcessor {
        val calls = AtomicInteger()
        val tokens = HeaderSource { mapOf("Authorization" to "Bearer token-${calls.incrementAndGet()}") }
        val http =
            HttpOptions(
                headers =
                    client
                        .getAsJsonObject("headers")
                        ?.entrySet()
                        .orEmpty()
                        .associate { it.key to it.value.asString },
                headerSource = tokens.takeIf { client["tokens"]?.asBoolean == true },
                gzip = client["gzip"]?.asBoolean == true,
                attemptTimeoutMillis = client.long("attempt_timeout_ms"),
            )
        val bounds =
            BatchOptions(
                maxQueueSize = client.long("max_queue_size").toInt(),
                maxExportBatchSize = client.long("max_export_batch_size").toInt(),
                scheduledDelayMillis = TimeUnit.MINUTES.toMillis(1),
                exportTimeoutMillis = client.long("export_timeout_ms"),
                maxQueueBytes = client.long("max_queue_bytes"),
            )
        return BatchSpanProcessor(OtlpHttpExporter(endpoint, http), bounds) { errors += it }
    }

    fun run(
        steps: Sequence<String>,
        out: PrintStream,
    ) {
        for (step in steps) {
            out.print(line(JsonParser.parseString(step).asJsonObject).toString() + "\n")
            out.flush()
        }
    }

    private fun line(step: JsonObject): JsonObject {
        val began = System.nanoTime()
        val each = JsonArray()
        val ok = if (step.has("together")) together(step.getAsJsonArray("together"), each) else take(step)
        return JsonObject().apply {
            addProperty("ok", ok)
            addProperty("ms", millisSince(began))
            if (!each.isEmpty) add("each", each)
            add("stats", stats())
            add("errors", array(errors) { one -> JsonObject().apply { loss(one) } })
            add("violations", array(violations) { JsonParser.parseString("\"$it\"") })
        }
    }

    private fun JsonObject.loss(one: ExportError) {
        addProperty("spans", one.spans)
        addProperty("reason", one.reason.wire)
        addProperty("text", one.message)
    }

    private fun stats(): JsonObject {
        val stats = batch.stats
        return JsonObject().apply {
            addProperty("emitted", stats.emitted)
            addProperty("exported", stats.exported)
            addProperty("dropped", stats.dropped)
            addProperty("rejected", stats.rejected)
            addProperty("waiting", stats.waiting)
        }
    }

    private fun together(
        steps: JsonArray,
        each: JsonArray,
    ): Boolean {
        val times = LongArray(steps.size())
        val oks = BooleanArray(steps.size())
        val threads =
            steps.mapIndexed { index, step ->
                Thread {
                    Thread.sleep(step.asJsonObject.long("after_ms"))
                    val began = System.nanoTime()
                    oks[index] = take(step.asJsonObject)
                    times[index] = millisSince(began)
                }.apply { start() }
            }
        threads.forEach { it.join() }
        times.forEach { each.add(JsonObject().apply { addProperty("ms", it) }) }
        return oks.all { it }
    }

    private fun take(step: JsonObject): Boolean {
        when {
            step.has("emit") -> emit(step.long("emit").toInt(), step.long("bytes").toInt())
            step.has("links") -> link(step.long("links").toInt())
            step.has("flush") -> return batch.forceFlush(step.long("flush"))
            step.has("shutdown") -> return batch.shutdown(step.long("shutdown"))
            step.has("wait") -> Thread.sleep(step.long("wait"))
            else -> error("no such step: $step")
        }
        return true
    }

    private fun emit(
        count: Int,
        bytes: Int,
    ) {
        val extra = if (bytes > 0) Tags.Builder().put("padding", "x".repeat(bytes)).build() else Tags.EMPTY
        repeat(count) { ios.received(SentRef.of(notification(emitted++), DeviceId("d")), extra = extra) }
    }

    private fun link(count: Int) {
        webapp.trigger(
            SpanContext.parse(REQUEST),
            TriggerType.DM,
            UserId("U024BE7LH"),
            TeamId("T061EG9R6"),
            ChannelId("C012AB3CD"),
            "1712345678.123456",
            notification(0),
            List(count) { NotifyRef.of(notification(it)) },
        )
    }

    private fun notification(number: Int): NotificationId =
        NotificationId("7f9c24e8-3b1d-4c5a-9a0f-" + number.toString().padStart(12, '0'))

    private fun millisSince(nanos: Long): Long = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos)

    private fun <T> array(
        list: MutableList<T>,
        json: (T) -> JsonElement,
    ): JsonArray = JsonArray().apply { synchronized(list) { list.map(json) }.forEach(::add) }
}

/** 0 where it is absent. */
private fun JsonObject.long(name: String): Long = this[name]?.asLong ?: 0
