package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.GeneratedApi
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.UnsampledSpanProcessor
import dev.specgen.flowtrace.appendQuoted

/**
 * Prints each span in one line, for debug builds, on the thread that emits it. It prints the values of tags, sensitive
 * ones too.
 *
 * @param print Prints a line, such as to a log: `ConsoleSpanProcessor { Log.d("flow", it) }`.
 */
public class ConsoleSpanProcessor
    @JvmOverloads
    constructor(
        private val print: (String) -> Unit = ::println,
    ) : UnsampledSpanProcessor {
        override fun onEnd(span: SpanData) {
            print(line(span))
        }

        override fun forceFlush(timeoutMillis: Long): Boolean = true

        override fun shutdown(timeoutMillis: Long): Boolean = true

        internal companion object {
            private const val RADIX = 16
            private const val ESCAPE_DIGITS = 4
            private val UNITS =
                listOf(
                    3_600_000_000_000 to "h",
                    60_000_000_000 to "m",
                    1_000_000_000L to "s",
                    1_000_000L to "ms",
                    1_000L to "µs",
                    1L to "ns",
                )

            fun line(span: SpanData): String {
                val to = StringBuilder().appendName(span.name).append(' ').appendName(span.scope.service)
                to
                    .append(' ')
                    .append(span.context.traceId)
                    .append('/')
                    .append(span.context.spanId)
                span.parent?.let { parent ->
                    to.append(" < ")
                    span.parentTraceId?.let { to.append(it).append('/') }
                    to.append(parent.spanId)
                }
                to.append(' ').append(duration(span.endNanos - span.startNanos))
                span.tags.forEach { key, value ->
                    to
                        .append(' ')
                        .appendName(key)
                        .append('=')
                        .appendValue(value)
                }
                if (span.links.size == 1) to.append(" 1 link")
                if (span.links.size > 1) to.append(' ').append(span.links.size).append(" links")
                if (span.error != null) to.append(" error")
                if (!span.isSampled) to.append(" not sampled")
                return harmless(to)
            }

            /** In the two largest units that it has: 1m30s, 220ms, 1µs. */
            fun duration(nanos: Long): String {
                val index = UNITS.indexOfFirst { nanos >= it.first }
                if (index < 0) return "0ns"
                val (size, name) = UNITS[index]
                val (nextSize, nextName) = UNITS.getOrElse(index + 1) { UNITS[index] }
                val rest = nanos % size / nextSize
                return "${nanos / size}$name" + if (rest > 0) "$rest$nextName" else ""
            }

            /** As it stands in JSON, without the quotes. */
            @OptIn(GeneratedApi::class)
            private fun StringBuilder.appendName(text: String): StringBuilder {
                val start = length
                appendQuoted(text)
                deleteCharAt(length - 1)
                return deleteCharAt(start)
            }

            /** Escapes what a terminal would obey or show at another place, which JSON leaves as it is. */
            private fun harmless(line: CharSequence): String =
                if (line.none(::isObeyed)) {
                    line.toString()
                } else {
                    line.map { if (isObeyed(it)) escaped(it) else it.toString() }.joinToString("")
                }

            private fun escaped(char: Char): String = "\\u" + char.code.toString(RADIX).padStart(ESCAPE_DIGITS, '0')

            private fun isObeyed(char: Char): Boolean =
                when (char) {
                    in '\u007F'..'\u009F', '\u061C', '\u200E', '\u200F', '\u2028', '\u2029' -> true
                    in '\u202A'..'\u202E', in '\u2066'..'\u2069' -> true
                    else -> false
                }
        }
    }
