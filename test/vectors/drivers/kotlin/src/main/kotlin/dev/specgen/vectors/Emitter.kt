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

/** A measured span that has begun. */
internal fun interface Running {
    fun end(arguments: Arguments)
}

/** What a call gives: the span's ids, and the handle of one that runs. */
internal class Result(
    val context: SpanContext,
    val running: Running? = null,
)

/** The calls that one service's emitter has, by the names of its spans. */
internal class Emitter private constructor(
    private val calls: Map<String, (SpanContext?, Arguments, List<SpanContext>) -> Result>,
) {
    fun call(
        span: String,
        parent: SpanContext?,
        arguments: Arguments,
        links: List<SpanContext>,
    ): Result = calls.getValue(span)(parent, arguments, links)

    companion object {
        fun of(
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
            Emitter(
                mapOf(
                    "notification:trigger" to { parent, given, links ->
                        val trigger =
                            emitter.trigger(
                                parent,
                                TriggerType.entries.single { it.wire == given.text("trigger_type") },
                                UserId(given.text("user_id")),
                                TeamId(given.text("team_id")),
                                ChannelId(given.text("channel_id")),
                                given.text("message_ts"),
                                NotificationId(given.text("notification_id")),
                                notifyLinks = links.map { checkNotNull(NotifyRef.parse(it.toTraceparent())) },
                                extra = given.extra(),
                            )
                        Result(trigger.context)
                    },
                ),
            )

        private fun jobQueue(emitter: NotificationJobQueue): Emitter =
            Emitter(
                mapOf(
                    "notification:notify" to { parent, given, _ ->
                        val notify =
                            emitter.notify(
                                ref(parent, TriggerRef::parse),
                                NotificationId(given.text("notification_id")),
                                UserId(given.text("user_id")),
                                TeamId(given.text("team_id")),
                                ChannelId(given.text("channel_id")),
                                given.text("message_ts"),
                                extra = given.extra(),
                            )
                        Result(notify.context)
                    },
                ),
            )

        private fun pushService(emitter: NotificationPushService): Emitter =
            Emitter(
                mapOf(
                    "notification:sent" to { parent, given, _ ->
                        val channel = ChannelId(given.text("channel_id"))
                        val device = DeviceId(given.text("device_id"))
                        val sent =
                            emitter.sent(
                                ref(parent, NotifyRef::parse),
                                channel,
                                device,
                                platform(given),
                                given.extra(),
                            )
                        Result(sent.context)
                    },
                ),
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
            received: (SentRef, Long?, Tags) -> ReceivedRef,
            opened: (ReceivedRef, Tags) -> OpenedRef,
            read: (OpenedRef, Tags) -> ReadInAppSpan,
        ): Emitter =
            Emitter(
                mapOf(
                    "notification:received" to { parent, given, _ ->
                        Result(
                            received(
                                ref(parent, SentRef::parse),
                                given.optionalLong("badge_count"),
                                given.extra(),
                            ).context,
                        )
                    },
                    "notification:opened" to { parent, given, _ ->
                        Result(opened(ref(parent, ReceivedRef::parse), given.extra()).context)
                    },
                    "notification:read in app" to { parent, given, _ ->
                        val reading = read(ref(parent, OpenedRef::parse), given.extra())
                        Result(reading.ref.context) { end ->
                            check(reading.end(end.optionalLong("message_count"), end.extra()) == reading.ref)
                        }
                    },
                ),
            )

        /** References of the vectors have no kind; a client's have one. */
        private fun <T : Any> ref(
            parent: SpanContext?,
            parse: (String) -> T?,
        ): T = checkNotNull(parse(checkNotNull(parent).toTraceparent()))
    }
}

/** Derives a reference from tags or from the parent. */
internal fun derive(
    span: String,
    given: Arguments,
    parent: SpanContext?,
): SpanContext {
    val carried = parent?.toTraceparent().orEmpty()
    return when (span) {
        "notification:notify" -> {
            NotifyRef.of(NotificationId(given.text("notification_id"))).context
        }

        "notification:sent" -> {
            SentRef.of(NotificationId(given.text("notification_id")), DeviceId(given.text("device_id"))).context
        }

        "notification:received" -> {
            ReceivedRef.of(checkNotNull(SentRef.parse(carried))).context
        }

        "notification:opened" -> {
            OpenedRef.of(checkNotNull(ReceivedRef.parse(carried))).context
        }

        "notification:read in app" -> {
            ReadInAppRef.of(checkNotNull(OpenedRef.parse(carried))).context
        }

        else -> {
            error("no such span: $span")
        }
    }
}
