package dev.specgen.vectors

import dev.specgen.flows.notification.ApnsId
import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.CollapseId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.FcmMessageId
import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.NotificationDesktop
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.NotificationIos
import dev.specgen.flows.notification.NotificationJobQueue
import dev.specgen.flows.notification.NotificationPushService
import dev.specgen.flows.notification.NotificationWeb
import dev.specgen.flows.notification.NotificationWebapp
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.OpenedRef
import dev.specgen.flows.notification.ReadInAppRef
import dev.specgen.flows.notification.ReadInAppSpan
import dev.specgen.flows.notification.ReceivedRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SentRef
import dev.specgen.flows.notification.SocketId
import dev.specgen.flows.notification.TeamId
import dev.specgen.flows.notification.TriggerRef
import dev.specgen.flows.notification.TriggerType
import dev.specgen.flows.notification.UserId
import dev.specgen.flowtrace.SpanContext
import dev.specgen.flowtrace.SpanSink
import dev.specgen.flowtrace.Tags
import java.util.Date

/** The client of spec/notification.yaml. */
internal object NotificationClient : Client {
    override fun emitter(
        sink: SpanSink,
        service: String,
        tags: Arguments,
    ): Emitter =
        when (service) {
            "webapp" -> webapp(NotificationWebapp(sink))
            "job-queue" -> jobQueue(NotificationJobQueue(sink))
            "push-service" -> pushService(NotificationPushService(sink))
            else -> client(sink, service, tags)
        }

    private fun webapp(emitter: NotificationWebapp): Emitter =
        mapOf(
            "notification:trigger" to { call ->
                val given = call.given
                val trigger =
                    emitter.trigger(
                        call.parent?.context,
                        TriggerType.entries.single { it.wire == given.text("trigger_type") },
                        UserId(given.text("user_id")),
                        TeamId(given.text("team_id")),
                        ChannelId(given.text("channel_id")),
                        given.text("message_ts"),
                        NotificationId(given.text("notification_id")),
                        notifyLinks = call.links.map { ref(it, NotifyRef::parse) },
                        extra = given.extra(),
                        timestamp = call.time,
                    )
                Result(trigger.context)
            },
        )

    private fun jobQueue(emitter: NotificationJobQueue): Emitter =
        mapOf(
            "notification:notify" to { call ->
                val given = call.given
                val notify =
                    emitter.notify(
                        ref(call.parent, TriggerRef::parse),
                        NotificationId(given.text("notification_id")),
                        UserId(given.text("user_id")),
                        TeamId(given.text("team_id")),
                        ChannelId(given.text("channel_id")),
                        given.text("message_ts"),
                        given.extra(),
                        call.time,
                    )
                Result(notify.context)
            },
        )

    private fun pushService(emitter: NotificationPushService): Emitter =
        mapOf(
            "notification:sent" to { call ->
                val given = call.given
                val channel = ChannelId(given.text("channel_id"))
                val device = DeviceId(given.text("device_id"))
                val parent = ref(call.parent, NotifyRef::parse)
                val (extra, time) = given.extra() to call.time
                val sent = emitter.sent(parent, channel, device, platform(given), extra = extra, timestamp = time)
                Result(sent.context)
            },
        )

    private fun platform(given: Arguments): SentPlatform =
        when (val platform = given.text("platform")) {
            "ios" -> {
                SentPlatform.Ios(
                    ApnsId(given.text("apns_id")),
                    given.optionalText("collapse_id")?.let(::CollapseId),
                )
            }

            "android" -> {
                SentPlatform.Android(FcmMessageId(given.text("fcm_message_id")))
            }

            "desktop" -> {
                SentPlatform.Desktop(SocketId(given.text("socket_id")))
            }

            "web" -> {
                SentPlatform.Web(SocketId(given.text("socket_id")))
            }

            else -> {
                error("no such platform: $platform")
            }
        }

    private fun client(
        sink: SpanSink,
        service: String,
        tags: Arguments,
    ): Emitter {
        val app = tags.text("app_version")
        val model = tags.optionalText("device_model")
        return when (service) {
            "iOS" -> {
                val flow = NotificationIos(sink, app, tags.text("os_version"), model)
                client(flow::received, flow::opened, flow::startReadInApp)
            }

            "Android" -> {
                val flow = NotificationAndroid(sink, app, tags.text("os_version"), model)
                client(flow::received, flow::opened, flow::startReadInApp)
            }

            "Desktop" -> {
                val flow = NotificationDesktop(sink, app, tags.text("os_version"))
                client(flow::received, flow::opened, flow::startReadInApp)
            }

            else -> {
                val flow = NotificationWeb(sink, app, tags.optionalText("browser"))
                client(flow::received, flow::opened, flow::startReadInApp)
            }
        }
    }

    private fun client(
        received: (SentRef, Long?, Tags, Date?) -> ReceivedRef,
        opened: (ReceivedRef, Tags, Date?) -> OpenedRef,
        read: (OpenedRef, Tags, Date?) -> ReadInAppSpan,
    ): Emitter =
        mapOf(
            "notification:received" to { call ->
                val badges = call.given.optionalLong("badge_count")
                Result(received(ref(call.parent, SentRef::parse), badges, call.given.extra(), call.time).context)
            },
            "notification:opened" to { call ->
                Result(opened(ref(call.parent, ReceivedRef::parse), call.given.extra(), call.time).context)
            },
            "notification:read in app" to { call ->
                val reading = read(ref(call.parent, OpenedRef::parse), call.given.extra(), call.time)
                Result(reading.ref.context) { given, time ->
                    check(reading.end(given.optionalLong("message_count"), given.extra(), time) == reading.ref)
                }
            },
        )

    override fun derive(
        span: String,
        given: Arguments,
        parent: Reference?,
    ): SpanContext =
        when (span) {
            "notification:notify" -> {
                NotifyRef.of(NotificationId(given.text("notification_id"))).context
            }

            "notification:sent" -> {
                SentRef.of(NotificationId(given.text("notification_id")), DeviceId(given.text("device_id"))).context
            }

            "notification:received" -> {
                ReceivedRef.of(ref(parent, SentRef::parse)).context
            }

            "notification:opened" -> {
                OpenedRef.of(ref(parent, ReceivedRef::parse)).context
            }

            "notification:read in app" -> {
                ReadInAppRef.of(ref(parent, OpenedRef::parse)).context
            }

            else -> {
                error("no such span: $span")
            }
        }
}
