package dev.specgen.flowtrace.export

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

/** What came of sending one body. */
internal sealed class Outcome {
    class Taken(
        val response: String,
    ) : Outcome()

    class Failed(
        val reason: String,
    ) : Outcome()
}

/** Posts one body, again where that may help: at most five times, the same bytes each time. */
internal class HttpSender(
    private val url: URL,
    private val headers: Map<String, String>,
    private val waits: Waits,
) {
    fun send(
        body: ByteArray,
        deadline: Deadline,
    ): Outcome {
        var backOff = FIRST_BACK_OFF_NANOS
        var answer = post(body, deadline)
        var attempts = 1
        while (answer.mayRetry && attempts < MAX_ATTEMPTS && waitFor(backOff, answer, deadline)) {
            backOff = minOf(2 * backOff, MAX_BACK_OFF_NANOS)
            answer = post(body, deadline)
            attempts++
        }
        return answer.outcome
    }

    /** Waits before the next attempt; false when there is no time for one. */
    private fun waitFor(
        backOffNanos: Long,
        answer: Answer,
        deadline: Deadline,
    ): Boolean {
        val jittered = (backOffNanos * (1 - JITTER * waits.chance())).toLong()
        val wait = maxOf(jittered, answer.retryAfterNanos)
        return wait < deadline.leftNanos() && waits.sleep(wait)
    }

    private fun post(
        body: ByteArray,
        deadline: Deadline,
    ): Answer {
        val left = TimeUnit.NANOSECONDS.toMillis(deadline.leftNanos())
        if (left <= 0) return Answer(Outcome.Failed("no time left to send it"), mayRetry = false)
        return try {
            val connection = url.openConnection() as HttpURLConnection
            prepare(connection, body.size, minOf(left, MAX_SOCKET_MILLIS).toInt())
            connection.outputStream.use { it.write(body) }
            read(connection)
        } catch (refused: HttpRetryException) {
            Answer(Outcome.Failed("status ${refused.responseCode()}"), mayRetry = false)
        } catch (forbidden: SecurityException) {
            Answer(Outcome.Failed(forbidden.toString()), mayRetry = false)
        } catch (failed: IOException) {
            Answer(Outcome.Failed(failed.toString()), mayRetry = true)
        }
    }

    // A fixed length also keeps the JDK from sending the request a second time by itself.
    private fun prepare(
        connection: HttpURLConnection,
        size: Int,
        timeoutMillis: Int,
    ) {
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.useCaches = false
        connection.instanceFollowRedirects = false
        connection.connectTimeout = timeoutMillis
        connection.readTimeout = timeoutMillis
        headers.forEach { (name, value) -> connection.setRequestProperty(name, value) }
        connection.setFixedLengthStreamingMode(size)
    }

    private fun read(connection: HttpURLConnection): Answer {
        val status = connection.responseCode
        val text =
            (
                if (status <
                    ERRORS_FROM
                ) {
                    connection.inputStream
                } else {
                    connection.errorStream
                }
            )?.use(::readSome).orEmpty()
        if (status in SUCCESS) return Answer(Outcome.Taken(text), mayRetry = false)
        val failed = Outcome.Failed("status $status")
        return Answer(failed, status in RETRIED, retryAfter(connection.getHeaderField("Retry-After")))
    }

    /** The rest is left: an answer that long is no answer to us. */
    private fun readSome(stream: InputStream): String {
        val bytes = ByteArray(MAX_RESPONSE_BYTES)
        var size = 0
        while (size < bytes.size) {
            val count = stream.read(bytes, size, bytes.size - size)
            if (count < 0) break
            size += count
        }
        return String(bytes, 0, size, Charsets.UTF_8)
    }

    /** Seconds, or a date of RFC 9110 section 5.6.7; 0 where it is neither. */
    private fun retryAfter(value: String?): Long {
        val text = value?.trim().orEmpty()
        return when {
            text.isEmpty() -> 0
            text.all { it in '0'..'9' } -> TimeUnit.SECONDS.toNanos(text.toLongOrNull() ?: Long.MAX_VALUE)
            else -> TimeUnit.MILLISECONDS.toNanos(millisUntil(text).coerceAtLeast(0))
        }
    }

    private fun millisUntil(date: String): Long =
        try {
            val format = SimpleDateFormat("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
            format.timeZone = TimeZone.getTimeZone("GMT")
            checkNotNull(format.parse(date)).time - waits.wallMillis()
        } catch (ignored: ParseException) {
            0
        }

    private class Answer(
        val outcome: Outcome,
        val mayRetry: Boolean,
        val retryAfterNanos: Long = 0,
    )

    private companion object {
        private const val MAX_ATTEMPTS = 5
        private const val FIRST_BACK_OFF_NANOS = 1_000_000_000L
        private const val MAX_BACK_OFF_NANOS = 30_000_000_000L
        private const val JITTER = 0.5
        private const val MAX_SOCKET_MILLIS = 10_000L
        private const val MAX_RESPONSE_BYTES = 64 * 1024
        private const val ERRORS_FROM = 400
        private val SUCCESS = 200..299
        private val RETRIED = setOf(429, 502, 503, 504)
    }
}
