package dev.specgen.flowtrace.testing

import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter

/** Keeps what is exported. Thread-safe. */
public class InMemoryExporter : SpanExporter {
    private val kept = ArrayList<SpanData>()
    private var shut = false

    /** What was exported so far, in order. */
    public val spans: List<SpanData> get() = synchronized(kept) { ArrayList(kept) }

    /** Whether it was shut down: then it takes nothing more. */
    public val isShutdown: Boolean get() = synchronized(kept) { shut }

    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult =
        synchronized(kept) {
            if (shut) return ExportResult.failure("the exporter is shut down")
            kept.addAll(spans)
            ExportResult.SUCCESS
        }

    override fun shutdown() {
        synchronized(kept) { shut = true }
    }
}
