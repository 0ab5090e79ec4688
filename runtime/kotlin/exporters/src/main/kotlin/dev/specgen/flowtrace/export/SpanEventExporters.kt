package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream
import java.io.PrintStream

private const val PIECE_BYTES = 64 * 1024

/**
 * Posts SpanEvent lines (`application/x-ndjson`) to one URL.
 */
public class SpanEventHttpExporter internal constructor(
    url: String,
    options: HttpOptions,
    waits: Waits,
) : HttpExporter(url, SpanEventFormat, options, waits) {
    /**
     * An exporter with the platform's clocks.
     *
     * @param url Where to.
     * @param options Headers, compression, timeouts and connections.
     */
    @JvmOverloads
    public constructor(
        url: String,
        options: HttpOptions = HttpOptions(),
    ) : this(url, options, Waits())

    override fun refused(response: String): Refusal? = null
}

/**
 * Writes SpanEvent lines to a stream, such as a file or standard output. A batch that cannot be written whole, as where
 * the disk is full, is lost; the next one begins on a line of its own.
 *
 * @param stream Is flushed after each batch, and closed on shutdown.
 */
public class SpanEventExporter(
    private val stream: OutputStream,
) : SpanExporter {
    private var isTorn = false

    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult {
        val wasTorn = isTorn
        isTorn = true
        return try {
            if (wasTorn) stream.write('\n'.code)
            write(spans)
            stream.flush()
            // A PrintStream, such as standard output, throws nothing.
            if (stream is PrintStream && stream.checkError()) throw IOException("the stream reports an error")
            isTorn = false
            ExportResult.SUCCESS
        } catch (failed: IOException) {
            ExportResult.failure("cannot write: $failed")
        }
    }

    private fun write(spans: List<SpanData>) {
        val piece = ByteArrayOutputStream()
        for (span in spans) {
            piece.write(SpanEventFormat.span(span))
            if (piece.size() < PIECE_BYTES) continue
            piece.writeTo(stream)
            piece.reset()
        }
        piece.writeTo(stream)
    }

    override fun shutdown() {
        try {
            stream.close()
        } catch (ignored: IOException) {
            return
        }
    }
}
