package dev.specgen.flowtrace.export

import dev.specgen.flowtrace.ExportError
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanData
import org.junit.jupiter.api.Assertions.assertEquals
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.net.HttpURLConnection
import java.net.URL
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicLong

/** Now, as the times of files are. */
internal val START_MILLIS = System.currentTimeMillis()
private const val NANOS_PER_MILLI = 1_000_000L
private const val LONG_NANOS = 30_000_000_000L
private val SPAN_ID = Regex("\"spanId\":\"([0-9a-f]{16})\"")

/** A collector in memory, which keeps the ids of the spans that it took. */
internal class Collector {
    /** What it answers; 0 where there is no network. */
    @Volatile
    var status: () -> Int = { 200 }

    @Volatile
    var response = ""
    val ids: MutableList<String> = CopyOnWriteArrayList()
    val bodies: MutableList<String> = CopyOnWriteArrayList()
    val tokens: MutableList<String> = CopyOnWriteArrayList()

    fun open(url: URL): HttpURLConnection =
        object : HttpURLConnection(url) {
            private val sent = ByteArrayOutputStream()
            private val answer by lazy { answer(sent.toString("UTF-8"), getRequestProperty("Authorization")) }

            override fun getOutputStream(): OutputStream = if (status() == 0) throw IOException("no network") else sent

            override fun getResponseCode(): Int = answer

            override fun getInputStream(): InputStream = ByteArrayInputStream(response.toByteArray())

            override fun connect() = Unit

            override fun disconnect() = Unit

            override fun usingProxy(): Boolean = false

            override fun getRequestProperty(name: String): String? = properties[name]

            override fun setRequestProperty(
                name: String,
                value: String,
            ) {
                properties[name] = value
            }

            private val properties = HashMap<String, String>()
        }

    @Synchronized
    private fun answer(
        body: String,
        token: String?,
    ): Int {
        val code = status()
        bodies += body
        tokens += token.orEmpty()
        if (code == 200) ids += SPAN_ID.findAll(body).map { it.groupValues[1] }
        return code
    }
}

/** A device's time: short waits pass at once, the uploader's only where they [mayPass]. */
internal class Time(
    private val now: AtomicLong = AtomicLong(),
) : Waits() {
    /** Seconds that the uploader waits between uploads. */
    val delays: MutableList<Long> = CopyOnWriteArrayList()

    @Volatile
    var mayPass = { false }

    override fun nanos(): Long = now.get()

    override fun wallMillis(): Long = START_MILLIS + now.get() / NANOS_PER_MILLI

    override fun chance(): Double = 0.0

    fun advance(seconds: Long) {
        now.addAndGet(seconds * 1_000 * NANOS_PER_MILLI)
    }

    override fun sleep(nanos: Long): Boolean {
        if (nanos >= LONG_NANOS) {
            delays += nanos / NANOS_PER_MILLI / 1_000
            try {
                while (!mayPass()) Thread.sleep(1)
            } catch (ignored: InterruptedException) {
                return false
            }
        }
        now.addAndGet(nanos)
        return true
    }
}

/** A folder, and what an app has around it. */
internal class Place : AutoCloseable {
    val folder: File = File.createTempFile("flowtrace", "").apply { delete() }
    val collector = Collector()
    val time = Time()
    val told: MutableList<ExportError> = CopyOnWriteArrayList()
    val stores = ArrayList<StoringExporter>()

    val files: List<String> get() =
        folder
            .list()
            .orEmpty()
            .filter { it != "lock" }
            .sorted()

    /** What an app makes where it starts. */
    fun start(
        options: StoreOptions = StoreOptions(),
        uploads: Boolean = true,
        time: Time = this.time,
        http: HttpOptions = HttpOptions(connector = collector::open),
        open: (File) -> FileOutputStream = ::FileOutputStream,
    ): StoringExporter {
        val uploader = OtlpHttpExporter(TracesUrl("http://collector.example/v1/traces"), http, time)
        val files = StoredRequests(folder, open)
        return StoringExporter(files, uploader.takeIf { uploads }, options, told::add, time).also { stores += it }
    }

    /** Emitted = exported + dropped + rejected + stored, over all that had the folder. */
    fun assertBalance() {
        val all = stores.map { it.stats }
        val ended = all.sumOf { it.exported + it.dropped + it.rejected }
        assertEquals(all.sumOf { it.emitted }, ended + all.first().stored) { all.joinToString("\n") }
    }

    override fun close() {
        stores.forEach { it.shutdown() }
        folder.deleteRecursively()
    }
}

internal fun id(number: Int): String = number.toString(16).padStart(16, '0')

internal fun ids(numbers: IntRange): List<String> = numbers.map(::id)

/** Spans with ids of their own. */
internal fun spans(numbers: IntRange): List<SpanData> =
    numbers.map {
        span("s", context = checkNotNull(SpanContext.parse("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-${id(it)}-01")))
    }

/** Waits for what another thread does, at most twenty seconds. */
internal fun eventually(holds: () -> Boolean): Boolean {
    repeat(4_000) {
        if (holds()) return true
        Thread.sleep(5)
    }
    return false
}
