package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportErrorListener
import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import java.io.File
import java.util.concurrent.TimeUnit

/**
 * Keeps spans in a folder until a collector has them: for devices that are offline.
 *
 * A batch is on disk when its export ends, and its processor counts it as exported then; a process that is killed loses
 * none of it. What is stored is sent, the oldest first: by a thread while the process runs, by [upload], and by the
 * next process. It stays until it is taken, pushed out by the bounds, or refused for what it is: 401, 403, 404 and 5xx
 * say nothing about a batch. The same bytes are sent again, and a collector tells copies by their ids. Several
 * instances, and several processes, may share a folder.
 */
public class StoringExporter internal constructor(
    files: StoredRequests,
    private val uploader: OtlpHttpExporter?,
    private val options: StoreOptions,
    onExportError: ExportErrorListener,
    private val waits: Waits,
) : SpanExporter {
    private val store = Store(files, options, onExportError, waits)
    private val folderLock = FolderLock(files.folder)
    private val uploads = Uploads(options, waits) { uploadAll(waits.deadline(Long.MAX_VALUE)) }

    /**
     * A store in a folder, which is made where there is none. The calling thread touches no disk.
     *
     * @param folder The store's own; on Android one in `noBackupFilesDir`, so that no backup brings it back.
     * @param uploader Sends what is stored; without one, another instance or process does.
     * @param options The bounds of the store.
     * @param onExportError Is told of each loss of spans that were stored, on the thread that exports or uploads.
     */
    @JvmOverloads
    public constructor(
        folder: File,
        uploader: OtlpHttpExporter?,
        options: StoreOptions = StoreOptions(),
        onExportError: ExportErrorListener = ExportErrorListener {},
    ) : this(StoredRequests(folder), uploader, options, onExportError, Waits())

    init {
        if (uploader != null) uploads.request()
    }

    /** What became of the spans. It reads the folder: not for an app's main thread. */
    public val stats: StoreStats get() = store.stats

    /** Stores the spans; those that cannot be are the result's losses. */
    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult {
        val limit = minOf(HttpExporter.MAX_BODY_BYTES.toLong(), options.maxBytes).toInt()
        val deadline = waits.deadline(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
        val result = Requests(OtlpFormat, limit, deadline, store::add).of(spans)
        store.countLost(result.losses(spans.size).sumOf { it.spans })
        store.keepBounds()
        if (uploader != null) uploads.request()
        return result
    }

    /**
     * Sends what is stored; says whether nothing is left. Blocks for [timeoutMillis] at most, such as in a job that
     * runs where there is a network; not for an app's main thread. It sends nothing after [shutdown].
     */
    public fun upload(timeoutMillis: Long): Boolean =
        uploadAll(waits.deadline(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))) == Progress.DONE

    /** Ends uploads; what is stored is sent by the next process. */
    override fun shutdown() {
        uploads.end()
        uploader?.shutdown()
    }

    private fun uploadAll(deadline: Deadline): Progress {
        store.recover()
        store.keepBounds()
        if (store.list().isEmpty()) return Progress.DONE
        val upload = uploader?.let { Upload(store, it, waits) { uploads.isEnded } }
        if (upload != null) folderLock.alone(deadline.leftNanos()) { upload.run(deadline) }
        return when {
            store.list().isEmpty() -> Progress.DONE
            upload != null && upload.sent > 0 -> Progress.SOME
            else -> Progress.NONE
        }
    }
}
