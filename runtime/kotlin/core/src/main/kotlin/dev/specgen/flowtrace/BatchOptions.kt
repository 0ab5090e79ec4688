package dev.specgen.flowtrace

/** The bounds of a [BatchSpanProcessor]. A number of zero or below has its default. */
public class BatchOptions
    @JvmOverloads
    constructor(
        maxQueueSize: Int = 0,
        maxExportBatchSize: Int = 0,
        scheduledDelayMillis: Long = 0,
        exportTimeoutMillis: Long = 0,
        maxQueueBytes: Long = 0,
    ) {
        /** How many spans wait at most, those being exported not counted: 2048. */
        public val maxQueueSize: Int = if (maxQueueSize > 0) maxQueueSize else QUEUE_SIZE

        /** How many spans are exported at once at most: 512, and never more than may wait. */
        public val maxExportBatchSize: Int =
            minOf(if (maxExportBatchSize > 0) maxExportBatchSize else BATCH_SIZE, this.maxQueueSize)

        /** How long a span waits at most before it is exported: 5 s. */
        public val scheduledDelayMillis: Long = if (scheduledDelayMillis > 0) scheduledDelayMillis else DELAY_MILLIS

        /** How long the exporter may take for one batch: 30 s. */
        public val exportTimeoutMillis: Long = if (exportTimeoutMillis > 0) exportTimeoutMillis else TIMEOUT_MILLIS

        /** How many bytes of memory the spans that wait have at most, by [SpanData.approximateBytes]: 16 MiB. */
        public val maxQueueBytes: Long = if (maxQueueBytes > 0) maxQueueBytes else QUEUE_BYTES

        private companion object {
            private const val QUEUE_SIZE = 2048
            private const val BATCH_SIZE = 512
            private const val DELAY_MILLIS = 5_000L
            private const val TIMEOUT_MILLIS = 30_000L
            private const val QUEUE_BYTES = 16L * 1024 * 1024
        }
    }
