package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.ExportErrorListener
import dev.specgen.flowtrace.LossReason
import java.io.IOException
import java.util.concurrent.TimeUnit

/** Requests in a folder, within bounds. Who removes a file counts its spans, so that several may share the folder. */
internal class Store(
    private val files: StoredRequests,
    private val options: StoreOptions,
    private val onExportError: ExportErrorListener,
    private val waits: Waits,
) {
    private val lock = Any()

    /** Names of files that are counted and cannot be removed: they are not sent again. */
    private val stuck = HashSet<String>()
    private var lastNanos = 0L
    private var emitted = 0L
    private var exported = 0L
    private var dropped = 0L
    private var rejected = 0L

    val stats: StoreStats
        get() =
            synchronized(lock) {
                StoreStats(emitted, exported, dropped, rejected, list().sumOf { it.spans.toLong() })
            }

    /** The requests, the oldest first. */
    fun list(): List<StoredRequest> = synchronized(lock) { files.list().filter { it.name !in stuck } }

    /** Stores a body; what was lost of it. */
    fun add(body: Body): List<ExportError> =
        try {
            val parts = body.parts()
            val name = StoredRequest.name(nextNanos(), body.count, parts)
            files.write(parts, name)
            finish(name, body.count)
            emptyList()
        } catch (failed: IOException) {
            listOf(ExportError(body.count, LossReason.FAILED, "cannot store: $failed", failed))
        }

    /** Counts spans that could not be stored. */
    fun countLost(spans: Int) {
        synchronized(lock) {
            emitted += spans
            rejected += spans
        }
    }

    /** Finishes what a process that was killed has written whole, and removes what it has not. */
    fun recover() {
        for (part in files.unfinished(waits.wallMillis())) {
            try {
                if (part.read() != null) finish(part.name, part.spans) else discard(part)
            } catch (ignored: IOException) {
                continue
            }
        }
    }

    /** Removes what is too old, then the oldest while there is too much. */
    fun keepBounds() {
        val requests = list()
        var bytes = requests.sumOf { it.bytes.toLong() }
        val oldest = TimeUnit.MILLISECONDS.toNanos(waits.wallMillis() - options.maxAgeMillis)
        for (request in requests) {
            val isOld = request.wallNanos < oldest
            if (!isOld && bytes <= options.maxBytes) return
            bytes -= request.bytes
            val reason = if (isOld) LossReason.FAILED else LossReason.QUEUE_FULL
            settle(request, listOf(ExportError(request.spans, reason, if (isOld) TOO_OLD else FULL)))
        }
    }

    /** Removes a request of which [losses] were lost, and counts it, unless somebody else has. */
    fun settle(
        request: StoredRequest,
        losses: List<ExportError>,
    ) {
        synchronized(lock) {
            if (!request.remove()) {
                if (!request.exists) return
                stuck += request.name
            }
            val lost = losses.sumOf { it.spans }
            val full = losses.filter { it.reason == LossReason.QUEUE_FULL }.sumOf { it.spans }
            exported += request.spans - lost
            dropped += full
            rejected += lost - full
        }
        losses.forEach(::tell)
    }

    private fun finish(
        name: String,
        spans: Int,
    ) {
        synchronized(lock) {
            files.finish(name)
            emitted += spans
        }
    }

    private fun discard(part: StoredRequest) {
        if (!part.remove()) return
        countLost(part.spans)
        tell(ExportError(part.spans, LossReason.FAILED, TORN))
    }

    // Those of one millisecond keep their order.
    private fun nextNanos(): Long =
        synchronized(lock) {
            val now = TimeUnit.MILLISECONDS.toNanos(waits.wallMillis().coerceAtLeast(0))
            lastNanos = if (lastNanos - now in 0 until SECOND_NANOS) lastNanos + 1 else now
            lastNanos
        }

    private fun tell(error: ExportError) {
        try {
            onExportError.onExportError(error)
        } catch (ignored: Throwable) {
            return
        }
    }

    private companion object {
        private const val SECOND_NANOS = 1_000_000_000L
        private const val TOO_OLD = "stored for too long"
        private const val FULL = "the store is full; these were the oldest"
        private const val TORN = "half written when the process ended"
    }
}
