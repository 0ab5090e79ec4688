package dev.specgen.flowtrace.export

/**
 * Posts OTLP requests as JSON to `<endpoint>/v1/traces`, such as a Collector's `http://localhost:4318`.
 * [OtlpEnvironment] makes one from environment variables.
 */
public class OtlpHttpExporter internal constructor(
    url: TracesUrl,
    options: HttpOptions,
    waits: Waits,
) : HttpExporter(url.text, OtlpFormat, options, waits) {
    /**
     * An exporter with the platform's clocks.
     *
     * @param endpoint The collector's URL, without the path.
     * @param options Headers, compression, timeouts and connections.
     */
    @JvmOverloads
    public constructor(
        endpoint: String,
        options: HttpOptions = HttpOptions(),
    ) : this(TracesUrl.below(endpoint), options, Waits())

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
