package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder

/**
 * The variables with which OpenTelemetry's exporters are set up (specification, protocol/exporter.md):
 * `OTEL_EXPORTER_OTLP_ENDPOINT`, `_HEADERS` and `_PROTOCOL`, each first with `TRACES` in its name, and
 * `OTEL_BSP_SCHEDULE_DELAY`. JSON is sent also where the protocol is `http/protobuf`: every receiver of that takes it.
 *
 * @param getenv Gives the value of a variable, or null.
 */
public class OtlpEnvironment
    @JvmOverloads
    constructor(
        private val getenv: (String) -> String? = System::getenv,
    ) {
        private val mistakes = ArrayList<String>()
        private val url: TracesUrl
        private val headers: Map<String, String>

        /** How long a span waits at most before it is exported, for [BatchSpanProcessor]. */
        public val scheduledDelayMillis: Long

        /** What is wrong with variables, a sentence each. They count as not set. Values of headers are not in it. */
        public val wrong: List<String> get() = mistakes

        init {
            val traces = use("${VARIABLE}TRACES_ENDPOINT", ::endpoint)
            val all = use("${VARIABLE}ENDPOINT", ::endpoint) ?: DEFAULT_ENDPOINT
            url = if (traces != null) TracesUrl(traces) else TracesUrl.below(all)
            headers = useFirst("HEADERS", ::headersOf).orEmpty()
            useFirst("PROTOCOL", ::protocol)
            scheduledDelayMillis =
                use("OTEL_BSP_SCHEDULE_DELAY", ::milliseconds) ?: BatchSpanProcessor.SCHEDULED_DELAY_MILLIS
        }

        /** An exporter that posts to where the variables say: `http://localhost:4318` without any. */
        @JvmOverloads
        public fun exporter(onReject: RejectListener = RejectListener { _, _ -> }): OtlpHttpExporter =
            OtlpHttpExporter(url, headers, onReject, Waits())

        private fun <T : Any> use(
            name: String,
            read: (String) -> T,
        ): T? {
            val text = getenv(name)?.trim()
            if (text.isNullOrEmpty()) return null
            return try {
                read(text)
            } catch (wrong: IllegalArgumentException) {
                mistakes += "cannot read $name: ${wrong.message}"
                null
            }
        }

        private fun <T : Any> useFirst(
            name: String,
            read: (String) -> T,
        ): T? = use("${VARIABLE}TRACES_$name", read) ?: use(VARIABLE + name, read)

        private companion object {
            private const val VARIABLE = "OTEL_EXPORTER_OTLP_"
            private const val DEFAULT_ENDPOINT = "http://localhost:4318"
            private const val MAX_DIGITS = 9
            private val TOKEN = Regex("[A-Za-z0-9!#$%&'*+.^_`|~-]+")

            private fun endpoint(text: String): String {
                val parsed =
                    try {
                        URI(text)
                    } catch (ignored: URISyntaxException) {
                        null
                    }
                val scheme = parsed?.scheme?.lowercase()
                require((scheme == "http" || scheme == "https") && parsed?.rawAuthority != null) {
                    "it is no http or https URL; give one such as $DEFAULT_ENDPOINT"
                }
                return text
            }

            private fun protocol(text: String): String {
                require(text == "http/json" || text == "http/protobuf") {
                    "\"$text\" is not supported; write http/json"
                }
                return text
            }

            private fun milliseconds(text: String): Long {
                require(text.length <= MAX_DIGITS && text.all { it in '0'..'9' }) {
                    "\"$text\" is no number of milliseconds; write one such as 5000"
                }
                return text.toLong()
            }

            /** Pairs name=value with commas between, values percent-encoded (W3C Baggage without properties). */
            private fun headersOf(text: String): Map<String, String> =
                text.split(',').filter { it.isNotBlank() }.associate { header(it) }

            private fun header(pair: String): Pair<String, String> {
                val name = pair.substringBefore('=').trim()
                require('=' in pair && TOKEN.matches(name)) {
                    "a header has no name or no value; write name=value,name=value"
                }
                val value = decoded(pair.substringAfter('=').trim())
                require(value != null && value.none { it == '\r' || it == '\n' || it == '\u0000' }) {
                    "the value of $name is not percent-encoded text; encode it"
                }
                return name to value
            }

            // A plus is no blank here, as it is in forms, which URLDecoder reads.
            private fun decoded(text: String): String? =
                try {
                    URLDecoder.decode(text.replace("+", "%2B"), "UTF-8")
                } catch (ignored: IllegalArgumentException) {
                    null
                }
        }
    }
