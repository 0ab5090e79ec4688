package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.LossReason
import dev.specgen.flowtrace.Tags
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

private const val TIMEOUT_MILLIS = 30_000L
private const val UPLOAD_MILLIS = 600_000L
private const val MINUTE_SECONDS = 60L
private const val HOUR_NANOS = 3_600_000_000_000L

class StoringExporterTest {
    @Test
    fun `a collector that is down for an hour gets all of an app that is killed twice, once`() {
        Place().use { place ->
            val now = AtomicLong()
            place.collector.status = { if (now.get() < HOUR_NANOS) 503 else 200 }
            for (run in 0..2) {
                val time = Time(now)
                val store = place.start(time = time)
                assertTrue(store.export(spans(run * 20 + 1..run * 20 + 10), TIMEOUT_MILLIS).isSuccess)
                assertTrue(store.export(spans(run * 20 + 11..run * 20 + 20), TIMEOUT_MILLIS).isSuccess)
                assertFalse(store.upload(UPLOAD_MILLIS))
                time.advance(20 * MINUTE_SECONDS - 100)
                // Of the runs before nobody shuts anything down; their threads stay where they are.
                if (run == 2) time.mayPass = { true }
            }
            assertTrue(eventually { place.collector.ids.size >= 60 && place.files.isEmpty() })
            assertEquals(ids(1..60), place.collector.ids)
            assertTrue(place.stores.last().upload(UPLOAD_MILLIS))
            assertEquals(60, place.collector.ids.size)
            assertEquals(emptyList<Any>(), place.told)
            place.assertBalance()
        }
    }

    @Test
    fun `what is stored is sent when an app starts, unasked`() {
        Place().use { place ->
            place.start(uploads = false).export(spans(1..2), TIMEOUT_MILLIS)
            place.start()
            assertTrue(eventually { place.collector.ids == ids(1..2) })
        }
    }

    @Test
    fun `the oldest go first when the store is full, and what is too old goes`() {
        Place().use { place ->
            val one = OtlpJson.encode(spans(1..1)).length.toLong()
            val options = StoreOptions(maxBytes = 3 * one, maxAgeMillis = 100_000)
            val store = place.start(options, uploads = false)
            for (number in 1..5) {
                assertTrue(store.export(spans(number..number), TIMEOUT_MILLIS).isSuccess)
                place.time.advance(10)
            }
            assertEquals(List(2) { LossReason.QUEUE_FULL }, place.told.map { it.reason })
            assertEquals("0 exported, 2 dropped, 0 rejected, 3 stored", store.stats.toString().substringAfter(", "))
            place.time.advance(70)
            // The third is 100 s old now, and then older.
            assertFalse(store.upload(UPLOAD_MILLIS))
            assertEquals(2, place.told.size)
            place.time.advance(1)
            assertFalse(store.upload(UPLOAD_MILLIS))
            assertEquals("1 span is lost (failed): stored for too long", place.told.last().toString())
            assertTrue(place.start(options).upload(UPLOAD_MILLIS))
            assertEquals(ids(4..5), place.collector.ids)
            place.assertBalance()
        }
    }

    @Test
    fun `what says nothing about a batch keeps it, with its bytes`() {
        Place().use { place ->
            val statuses = listOf(0, 302, 401, 403, 404, 407, 408, 425, 429, 500, 501, 502, 503, 504, 511)
            place.collector.status = { statuses.first() }
            val store =
                place.start(
                    http = HttpOptions(connector = place.collector::open, headerSource = { emptyMap() }),
                )
            store.export(spans(1..2), TIMEOUT_MILLIS)
            for (status in statuses) {
                place.collector.status = { status }
                assertFalse(store.upload(UPLOAD_MILLIS)) { "$status" }
                assertEquals(1, place.files.size) { "$status" }
            }
            place.collector.status = { 200 }
            assertTrue(store.upload(UPLOAD_MILLIS))
            assertEquals(ids(1..2), place.collector.ids)
            assertEquals(
                1,
                place.collector.bodies
                    .toSet()
                    .size,
            )
            assertEquals(emptyList<Any>(), place.told)
            assertEquals("2 emitted, 2 exported, 0 dropped, 0 rejected, 0 stored", store.stats.toString())
        }
    }

    @Test
    fun `what is refused for what it is goes, and the next is sent`() {
        for (status in listOf(400, 413, 422)) {
            Place().use { place ->
                val store = place.start(uploads = false)
                store.export(spans(1..3), TIMEOUT_MILLIS)
                store.export(spans(4..4), TIMEOUT_MILLIS)
                place.collector.status = { if (place.collector.bodies.isEmpty()) status else 200 }
                val app = place.start()
                assertTrue(app.upload(UPLOAD_MILLIS))
                assertEquals(ids(4..4), place.collector.ids)
                val loss = "3 spans are lost (refused): the receiver answered $status"
                assertEquals(listOf(loss), place.told.map { "$it" })
                assertEquals("0 emitted, 1 exported, 0 dropped, 3 rejected, 0 stored", app.stats.toString())
                place.assertBalance()
            }
        }
    }

    @Test
    fun `a part that is refused is counted`() {
        Place().use { place ->
            place.collector.response = """{"partialSuccess":{"rejectedSpans":"1"}}"""
            val store = place.start()
            store.export(spans(1..3), TIMEOUT_MILLIS)
            assertTrue(store.upload(UPLOAD_MILLIS))
            assertEquals("3 emitted, 2 exported, 0 dropped, 1 rejected, 0 stored", store.stats.toString())
        }
    }

