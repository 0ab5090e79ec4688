package dev.specgen.flowtrace.export

/** The bounds of a [StoringExporter]. A number of zero or below has its default. */
public class StoreOptions
    @JvmOverloads
    constructor(
        maxBytes: Long = 0,
        maxAgeMillis: Long = 0,
        retryDelayMillis: Long = 0,
    ) {
        /** How many bytes are stored at most: 16 MiB. */
        public val maxBytes: Long = if (maxBytes > 0) maxBytes else BYTES

        /** How long a batch is stored at most: a week. */
        public val maxAgeMillis: Long = if (maxAgeMillis > 0) maxAgeMillis else AGE_MILLIS

        /** How long after an upload that failed the next one is made, doubled each time up to 16 times that: 1 min. */
        public val retryDelayMillis: Long = if (retryDelayMillis > 0) retryDelayMillis else RETRY_MILLIS

        private companion object {
            private const val BYTES = 16L * 1024 * 1024
            private const val AGE_MILLIS = 7L * 24 * 3_600_000
            private const val RETRY_MILLIS = 60_000L
        }
    }

/**
 * What became of the spans that a [StoringExporter] was given. Over all that had a folder, one after the other or at
 * the same time, emitted = exported + dropped + rejected + what is stored.
 */
public class StoreStats(
    /** How many it was given, and those that it found half written and nobody had counted. */
    public val emitted: Long,
    /** The receiver has them. */
    public val exported: Long,
    /** The store was full, and these were the oldest. */
    public val dropped: Long,
    /** Refused, stored for too long, damaged, or not stored as the disk was full. */
    public val rejected: Long,
    /** In the folder, whoever has put them there. */
    public val stored: Long,
) {
    override fun equals(other: Any?): Boolean = other is StoreStats && other.toString() == toString()

    override fun hashCode(): Int = toString().hashCode()

    override fun toString(): String =
        "$emitted emitted, $exported exported, $dropped dropped, $rejected rejected, $stored stored"
}
