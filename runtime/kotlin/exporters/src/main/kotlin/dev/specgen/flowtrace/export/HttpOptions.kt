package dev.specgen.flowtrace.export

import java.net.HttpURLConnection
import java.net.URL

/** Gives headers that change, such as a token that expires. */
public fun interface HeaderSource {
    /**
     * The headers of a request that is about to be sent: called for each, and once more after a 401, on a thread of the
     * exporter. It may block; its time is the request's. When it throws, the request fails.
     */
    public fun headers(): Map<String, String>
}

/** Opens connections: a proxy, certificates of one's own, another library that gives an [HttpURLConnection]. */
public fun interface Connector {
    /** A connection to [url], not connected yet. */
    public fun open(url: URL): HttpURLConnection
}

/** How an exporter posts. */
public class HttpOptions
    @JvmOverloads
    constructor(
        /** Sent with each request, such as an authorization. */
        public val headers: Map<String, String> = emptyMap(),
        /** Gives more headers for each request; after a 401 it is asked once more, and the request sent once more. */
        public val headerSource: HeaderSource? = null,
        /** Whether bodies are compressed. */
        public val gzip: Boolean = false,
        attemptTimeoutMillis: Long = 0,
        /** Opens the connections. */
        public val connector: Connector = Connector { it.openConnection() as HttpURLConnection },
    ) {
        /** How long one attempt may take, connecting and reading the answer included: 10 s. */
        public val attemptTimeoutMillis: Long =
            if (attemptTimeoutMillis > 0) attemptTimeoutMillis else ATTEMPT_TIMEOUT_MILLIS

        private companion object {
            private const val ATTEMPT_TIMEOUT_MILLIS = 10_000L
        }
    }
