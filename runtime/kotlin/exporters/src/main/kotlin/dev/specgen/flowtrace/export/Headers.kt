package dev.specgen.flowtrace.export

import java.util.concurrent.CopyOnWriteArraySet

/** Keeps headers that cannot be sent out of requests, and says which they were. */
internal class Headers(
    given: Map<String, String>,
    private val source: HeaderSource?,
) {
    private val refused = CopyOnWriteArraySet<String>()
    private val fixed = sendable(given)

    /** Whether asking again may give a fresh token. */
    val isRenewable: Boolean get() = source != null

    /** A sentence for each header that was left out, without its value, which may be a secret. */
    val wrong: List<String> get() = refused.map { "the header $it is left out: its name or value cannot be sent" }

    /** The headers for the next request. */
    fun next(): Map<String, String> = if (source == null) fixed else fixed + sendable(source.headers())

    private fun sendable(headers: Map<String, String>): Map<String, String> {
        val (good, bad) =
            headers.entries.partition { (name, value) ->
                isToken(name) && value.all(Companion::isSendable)
            }
        bad.forEach { refused += it.key.filter { char -> char in ' '..'~' } }
        return good.associate { it.toPair() }
    }

    companion object {
        private val TOKEN = Regex("[A-Za-z0-9!#$%&'*+.^_`|~-]+")

        /** Whether [name] is a header's (RFC 9110 section 5.6.2). */
        fun isToken(name: String): Boolean = TOKEN.matches(name)

        /** Whether a value may have it. Some platforms send nothing else but ASCII. */
        fun isSendable(char: Char): Boolean = char in ' '..'~' || char == '\t'
    }
}
