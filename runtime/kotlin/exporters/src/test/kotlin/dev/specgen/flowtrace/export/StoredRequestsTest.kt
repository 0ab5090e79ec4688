package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.BatchSpanProcessor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.RandomAccessFile

private const val TIMEOUT_MILLIS = 30_000L
private const val UPLOAD_MILLIS = 600_000L
private const val TWO_HOURS_MILLIS = 7_200_000L

class StoredRequestsTest {
    /** The file of a request with the spans 1 and 2. */
    private fun file(place: Place): Pair<String, ByteArray> {
        place.start(uploads = false).export(spans(1..2), TIMEOUT_MILLIS)
        val name = place.files.single()
        return name to File(place.folder, name).readBytes()
    }

    @Test
    fun `a file that is cut anywhere is known`() {
        Place().use { place ->
            val (name, bytes) = file(place)
            for (length in 0..bytes.size) {
                File(place.folder, name).writeBytes(bytes.copyOf(length))
                val request = StoredRequests(place.folder).list().single()
                assertEquals(length == bytes.size, request.read() != null) { "cut at $length" }
            }
        }
    }

    @Test
    fun `a file that is cut is told, and costs nothing else`() {
        val (name, bytes) = Place().use(::file)
        for (length in listOf(0, 1, bytes.size / 2, bytes.size - 1)) {
            Place().use { place ->
                place.start(uploads = false).export(spans(3..3), TIMEOUT_MILLIS)
                File(place.folder, name).writeBytes(bytes.copyOf(length))
                assertTrue(place.start().upload(UPLOAD_MILLIS))
                assertEquals(ids(3..3), place.collector.ids) { "cut at $length" }
                val loss = "2 spans are lost (failed): the stored file is damaged"
                assertEquals(listOf(loss), place.told.map { "$it" }) { "cut at $length" }
                assertEquals(emptyList<String>(), place.files)
            }
        }
    }

    @Test
    fun `what was being written when a process was killed is told, or stored where it is whole`() {
        Place().use { place ->
            val (name, bytes) = file(place)
            val part = File(place.folder, name.replace(".json", ".part"))
            for (length in bytes.indices) {
                part.writeBytes(bytes.copyOf(length))
                part.setLastModified(START_MILLIS - TWO_HOURS_MILLIS)
                assertFalse(place.stores.single().upload(UPLOAD_MILLIS))
                assertEquals(listOf(name), place.files)
                assertEquals(length + 1, place.told.size)
            }
            assertEquals(
                setOf("2 spans are lost (failed): half written when the process ended"),
                place.told.map { "$it" }.toSet(),
            )
            val lost = 2 * bytes.size
            val stats = "${lost + 2} emitted, 0 exported, 0 dropped, $lost rejected, 2 stored"
            assertEquals(stats, "${place.stores.single().stats}")
            File(place.folder, name).delete()
            part.writeBytes(bytes)
            part.setLastModified(START_MILLIS - TWO_HOURS_MILLIS)
            assertTrue(place.start().upload(UPLOAD_MILLIS))
            assertEquals(ids(1..2), place.collector.ids)
            assertEquals(emptyList<String>(), place.files)
        }
    }

    @Test
    fun `what another process is writing is left alone`() {
        Place().use { place ->
            val (name, bytes) = file(place)
            val part = File(place.folder, name.replace(".json", ".part"))
            part.writeBytes(bytes.copyOf(10))
            part.setLastModified(START_MILLIS - TWO_HOURS_MILLIS / 3)
            assertTrue(place.start().upload(UPLOAD_MILLIS))
            assertEquals(listOf(part.name), place.files)
            assertEquals(ids(1..2), place.collector.ids)
        }
    }

