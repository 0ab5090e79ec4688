package dev.specgen.flowtrace

/**
 * Why spans were not exported. They count as dropped for the first two, and as rejected for the others.
 *
 * @property wire The reason as docs/runtime-contract.md has it.
 */
public enum class LossReason(
    public val wire: String,
) {
    /** The queue is full, in spans or in bytes. */
    QUEUE_FULL("queue-full"),

    /** Emitted after the shutdown, or still waiting when it ran out of time. */
    SHUT_DOWN("shut-down"),

    /** The span alone is above the limit of a request. */
    TOO_LARGE("too-large"),

    /** The receiver refused them for good. */
    REFUSED("refused"),

    /** The export failed, was given up or was cancelled. */
    FAILED("failed"),

    ;

    override fun toString(): String = wire
}

/** Spans that were not exported, and why. */
public class ExportError
    @JvmOverloads
    constructor(
        /** How many. */
        public val spans: Int,
        /** What they are counted under. */
        public val reason: LossReason,
        /** What happened, for people. */
        public val message: String,
        /** What was thrown, where something was. */
        public val cause: Throwable? = null,
    ) {
        override fun toString(): String {
            val lost = if (spans == 1) "1 span is lost" else "$spans spans are lost"
            return "$lost ($reason): $message"
        }
    }

/** Is told of each loss of spans. Must be safe to call from any thread. */
public fun interface ExportErrorListener {
    /**
     * Called on the emitting thread where the queue was full or shut down, on the thread that called shutdown where
     * that ran out of time, else on the processor's. What it throws is swallowed.
     */
    public fun onExportError(error: ExportError)
}

/** What an exporter says of a batch. */
public class ExportResult private constructor(
    private val losses: List<ExportError>,
    private val failure: String?,
) {
    /** Whether all spans were exported. */
    public val isSuccess: Boolean get() = failure == null && losses.isEmpty()

    /** What was lost of a batch of [count] spans: never more than that, whatever the exporter said. */
    public fun losses(count: Int): List<ExportError> {
        if (failure != null) return listOf(ExportError(count, LossReason.FAILED, failure))
        var left = count
        return losses
            .mapNotNull { loss ->
                val spans = loss.spans.coerceIn(0, left)
                left -= spans
                if (spans == loss.spans) loss else ExportError(spans, loss.reason, loss.message, loss.cause)
            }.filter { it.spans > 0 }
    }

    override fun toString(): String = failure ?: losses.joinToString("; ").ifEmpty { "exported" }

    public companion object {
        /** All spans were exported. */
        @JvmField
        public val SUCCESS: ExportResult = ExportResult(emptyList(), null)

        /** No span of the batch was exported. */
        @JvmStatic
        public fun failure(message: String): ExportResult = ExportResult(emptyList(), message)

        /** All spans were exported but for these. */
        @JvmStatic
        public fun of(losses: List<ExportError>): ExportResult =
            if (losses.isEmpty()) SUCCESS else ExportResult(frozen(losses), null)
    }
}

/** What became of the spans that a processor was given: [emitted] is the sum of the others. */
public class SpanStats(
    /** How many it was given. */
    public val emitted: Long,
    /** The exporter has delivered them. */
    public val exported: Long,
    /** The exporter never got them: the queue was full, or the processor shut down. */
    public val dropped: Long,
    /** The exporter got them, and they were refused or given up. */
    public val rejected: Long,
    /** In the queue, or being exported. */
    public val waiting: Long,
) {
    override fun equals(other: Any?): Boolean = other is SpanStats && other.toString() == toString()

    override fun hashCode(): Int = toString().hashCode()

    override fun toString(): String =
        "$emitted emitted, $exported exported, $dropped dropped, $rejected rejected, $waiting waiting"
}
