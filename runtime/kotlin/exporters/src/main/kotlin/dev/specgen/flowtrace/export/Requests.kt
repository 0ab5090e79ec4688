package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.LossReason
import dev.specgen.flowtrace.SpanData

/** Cuts a batch into requests of at most [limit] bytes, one in memory at a time, and collects what was lost of it. */
internal class Requests(
    private val format: BodyFormat,
    private val limit: Int,
    private val deadline: Deadline,
    private val send: (Body) -> List<ExportError>,
) {
    private val losses = ArrayList<ExportError>()
    private var body = Body(format, limit)

    /** Called once. */
    fun of(spans: List<SpanData>): ExportResult {
        for ((index, span) in spans.withIndex()) {
            if (isOver()) {
                lose(body.count + spans.size - index, LossReason.FAILED, "no time left to send it")
                return ExportResult.of(losses)
            }
            add(span)
        }
        sendBody()
        return ExportResult.of(losses)
    }

    private fun isOver() = deadline.leftNanos() <= 0 || Thread.currentThread().isInterrupted

    // A span is about as many bytes encoded as it is in memory, or more: one that is far above is not encoded at all.
    private fun add(span: SpanData) {
        val text = if (span.approximateBytes > 2L * limit) null else format.span(span)
        if (text == null || !(body.add(span.scope, text) || addToNext(span, text))) {
            lose(1, LossReason.TOO_LARGE, "a span above $limit bytes")
        }
    }

    private fun addToNext(
        span: SpanData,
        text: ByteArray,
    ): Boolean {
        sendBody()
        return body.add(span.scope, text)
    }

    private fun sendBody() {
        val full = body
        if (full.count == 0) return
        body = Body(format, limit)
        losses += send(full)
    }

    private fun lose(
        count: Int,
        reason: LossReason,
        message: String,
    ) {
        losses += ExportError(count, reason, message)
    }
}
