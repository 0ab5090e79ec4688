package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.LossReason
import java.io.IOException
import java.util.concurrent.TimeUnit

/** What came of an upload: nothing is left, some was sent, or none. */
internal enum class Progress { DONE, SOME, NONE }

/** The thread that uploads, which ends when nothing is left. */
internal class Uploads(
    private val options: StoreOptions,
    private val waits: Waits,
    private val upload: () -> Progress,
) {
    private val lock = Any()
    private var thread: Thread? = null
    private var isWanted = false

    @Volatile
    var isEnded = false
        private set

    /** Something is stored. Where an upload has failed, the next one waits all the same. */
    fun request() {
        synchronized(lock) {
            isWanted = true
            if (thread == null && !isEnded) {
                thread = Thread(::work, "flowtrace-upload").apply { isDaemon = true }.also { it.start() }
            }
        }
    }

    /** Interrupts an upload, and waits a moment for its end. */
    fun end() {
        val running =
            synchronized(lock) {
                isEnded = true
                thread
            } ?: return
        running.interrupt()
        if (running != Thread.currentThread()) running.join(JOIN_MILLIS)
    }

    private fun work() {
        var delay = options.retryDelayMillis
        while (isNext()) {
            val progress = attempt()
            if (progress == Progress.SOME) delay = options.retryDelayMillis
            if (progress != Progress.DONE) {
                waits.sleep(TimeUnit.MILLISECONDS.toNanos((delay * (1 - JITTER * waits.chance())).toLong()))
                // An interrupt that is not of end, such as a listener's, means nothing here.
                if (!isEnded) Thread.interrupted()
                delay = minOf(2 * delay, MAX_DOUBLED * options.retryDelayMillis)
                synchronized(lock) { isWanted = true }
            }
        }
    }

    // A disk that fails, or memory that ran out, ends neither the thread nor the process.
    private fun attempt(): Progress =
        try {
            upload()
        } catch (ignored: Throwable) {
            Progress.NONE
        }

    private fun isNext(): Boolean =
        synchronized(lock) {
            val goesOn = isWanted && !isEnded
            isWanted = false
            if (!goesOn) thread = null
            goesOn
        }

    private companion object {
        private const val JITTER = 0.5
        private const val MAX_DOUBLED = 16L
        private const val JOIN_MILLIS = 1_000L
    }
}

/** One upload of a store: the oldest first, those too that are stored meanwhile, until one has to be kept. */
internal class Upload(
    private val store: Store,
    private val exporter: OtlpHttpExporter,
    private val waits: Waits,
    private val isOver: () -> Boolean,
) {
    /** How many requests are no longer stored. */
    var sent: Int = 0
        private set

    private val unreadable = HashSet<String>()

    fun run(deadline: Deadline) {
        do {
            val requests = store.list().filter { it.name !in unreadable }
        } while (requests.isNotEmpty() && requests.all { settle(it, deadline) })
    }

    /** False where the upload ends. */
    private fun settle(
        request: StoredRequest,
        deadline: Deadline,
    ): Boolean {
        try {
            val losses = if (isOver()) null else losses(request, deadline)
            losses?.let { store.settle(request, it) } ?: return false
            sent++
        } catch (ignored: IOException) {
            unreadable += request.name
        }
        return true
    }

    /** What was lost of a request; null where it is kept. */
    private fun losses(
        request: StoredRequest,
        deadline: Deadline,
    ): List<ExportError>? {
        val body =
            request.read() ?: return listOf(ExportError(request.spans, LossReason.FAILED, "the stored file is damaged"))
        val outcome = exporter.send(listOf(body), waits.deadline(minOf(deadline.leftNanos(), REQUEST_NANOS)))
        return if (outcome is Outcome.Failed && !isAboutBody(outcome)) null else exporter.losses(outcome, request.spans)
    }

    private companion object {
        private val REQUEST_NANOS = TimeUnit.SECONDS.toNanos(30)
        private val CLIENT_ERRORS = 400..499

        /** Who asks, where, and how fast: this may change while the batch stays the same. */
        private val ABOUT_REQUEST = setOf(401, 403, 404, 407, 408, 425, 429)

        /** Whether the same bytes would be refused again. */
        private fun isAboutBody(failed: Outcome.Failed) =
            failed.reason == LossReason.REFUSED && failed.status in CLIENT_ERRORS && failed.status !in ABOUT_REQUEST
    }
}
