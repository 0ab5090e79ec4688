package com.example.chat

import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.OpenedRef
import dev.specgen.flows.notification.ReadInAppSpan
import dev.specgen.flows.notification.ReceivedRef
import dev.specgen.flows.notification.SentRef
import dev.specgen.flowtrace.SpanSink
import java.util.Date

/** What the app does with a push, and what it tells the flow. */
class PushReceiver(
    sink: SpanSink,
    private val device: String,
) {
    private val flow = NotificationAndroid(sink, appVersion = "24.11.0", osVersion = "15")

    /** The push has arrived. Nothing but the notification's id is in its payload: the parent derives. */
    fun onPush(
        notificationId: String,
        badge: Long,
    ): ReceivedRef {
        val sent = SentRef.of(NotificationId(notificationId), DeviceId(device))
        return flow.received(parent = sent, badgeCount = badge)
    }

    /** The user tapped on it. What is returned is ended with [onRendered]. */
    fun onTap(received: ReceivedRef): ReadInAppSpan {
        val opened: OpenedRef = flow.opened(received)
        return flow.startReadInApp(opened)
    }

    /** The channel shows the message. */
    fun onRendered(
        reading: ReadInAppSpan,
        messages: Long,
    ) {
        reading.end(messageCount = messages)
    }

    /** The phone is online again: what was done without a network is told with the times at which it was done. */
    fun onOnline(
        received: ReceivedRef,
        kept: KeptReading,
    ) {
        val opened = flow.opened(received, timestamp = kept.tapped)
        flow.startReadInApp(opened, startTime = kept.tapped).end(kept.messages, endTime = kept.rendered)
    }
}

/** What the app keeps of a tap while the phone is offline. */
class KeptReading(
    val tapped: Date,
    val rendered: Date,
    val messages: Long,
)
