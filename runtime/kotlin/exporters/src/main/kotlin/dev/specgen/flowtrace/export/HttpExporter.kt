package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import java.net.MalformedURLException
import java.net.URL
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong

/** Is told of spans that a server would not take, or that could not be sent. */
public fun interface RejectListener {
    /** Called on the exporting thread. What it throws is swallowed. */
    public fun onReject(
        count: Long,
        reason: String,
    )
}

/**
 * Posts batches, with the retries of docs/runtime-contract.md. Blocks the thread that exports: put a
 * [BatchSpanProcessor] before it. A wrong URL does not throw, so that a configuration cannot stop an app: each batch is
 * rejected, and the listener is told why.
 */
public abstract class HttpExporter internal constructor(
    url: String,
    contentType: String,
    headers: Map<String, String>,
    private val onReject: RejectListener,
    internal val waits: Waits,
) : SpanExporter {
    private val sender: HttpSender? =
        http(url)?.let { HttpSender(it, mapOf("Content-Type" to contentType) + headers, waits) }
    private val wrongUrl = Outcome.Failed("cannot post to $url: give an http or https URL")
    private val rejectedCount = AtomicLong()

    /** How many spans were not taken: refused by the server, or lost after the last attempt. */
    public val rejected: Long get() = rejectedCount.get()

    /** The body for [spans]. */
    internal abstract fun encode(spans: List<SpanData>): ByteArray

    /** How many spans of a request that succeeded the server says it has refused, and why. */
    internal abstract fun refused(response: String): Refusal?

    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): Boolean = spans.isEmpty() || export(spans, waits.deadline(TimeUnit.MILLISECONDS.toNanos(timeoutMillis)))

    override fun shutdown() {
        // Connections are pooled by the platform and closed when they have idled.
    }

    private fun export(
        spans: List<SpanData>,
        deadline: Deadline,
    ): Boolean {
        val body = encode(spans)
        if (body.size > MAX_BODY_BYTES) return exportParts(spans, deadline)
        return when (val outcome = sender?.send(body, deadline) ?: wrongUrl) {
            is Outcome.Taken -> {
                refused(outcome.response)?.let { reject(minOf(it.count, spans.size.toLong()), it.reason) }
                true
            }

            is Outcome.Failed -> {
                reject(spans.size.toLong(), outcome.reason)
                false
            }
        }
    }

    private fun exportParts(
        spans: List<SpanData>,
        deadline: Deadline,
    ): Boolean {
        if (spans.size == 1) {
            reject(1, "a span above $MAX_BODY_BYTES bytes")
            return false
        }
        val half = spans.size / 2
        val first = export(spans.subList(0, half), deadline)
        return export(spans.subList(half, spans.size), deadline) && first
    }

    private fun reject(
        count: Long,
        reason: String,
    ) {
        rejectedCount.addAndGet(count)
        try {
            onReject.onReject(count, reason)
        } catch (fatal: VirtualMachineError) {
            throw fatal
        } catch (ignored: Throwable) {
            return
        }
    }

    private companion object {
        private const val MAX_BODY_BYTES = 4 * 1024 * 1024

        private fun http(url: String): URL? =
            try {
                URL(url).takeIf { it.protocol == "http" || it.protocol == "https" }
            } catch (ignored: MalformedURLException) {
                null
            }
    }
}

internal class Refusal(
    val count: Long,
    val reason: String,
)
