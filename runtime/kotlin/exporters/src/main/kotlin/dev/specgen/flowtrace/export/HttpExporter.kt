package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.LossReason
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import java.net.MalformedURLException
import java.net.URL
import java.util.concurrent.TimeUnit

/**
 * Posts batches, with the retries of docs/runtime-contract.md. A batch is encoded and sent piece by piece, each at most
 * 4 MiB. Blocks the thread that exports: put a [BatchSpanProcessor] before it. A wrong URL or header does not throw, so
 * that a configuration cannot stop an app: [wrong] says what it is.
 */
public abstract class HttpExporter internal constructor(
    private val url: String,
    private val format: BodyFormat,
    private val options: HttpOptions,
    private val waits: Waits,
) : SpanExporter {
    private val headers = Headers(options.headers, options.headerSource)
    private val sender: HttpSender? =
        http(
            url,
        )?.let { HttpSender(Target(it, format.contentType, headers, options), waits) }

    /** What is wrong with the configuration, a sentence each: a URL that nothing can be posted to, headers left out. */
    public val wrong: List<String> get() = headers.wrong + listOfNotNull(wrongUrl().takeIf { sender == null })

    /** How many spans of a request that succeeded the server says it has refused, and why. */
    internal abstract fun refused(response: String): Refusal?

    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult {
        val sender = sender ?: return ExportResult.failure(wrongUrl())
        return Export(sender, waits.deadline(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))).of(spans)
    }

    override fun shutdown() {
        // Connections are pooled by the platform and closed when they have idled.
    }

    private fun wrongUrl() = "cannot post to $url: give an http or https URL"

    /** One export: what is collected, and what was lost. */
    private inner class Export(
        private val sender: HttpSender,
        private val deadline: Deadline,
    ) {
        private val losses = ArrayList<ExportError>()
        private var body = Body(format, MAX_BODY_BYTES)

        fun of(spans: List<SpanData>): ExportResult {
            for ((index, span) in spans.withIndex()) {
                if (isOver()) {
                    lose(body.count + spans.size - index, LossReason.FAILED, "no time left to send it")
                    return ExportResult.of(losses)
                }
                add(span)
            }
            send()
            return ExportResult.of(losses)
        }

        private fun isOver() = deadline.leftNanos() <= 0 || Thread.currentThread().isInterrupted

        // A span is about as many bytes encoded as it is in memory, or more: one that is far above is not encoded at
        // all.
        private fun add(span: SpanData) {
            val text = if (span.approximateBytes > MAX_SPAN_BYTES) null else format.span(span)
            if (text == null || !(body.add(span.scope, text) || addToNext(span, text))) {
                lose(1, LossReason.TOO_LARGE, "a span above $MAX_BODY_BYTES bytes")
            }
        }

        private fun addToNext(
            span: SpanData,
            text: ByteArray,
        ): Boolean {
            send()
            return body.add(span.scope, text)
        }

        private fun send() {
            val full = body
            if (full.count == 0) return
            body = Body(format, MAX_BODY_BYTES)
            when (val outcome = sender.send(full.parts(options.gzip), deadline)) {
                is Outcome.Failed -> {
                    lose(full.count, outcome.reason, outcome.message)
                }

                is Outcome.Taken -> {
                    refused(
                        outcome.response,
                    )?.let { lose(it.of(full.count), LossReason.REFUSED, it.reason) }
                }
            }
        }

        private fun lose(
            count: Int,
            reason: LossReason,
            message: String,
        ) {
            losses += ExportError(count, reason, message)
        }
    }

    internal companion object {
        const val MAX_BODY_BYTES = 4 * 1024 * 1024
        private const val MAX_SPAN_BYTES = 2L * MAX_BODY_BYTES

        fun http(url: String): URL? =
            try {
                URL(url).takeIf { it.protocol == "http" || it.protocol == "https" }
            } catch (ignored: MalformedURLException) {
                null
            }
    }
}

internal class Refusal(
    private val count: Long,
    val reason: String,
) {
    /** How many of [sent] spans were refused. */
    fun of(sent: Int): Int = count.coerceIn(0, sent.toLong()).toInt()
}