    @Test
    fun `what a store has not written is neither read nor touched`() {
        Place().use { place ->
            val (name, bytes) = file(place)
            val (time, spans, size) = name.split('-')
            val end = name.split('-').takeLast(2).joinToString("-")
            val hostile =
                listOf(
                    "photo.jpg",
                    ".json",
                    "9999999999999999999-$spans-$size-$end",
                    "$time-0-$size-$end",
                    "$time--1-$size-$end",
                    "$time-99999999-$size-$end",
                    "$time-9999999-$size-$end",
                    "$time-$spans-9999999-$end",
                    "$time-$spans-0$size-$end",
                    "٠$time-$spans-$size-$end",
                    "$time-$spans-$size-${end.uppercase()}",
                )
            hostile.forEach { File(place.folder, it).writeBytes(bytes) }
            val folder = "$time-$spans-$size-${end.replaceAfter('-', "00000000.json")}"
            assertTrue(File(File(place.folder, folder), "inner").mkdirs())
            val options = StoreOptions(maxBytes = 2L * bytes.size)
            assertTrue(place.start(options).upload(UPLOAD_MILLIS))
            assertEquals(ids(1..2), place.collector.ids)
            assertEquals((hostile + folder).sorted(), place.files)
            assertEquals(emptyList<Any>(), place.told)
        }
    }

    @Test
    fun `a file that was changed is not sent`() {
        for (at in listOf(0, 100, -1)) {
            Place().use { place ->
                val (name, bytes) = file(place)
                val index = Math.floorMod(at, bytes.size)
                bytes[index] = (bytes[index] + 1).toByte()
                File(place.folder, name).writeBytes(bytes)
                assertTrue(place.start().upload(UPLOAD_MILLIS))
                assertEquals(emptyList<String>(), place.collector.bodies)
                assertEquals(1, place.told.size)
                place.assertBalance()
            }
        }
    }

    @Test
    fun `a file that grew is not read`() {
        Place().use { place ->
            val (name, _) = file(place)
            RandomAccessFile(File(place.folder, name), "rw").use { it.setLength(4L * Int.MAX_VALUE) }
            assertTrue(place.start().upload(UPLOAD_MILLIS))
            assertEquals(listOf("2 spans are lost (failed): the stored file is damaged"), place.told.map { "$it" })
        }
    }

    @Test
    fun `another process that is killed leaves all that it has stored, and the lock`() {
        Place().use { place ->
            // It stores batches and says so, with the lock that an uploader has.
            val stored =
                Child(place.folder).use { child ->
                    val stored = child.read(30)
                    assertFalse(place.start().upload(UPLOAD_MILLIS)) { "the other process has the lock" }
                    assertEquals(emptyList<String>(), place.collector.ids)
                    stored
                }
            val app = place.start()
            assertTrue(app.upload(UPLOAD_MILLIS))
            val ids = place.collector.ids
            assertEquals(ids.toSet().size, ids.size)
            assertTrue(ids.containsAll(stored.map { id(it) }))
            assertTrue(place.files.all { it.endsWith(".part") } && place.files.size <= 1) { "${place.files}" }
        }
    }

    /** A process that stores a batch after the other. */
    private class Child(
        folder: File,
    ) : AutoCloseable {
        private val process: Process

        init {
            val parts = listOf(ChildProcess::class, StoringExporter::class, BatchSpanProcessor::class, Unit::class)
            val path =
                parts.map {
                    File(
                        it.java.protectionDomain.codeSource.location
                            .toURI(),
                    ).path
                }
            val java = File(System.getProperty("java.home"), "bin/java").path
            val command = listOf(java, "-Xshare:auto", "-cp", path.joinToString(File.pathSeparator))
            process =
                ProcessBuilder(command + ChildProcess::class.java.name + folder.path)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
        }

        /** The numbers of the first [count] spans that are stored. */
        fun read(count: Int): List<Int> {
            val lines = process.inputStream.bufferedReader()
            return List(count) { checkNotNull(lines.readLine()) { "it ended" }.toInt() }
        }

        /** Kills it. */
        override fun close() {
            process.destroyForcibly().waitFor()
        }
    }
}

/** Takes the lock of a folder and stores spans there until it is killed, or nobody listens. */
internal object ChildProcess {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val folder = File(arguments.single())
        folder.mkdirs()
        val store = StoringExporter(folder, null)
        FolderLock(folder).alone(Long.MAX_VALUE) {
            for (number in generateSequence(1) { it + 1 }.takeWhile { !System.out.checkError() }) {
                if (store.export(spans(number..number), TIMEOUT_MILLIS).isSuccess) println(number)
            }
        }
    }
}
