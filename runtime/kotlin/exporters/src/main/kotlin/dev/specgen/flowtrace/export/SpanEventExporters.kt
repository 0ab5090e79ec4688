package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import java.io.IOException
import java.io.OutputStream

/**
 * Posts SpanEvent lines (`application/x-ndjson`) to one URL.
 *
 * @param url Where to.
 * @param headers Sent with each request, such as an authorization.
 * @param onReject Is told of spans that were not taken.
 */
public class SpanEventHttpExporter internal constructor(
    url: String,
    headers: Map<String, String>,
    onReject: RejectListener,
    waits: Waits,
) : HttpExporter(url, "application/x-ndjson", headers, onReject, waits) {
    /** An exporter with the platform's clocks. */
    @JvmOverloads
    public constructor(
        url: String,
        headers: Map<String, String> = emptyMap(),
        onReject: RejectListener = RejectListener { _, _ -> },
    ) : this(url, headers, onReject, Waits())

    override fun encode(spans: List<SpanData>): ByteArray = lines(spans)

    override fun refused(response: String): Refusal? = null
}

/**
 * Writes SpanEvent lines to a stream, such as a file or standard output.
 *
 * @param stream Is flushed after each batch, and closed on shutdown.
 */
public class SpanEventExporter(
    private val stream: OutputStream,
) : SpanExporter {
    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): Boolean =
        try {
            stream.write(lines(spans))
            stream.flush()
            true
        } catch (ignored: IOException) {
            false
        }

    override fun shutdown() {
        try {
            stream.close()
        } catch (ignored: IOException) {
            return
        }
    }
}

private fun lines(spans: List<SpanData>): ByteArray {
    val text = StringBuilder()
    for (span in spans) {
        SpanEvents.append(text, span)
        text.append('\n')
    }
    return text.toString().toByteArray(Charsets.UTF_8)
}
