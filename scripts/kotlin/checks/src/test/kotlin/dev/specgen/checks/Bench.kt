package dev.specgen.checks

import com.sun.management.ThreadMXBean
import dev.specgen.flows.notification.ApnsId
import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.CollapseId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.NotificationJobQueue
import dev.specgen.flows.notification.NotificationPushService
import dev.specgen.flows.notification.NotificationWebapp
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.OpenedRef
import dev.specgen.flows.notification.ReceivedRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SentRef
import dev.specgen.flows.notification.TeamId
import dev.specgen.flows.notification.TriggerType
import dev.specgen.flows.notification.UserId
import dev.specgen.flowtrace.BatchOptions
import dev.specgen.flowtrace.BatchSpanProcessor
import dev.specgen.flowtrace.ExportResult
import dev.specgen.flowtrace.SpanData
import dev.specgen.flowtrace.SpanExporter
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags
import dev.specgen.flowtrace.UnsampledSpanProcessor
import dev.specgen.flowtrace.export.OtlpJson
import java.lang.management.ManagementFactory
import kotlin.math.roundToLong

private const val ROUNDS = 12
private const val WARM_UPS = 5
private const val CALLS = 200_000
private const val LINKS = 100_000
private const val LARGE_QUEUE = 4_000_000

private val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean

@Volatile private var hole: Any? = null

/** What the names of the calls to measure begin with; all where there are none. */
private var wanted = emptyList<String>()

/** Median nanoseconds of the thread's processor time and bytes of one call, after some rounds to warm up. */
private inline fun measure(
    what: String,
    calls: Int = CALLS,
    crossinline call: (Int) -> Any?,
) {
    if (wanted.isNotEmpty() && wanted.none(what::startsWith)) return
    val times = ArrayList<Double>()
    var bytes = 0L
    repeat(ROUNDS) { round ->
        val before = threads.getThreadAllocatedBytes(Thread.currentThread().id)
        val start = threads.currentThreadCpuTime
        var last: Any? = null
        for (number in 0 until calls) last = call(number)
        val taken = threads.currentThreadCpuTime - start
        bytes = (threads.getThreadAllocatedBytes(Thread.currentThread().id) - before) / calls
        hole = last
        if (round >= WARM_UPS) times += taken.toDouble() / calls
    }
    times.sort()
    println("| $what | ${times[times.size / 2].roundToLong()} | $bytes |")
}

/** Takes triggers too, of which one in a hundred is sampled. */
private class Last : UnsampledSpanProcessor {
    var span: SpanData? = null

    override fun onEnd(span: SpanData) {
        this.span = span
    }

    override fun forceFlush(timeoutMillis: Long): Boolean = true

    override fun shutdown(timeoutMillis: Long): Boolean = true
}

private object Nowhere : SpanExporter {
    override fun export(
        spans: List<SpanData>,
        timeoutMillis: Long,
    ): ExportResult = ExportResult.SUCCESS

    override fun shutdown() {
        hole = null
    }
}

private val ID = NotificationId("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
private val USER = UserId("U024BE7LH")
private val TEAM = TeamId("T061EG9R6")
private val CHANNEL = ChannelId("C012AB3CD")
private const val MESSAGE = "1712345678.123456"
private val DEVICES = Array(1024) { DeviceId("device-$it") }

/** Prints a table of what emits cost, all or those whose names begin as [args] do: `scripts/kotlin/bench`. */
fun main(args: Array<String>) {
    wanted = args.asList()
    println("| | ns | B |\n| --- | ---: | ---: |")
    val last = Last()
    calls(SpanSink(last))
    val batch = BatchSpanProcessor(Nowhere, BatchOptions(maxQueueSize = LARGE_QUEUE, maxQueueBytes = Long.MAX_VALUE))
    val android = NotificationAndroid(SpanSink(batch), "24.11", "15")
    measure("received into a batch processor") { android.received(SentRef.of(ID, DEVICES[it and 1023]), 3).context }
    batch.shutdown(timeoutMillis = 10_000)
    check(batch.stats.dropped == 0L) { "spans were dropped: ${batch.stats}" }
    links(SpanSink(last), last)
}

private fun calls(sink: SpanSink) {
    val android = NotificationAndroid(sink, "24.11", "15")
    val push = NotificationPushService(sink)
    val job = NotificationJobQueue(sink)
    val webapp = NotificationWebapp(sink)
    val notify = NotifyRef.of(ID)
    val sent = SentRef.of(ID, DEVICES[0])
    val received = ReceivedRef.of(sent)
    val opened = OpenedRef.of(received)
    val ios = SentPlatform.Ios(ApnsId("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"), CollapseId("c"))
    val extra = Tags.Builder().put("thread.name", "main").build()
    val trigger = webapp.trigger(null, TriggerType.DM, USER, TEAM, CHANNEL, MESSAGE, ID)
    measure("reference from ids") { SentRef.of(ID, DEVICES[it and 1023]).context }
    measure("opened: derived id, no tag") { android.opened(received).context }
    measure("received: derived id, 1 tag") { android.received(sent, badgeCount = it.toLong()).context }
    measure("received with an undeclared tag") { android.received(sent, 3, extra).context }
    measure("sent: derived id, 5 tags, 1 pattern") { push.sent(notify, CHANNEL, DEVICES[it and 1023], ios).context }
    measure("notify: derived id, 4 tags, 4 patterns") { job.notify(trigger, ID, USER, TEAM, CHANNEL, MESSAGE).context }
    measure("trigger: random ids, 6 tags, 4 patterns") {
        webapp.trigger(null, TriggerType.DM, USER, TEAM, CHANNEL, MESSAGE, ID).context
    }
    measure("read in app: start and end, 1 tag") { android.startReadInApp(opened).end(messageCount = 2).context }
}

private fun links(
    sink: SpanSink,
    last: Last,
) {
    val webapp = NotificationWebapp(sink)
    val links = List(LINKS) { NotifyRef.of(ID) }
    measure("trigger with 100,000 links", 20) {
        webapp.trigger(null, TriggerType.CHANNEL, USER, TEAM, CHANNEL, MESSAGE, ID, notifyLinks = links).context
    }
    measure("the same, as OTLP JSON", 3) { OtlpJson.encode(listOf(checkNotNull(last.span))).length }
}
