package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.LossReason
import java.io.IOException
import java.io.InputStream
import java.net.HttpRetryException
import java.net.HttpURLConnection
import java.net.URL
import java.text.ParseException
import java.text.SimpleDateFormat
import java.util.Locale
import java.util.TimeZone
import java.util.concurrent.TimeUnit

/** What came of one attempt. [status] is 0 where there was no whole answer. */
internal class Answer(
    val status: Int,
    private val text: String,
    private val retryAfter: String?,
    val mayRetry: Boolean,
) {
    fun outcome(attempts: Int): Outcome =
        when {
            status in SUCCESS -> Outcome.Taken(text)
            mayRetry -> Outcome.Failed(LossReason.FAILED, "given up after attempt $attempts: $text", status)
            status != 0 -> Outcome.Failed(LossReason.REFUSED, text, status)
            else -> Outcome.Failed(LossReason.FAILED, text, status)
        }

    /** What went wrong; null where nothing did. */
    val failure: String? get() = if (status in SUCCESS) null else text

    /** Seconds, or a date of RFC 9110 section 5.6.7; 0 where it is neither. */
    fun retryAfterNanos(nowMillis: Long): Long {
        val text = retryAfter?.trim().orEmpty()
        return when {
            text.isEmpty() -> 0
            text.all { it in '0'..'9' } -> TimeUnit.SECONDS.toNanos(text.toLongOrNull() ?: Long.MAX_VALUE)
            else -> TimeUnit.MILLISECONDS.toNanos((dateMillis(text) - nowMillis).coerceAtLeast(0))
        }
    }

    private fun dateMillis(date: String): Long =
        try {
            val format = SimpleDateFormat("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
            format.timeZone = TimeZone.getTimeZone("GMT")
            checkNotNull(format.parse(date)).time
        } catch (ignored: ParseException) {
            0
        }

    companion object {
        private val SUCCESS = 200..299
        private val RETRIED = setOf(429, 502, 503, 504)

        fun failed(
            message: String,
            mayRetry: Boolean,
        ): Answer = Answer(0, message, null, mayRetry)

        fun of(
            status: Int,
            text: String,
            retryAfter: String?,
        ): Answer =
            Answer(
                status,
                if (status in
                    SUCCESS
                ) {
                    text
                } else {
                    "the receiver answered $status"
                },
                retryAfter,
                status in RETRIED,
            )
    }
}

/** Where requests go, and what stands before their bodies. */
internal class Target(
    val url: URL,
    val contentType: String,
    val headers: Headers,
    val options: HttpOptions,
)

/** One attempt to post a body. [post] is called once, [cancel] by another thread. */
internal class Attempt(
    private val target: Target,
    private val body: List<ByteArray>,
    private val timeoutMillis: Int,
) {
    @Volatile
    private var isCancelled = false

    @Volatile
    private var sending: HttpURLConnection? = null

    /** Ends it. While an answer is read, that ends by itself: closing it could wait for the one who reads. */
    fun cancel() {
        isCancelled = true
        sending?.disconnect()
    }

    fun post(): Answer =
        try {
            val connection = prepared(target.headers.next())
            sending = connection
            checkCancelled()
            connection.outputStream.use { it.writeAll(body) }
            read(connection)
        } catch (unauthorized: HttpRetryException) {
            Answer.of(unauthorized.responseCode(), "", null)
        } catch (failed: IOException) {
            Answer.failed(failed.toString(), mayRetry = true)
        }

    private fun checkCancelled() {
        if (isCancelled) throw IOException("cancelled")
    }

    // A fixed length also keeps the JDK from sending the request a second time by itself.
    private fun prepared(fields: Map<String, String>): HttpURLConnection {
        checkCancelled()
        val connection = target.options.connector.open(target.url)
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.useCaches = false
        connection.instanceFollowRedirects = false
        connection.connectTimeout = timeoutMillis
        connection.readTimeout = timeoutMillis
        connection.setRequestProperty("User-Agent", "specgen-flowtrace-kotlin/0.1")
        connection.setRequestProperty("Accept-Encoding", "identity")
        fields.forEach { (name, value) -> connection.setRequestProperty(name, value) }
        connection.setRequestProperty("Content-Type", target.contentType)
        if (target.options.gzip) connection.setRequestProperty("Content-Encoding", "gzip")
        connection.setFixedLengthStreamingMode(body.sumOf { it.size })
        return connection
    }

    private fun read(connection: HttpURLConnection): Answer {
        val status = connection.responseCode
        if (status < 0) throw IOException("the answer is not HTTP")
        val length = connection.getHeaderField("Content-Length")?.toLongOrNull() ?: 0
        val retryAfter = connection.getHeaderField("Retry-After")
        val stream = if (status < ERRORS_FROM) connection.inputStream else connection.errorStream
        sending = null
        // The JDK keeps the body of a 401 to itself, as it cannot send again what it has not kept.
        val bytes = stream?.use(::readSome) ?: return Answer.of(status, "", retryAfter)
        if (bytes.size < minOf(length, MAX_RESPONSE_BYTES.toLong())) throw IOException("the answer broke off")
        if (bytes.size == MAX_RESPONSE_BYTES) connection.disconnect()
        return Answer.of(status, String(bytes, Charsets.UTF_8), retryAfter)
    }

    /** The rest is left: an answer that long is no answer to us. */
    private fun readSome(stream: InputStream): ByteArray {
        val bytes = ByteArray(MAX_RESPONSE_BYTES)
        var size = 0
        while (size < bytes.size) {
            val count = stream.read(bytes, size, bytes.size - size)
            checkCancelled()
            if (count < 0) break
            size += count
        }
        return bytes.copyOf(size)
    }

    private companion object {
        private const val MAX_RESPONSE_BYTES = 64 * 1024
        private const val ERRORS_FROM = 400
    }
}
