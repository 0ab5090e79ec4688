package dev.specgen.flowtrace.export

import java.io.BufferedOutputStream
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.util.zip.CRC32
import kotlin.math.abs
import kotlin.random.Random

/** A request in a file: what the file's name says of it. */
internal class StoredRequest private constructor(
    private val file: File,
    /** The file's name without its ending: the older of two has the lesser one. */
    val name: String,
    val wallNanos: Long,
    val spans: Int,
    val bytes: Int,
    private val checksum: String,
) {
    val exists: Boolean get() = file.exists()

    /** The body; null where it is not what was written. A file that grew is not read. */
    fun read(): ByteArray? =
        if (file.length() == bytes.toLong()) {
            file.readBytes().takeIf { checksum(listOf(it)) == checksum }
        } else {
            null
        }

    /** False where it was gone, or cannot be removed. */
    fun remove(): Boolean = file.delete()

    companion object {
        private const val TIME_DIGITS = 19
        private const val HEX_DIGITS = 8
        private const val HEX = 16
        private val NAME = Regex("([0-9]{19})-([1-9][0-9]{0,6})-([1-9][0-9]{0,6})-([0-9a-f]{8})-[0-9a-f]{8}")

        /** Null where the name is no store's. A request has fewer spans than bytes. */
        fun of(
            file: File,
            name: String,
        ): StoredRequest? {
            val parts = NAME.matchEntire(name)?.groupValues?.drop(1) ?: return null
            val (time, spans, bytes) = parts
            return time
                .toLongOrNull()
                ?.let { StoredRequest(file, name, it, spans.toInt(), bytes.toInt(), parts.last()) }
                ?.takeIf { it.spans < it.bytes && it.bytes <= HttpExporter.MAX_BODY_BYTES && file.isFile }
        }

        /** A name for a body, which no other has. */
        fun name(
            wallNanos: Long,
            spans: Int,
            body: List<ByteArray>,
        ): String {
            val time = wallNanos.toString().padStart(TIME_DIGITS, '0')
            return "$time-$spans-${body.sumOf { it.size }}-${checksum(body)}-${hex(Random.nextInt())}"
        }

        private fun checksum(body: List<ByteArray>): String {
            val crc = CRC32()
            body.forEach { crc.update(it, 0, it.size) }
            return hex(crc.value.toInt())
        }

        private fun hex(value: Int) = value.toUInt().toString(HEX).padStart(HEX_DIGITS, '0')
    }
}

/**
 * Requests in a folder, a file for each. A file is written under another name, forced to the disk and renamed; its name
 * has its size and a checksum. So one that is not whole is known, whatever ended the process, and also where the disk
 * kept the name without the bytes. What has other names is not touched.
 *
 * @param open Opens a file that is there and empty; tests give a disk that is full.
 */
internal class StoredRequests(
    val folder: File,
    private val open: (File) -> FileOutputStream = ::FileOutputStream,
) {
    /** Writes a body under a name that is no request's yet; [finish] makes it one. */
    fun write(
        body: List<ByteArray>,
        name: String,
    ) {
        val part = File(folder, name + PART)
        folder.mkdirs()
        if (!part.createNewFile()) throw IOException("$part is there already")
        var isWritten = false
        try {
            open(part).use { file ->
                BufferedOutputStream(file).apply { writeAll(body) }.flush()
                file.fd.sync()
            }
            isWritten = true
        } finally {
            if (!isWritten) part.delete()
        }
    }

    /** Makes a request of what was written. */
    fun finish(name: String) {
        val part = File(folder, name + PART)
        if (part.renameTo(File(folder, name + ENDING))) return
        part.delete()
        throw IOException("cannot rename $part")
    }

    /** The requests, the oldest first. */
    fun list(): List<StoredRequest> = named(ENDING)

    /**
     * What was not finished, and was written an hour ago or before: what is younger may be under way in another
     * process.
     */
    fun unfinished(wallMillis: Long): List<StoredRequest> =
        named(PART).filter { abs(wallMillis - File(folder, it.name + PART).lastModified()) > HOUR_MILLIS }

    private fun named(ending: String): List<StoredRequest> =
        folder
            .list()
            .orEmpty()
            .filter { it.endsWith(ending) }
            .sorted()
            .mapNotNull { StoredRequest.of(File(folder, it), it.removeSuffix(ending)) }

    private companion object {
        private const val ENDING = ".json"
        private const val PART = ".part"
        private const val HOUR_MILLIS = 3_600_000L
    }
}
