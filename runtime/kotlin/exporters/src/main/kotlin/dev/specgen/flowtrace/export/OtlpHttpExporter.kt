package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.SpanData

/**
 * Posts OTLP requests as JSON to `<endpoint>/v1/traces`, such as a Collector's `http://localhost:4318`.
 * [OtlpEnvironment] makes one from environment variables.
 *
 * @param headers Sent with each request, such as an authorization.
 * @param onReject Is told of spans that were not taken.
 */
public class OtlpHttpExporter internal constructor(
    url: TracesUrl,
    headers: Map<String, String>,
    onReject: RejectListener,
    waits: Waits,
) : HttpExporter(url.text, "application/json", headers, onReject, waits) {
    internal constructor(
        endpoint: String,
        headers: Map<String, String>,
        onReject: RejectListener,
        waits: Waits,
    ) : this(TracesUrl.below(endpoint), headers, onReject, waits)

    /**
     * An exporter with the platform's clocks.
     *
     * @param endpoint The collector's URL, without the path.
     */
    @JvmOverloads
    public constructor(
        endpoint: String,
        headers: Map<String, String> = emptyMap(),
        onReject: RejectListener = RejectListener { _, _ -> },
    ) : this(endpoint, headers, onReject, Waits())

    override fun encode(spans: List<SpanData>): ByteArray = OtlpJson.encode(spans).toByteArray(Charsets.UTF_8)

    // The text of an errorMessage cannot pass for the member: a quote in it would stand behind a backslash.
    override fun refused(response: String): Refusal? {
        val digits = REJECTED.find(response)?.groupValues?.get(1) ?: return null
        val count = digits.toLongOrNull() ?: Long.MAX_VALUE
        return if (count == 0L) null else Refusal(count, response)
    }

    private companion object {
        private val REJECTED = Regex("\"(?:rejectedSpans|rejected_spans)\"\\s*:\\s*\"?([0-9]+)")
    }
}

/** The whole URL that spans are posted to. */
internal class TracesUrl(
    val text: String,
) {
    companion object {
        fun below(endpoint: String): TracesUrl = TracesUrl(endpoint.trimEnd('/') + "/v1/traces")
    }
}
