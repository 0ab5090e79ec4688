package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.LossReason
import dev.specgen.flowtrace.RetryingExporter
import dev.specgen.flowtrace.SpanData
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
) : RetryingExporter {
    private val headers = Headers(options.headers, options.headerSource)
    private val sender: HttpSender? =
        http(
            url,
        )?.let { HttpSender(Target(it, format.contentType, headers, options), waits) }

    /** What is wrong with the configuration, a sentence each: a URL that nothing can be posted to, headers left out. */
    public val wrong: List<String> get() = headers.wrong + listOfNotNull(wrongUrl().takeIf { sender == null })

    override val lastFailure: String? get() = sender?.lastFailure

    /** How many spans of a request that succeeded the server says it has refused, and why. */
    internal abstract fun refused(response: String): Refusal?

    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult {
        if (sender == null) return ExportResult.failure(wrongUrl())
        val deadline = waits.deadline(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
        val requests = Requests(format, MAX_BODY_BYTES, deadline) { losses(send(it.parts(), deadline), it.count) }
        return requests.of(spans)
    }

    /** Posts a body that was made before, with the retries of an export. */
    internal fun send(
        body: List<ByteArray>,
        deadline: Deadline,
    ): Outcome {
        val sender = sender ?: return Outcome.Failed(LossReason.FAILED, wrongUrl(), status = 0)
        return sender.send(if (options.gzip) gzipped(body) else body, deadline)
    }

    /** What was lost of [count] spans that were sent. */
    internal fun losses(
        outcome: Outcome,
        count: Int,
    ): List<ExportError> =
        when (outcome) {
            is Outcome.Failed -> {
                listOf(ExportError(count, outcome.reason, outcome.message))
            }

            is Outcome.Taken -> {
                val refusal = refused(outcome.response)
                listOfNotNull(refusal?.let { ExportError(it.of(count), LossReason.REFUSED, it.reason) })
            }
        }

    override fun shutdown() {
        // Connections are pooled by the platform and closed when they have idled.
    }

    private fun wrongUrl() = "cannot post to $url: give an http or https URL"

    internal companion object {
        const val MAX_BODY_BYTES = 4 * 1024 * 1024

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
