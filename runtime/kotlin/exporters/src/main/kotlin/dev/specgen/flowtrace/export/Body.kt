package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.Scope
import dev.specgen.flowtrace.SpanData
import java.io.ByteArrayOutputStream
import java.io.OutputStream
import java.util.zip.GZIPOutputStream

/** What a request looks like around its spans. */
internal interface BodyFormat {
    /** One span. It has no separator. */
    fun span(span: SpanData): ByteArray

    /** What comes before the spans of an emitter. */
    fun head(scope: Scope): ByteArray

    val contentType: String
    val open: ByteArray
    val separator: ByteArray
    val endOfScope: ByteArray
    val close: ByteArray

    /** Whether the spans of an emitter stand together. */
    val isGrouped: Boolean
}

/** One request, which is filled span by span up to a limit. */
internal class Body(
    private val format: BodyFormat,
    private val limit: Int,
) {
    private class Group(
        val head: ByteArray,
    ) {
        val spans = ArrayList<ByteArray>()
    }

    private val groups = LinkedHashMap<Scope?, Group>()
    private val frame = format.open.size + format.close.size

    /** In bytes. */
    var size: Int = frame
        private set

    /** How many spans it has. */
    var count: Int = 0
        private set

    /** Adds a span as the format has it; false where the body would be above the limit. */
    fun add(
        scope: Scope,
        span: ByteArray,
    ): Boolean {
        val key = if (format.isGrouped) scope else null
        val known = groups[key]
        val group = known ?: Group(format.head(scope))
        val between = if (known == null) group.head.size + format.endOfScope.size + 1 else format.separator.size
        if (span.size > limit - size - between) return false
        groups[key] = group
        group.spans += span
        size += between + span.size
        count++
        return true
    }

    /** The bytes to send, in pieces. */
    fun parts(): List<ByteArray> {
        val parts = ArrayList<ByteArray>(2 * count + 2)
        parts += format.open
        for ((number, group) in groups.values.withIndex()) {
            if (number > 0) parts += COMMA
            parts += group.head
            group.spans.forEachIndexed { index, span ->
                if (index > 0) parts += format.separator
                parts += span
            }
            parts += format.endOfScope
        }
        parts += format.close
        return parts
    }

    private companion object {
        private val COMMA = byteArrayOf(','.code.toByte())
    }
}

internal fun OutputStream.writeAll(parts: List<ByteArray>) {
    parts.forEach { write(it) }
}

/** [parts] compressed, in one piece. */
internal fun gzipped(parts: List<ByteArray>): List<ByteArray> {
    val packed = ByteArrayOutputStream()
    GZIPOutputStream(packed).use { it.writeAll(parts) }
    return listOf(packed.toByteArray())
}