    @Test
    fun `a 401 gets fresh headers`() {
        Place().use { place ->
            var asked = 0
            val headers = HeaderSource { mapOf("Authorization" to "${asked++}") }
            place.collector.status = { if (place.collector.bodies.isEmpty()) 401 else 200 }
            val store = place.start(http = HttpOptions(connector = place.collector::open, headerSource = headers))
            store.export(spans(1..2), TIMEOUT_MILLIS)
            assertTrue(store.upload(UPLOAD_MILLIS))
            assertEquals(listOf("0", "1"), place.collector.tokens)
            assertEquals(ids(1..2), place.collector.ids)
        }
    }

    @Test
    fun `uploads that fail come later and later, until one sends something`() {
        Place().use { place ->
            place.collector.status = { 503 }
            place.time.mayPass = { place.time.delays.size < 7 }
            val store = place.start()
            store.export(spans(1..1), TIMEOUT_MILLIS)
            store.export(spans(2..2), TIMEOUT_MILLIS)
            assertTrue(eventually { place.time.delays.size == 7 })
            assertEquals(listOf<Long>(60, 120, 240, 480, 960, 960, 960), place.time.delays)
            place.collector.status = { if (place.collector.ids.isEmpty()) 200 else 503 }
            place.time.mayPass = { place.time.delays.size < 9 }
            assertTrue(eventually { place.time.delays.size == 9 })
            assertEquals(listOf<Long>(60, 120), place.time.delays.takeLast(2))
            assertEquals(ids(1..1), place.collector.ids)
        }
    }

    @Test
    fun `what cannot be stored is lost and counted`() {
        val nowhere = StoringExporter(File("/dev/null/nowhere"), null)
        val result = nowhere.export(spans(1..3), TIMEOUT_MILLIS).losses(3)
        assertEquals(listOf(3 to LossReason.FAILED), result.map { it.spans to it.reason })
        assertEquals("3 emitted, 0 exported, 0 dropped, 3 rejected, 0 stored", nowhere.stats.toString())
        Place().use { place ->
            val store = place.start(StoreOptions(maxBytes = 100), uploads = false)
            val losses = store.export(spans(1..2), TIMEOUT_MILLIS).losses(2)
            assertEquals(List(2) { LossReason.TOO_LARGE }, losses.map { it.reason })
            assertEquals("2 emitted, 0 exported, 0 dropped, 2 rejected, 0 stored", store.stats.toString())
        }
    }

    @Test
    fun `a disk that is full leaves nothing behind`() {
        Place().use { place ->
            var left = 0
            val full = { file: File ->
                object : FileOutputStream(file) {
                    override fun write(
                        bytes: ByteArray,
                        offset: Int,
                        count: Int,
                    ) {
                        super.write(bytes, offset, minOf(count, left))
                        if (count > left) throw IOException("No space left on device")
                    }
                }
            }
            val store = place.start(uploads = false, open = full)
            val large = span("s", extra = Tags.Builder().put("large", "x".repeat(20_000)).build())
            for (room in listOf(0, 1, 8_192, 19_000)) {
                left = room
                val loss = store.export(listOf(large, large), TIMEOUT_MILLIS).losses(2).single()
                assertEquals(2 to LossReason.FAILED, loss.spans to loss.reason)
                assertTrue("No space left" in loss.message) { loss.message }
                assertEquals(emptyList<String>(), place.files)
            }
            left = Int.MAX_VALUE
            assertTrue(store.export(spans(1..1), TIMEOUT_MILLIS).isSuccess)
            assertEquals("9 emitted, 0 exported, 0 dropped, 8 rejected, 1 stored", store.stats.toString())
        }
    }

    @Test
    fun `two in one folder send each span once`() {
        Place().use { place ->
            val one = place.start()
            val two = place.start()
            listOf(one to 0, two to 500)
                .map { (store, first) ->
                    thread {
                        for (number in first + 1..first + 40) {
                            store.export(spans(number..number), TIMEOUT_MILLIS)
                            store.upload(UPLOAD_MILLIS)
                        }
                    }
                }.forEach { it.join() }
            assertTrue(one.upload(UPLOAD_MILLIS))
            assertEquals((ids(1..40) + ids(501..540)), place.collector.ids.sorted())
            place.assertBalance()
        }
    }

    @Test
    fun `what is pushed out while it is sent is counted once`() {
        Place().use { place ->
            val options = StoreOptions(maxBytes = OtlpJson.encode(spans(1..1)).length + 10L)
            val other = place.start(options, uploads = false)
            other.export(spans(1..1), TIMEOUT_MILLIS)
            place.collector.status = {
                if (place.told.isEmpty()) other.export(spans(2..2), TIMEOUT_MILLIS)
                200
            }
            assertTrue(place.start(options).upload(UPLOAD_MILLIS))
            assertEquals(listOf(LossReason.QUEUE_FULL), place.told.map { it.reason })
            place.assertBalance()
        }
    }

    @Test
    fun `nothing is sent after the end`() {
        Place().use { place ->
            place.collector.status = { 503 }
            val store = place.start()
            store.export(spans(1..1), TIMEOUT_MILLIS)
            assertTrue(eventually { place.time.delays.isNotEmpty() })
            store.shutdown()
            assertFalse(Thread.getAllStackTraces().keys.any { it.name == "flowtrace-upload" && it.isAlive })
            place.collector.status = { 200 }
            assertFalse(store.upload(UPLOAD_MILLIS))
            assertEquals(emptyList<String>(), place.collector.ids)
        }
    }
}
