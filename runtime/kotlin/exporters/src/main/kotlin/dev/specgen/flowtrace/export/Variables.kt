package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.Tags
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder

/** Reads variables and keeps what is wrong with them. */
internal class Variables(
    private val getenv: (String) -> String?,
) {
    private val mistakes = ArrayList<String>()

    val wrong: List<String> get() = ArrayList(mistakes)

    /** What [read] makes of the variable; null where it is not set, or wrong. */
    fun <T : Any> use(
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

    /** The variable for traces, or the one for all signals where that is not set or wrong. */
    fun <T : Any> useFirst(
        name: String,
        read: (String) -> T,
    ): T? = use("OTEL_EXPORTER_OTLP_TRACES_$name", read) ?: use("OTEL_EXPORTER_OTLP_$name", read)

    companion object {
        const val DEFAULT_ENDPOINT = "http://localhost:4318"
        private const val MAX_DIGITS = 9

        fun endpoint(text: String): String {
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

        fun protocol(text: String): String {
            require(text == "http/json" || text == "http/protobuf") { "it is not supported; write http/json" }
            return text
        }

        fun isGzip(text: String): Boolean {
            require(text == "gzip" || text == "none") { "there is no such compression; write gzip or none" }
            return text == "gzip"
        }

        fun truth(text: String): Boolean {
            val isTrue = text.equals("true", ignoreCase = true)
            require(isTrue || text.equals("false", ignoreCase = true)) { "it is neither true nor false" }
            return isTrue
        }

        fun count(text: String): Int {
            require(text.length <= MAX_DIGITS && text.all { it in '0'..'9' } && text.toInt() > 0) {
                "it is no whole number above 0; write one such as 5000"
            }
            return text.toInt()
        }

        /** Pairs name=value with commas between, values percent-encoded (W3C Baggage without properties). */
        fun headers(text: String): Map<String, String> = pairs(text).associate { header(it) }

        private fun header(pair: String): Pair<String, String> {
            val name = pair.substringBefore('=').trim()
            require('=' in pair && Headers.isToken(name)) {
                "a header has no name or no value; write name=value,name=value"
            }
            val value = decoded(pair.substringAfter('=').trim())
            require(value != null && value.all(Headers::isSendable)) {
                "the value of $name is not percent-encoded text; encode it"
            }
            return name to value
        }

        fun attributes(text: String): Tags {
            val tags = Tags.Builder()
            for (pair in pairs(text)) {
                val key = decoded(pair.substringBefore('=').trim())
                val value = decoded(pair.substringAfter('=').trim())
                require('=' in pair && !key.isNullOrEmpty() && value != null) {
                    "it is no list of key=value, with commas between and values percent-encoded"
                }
                if (key != "service.name") tags.put(key, value)
            }
            return tags.build()
        }

        private fun pairs(text: String): List<String> = text.split(',').filter { it.isNotBlank() }

        // A plus is no blank here, as it is in forms, which URLDecoder reads.
        private fun decoded(text: String): String? =
            try {
                URLDecoder.decode(text.replace("+", "%2B"), "UTF-8")
            } catch (ignored: IllegalArgumentException) {
                null
            }
    }
}
