package refused.case5tagwithoutvariant

import dev.specgen.flows.notification.ApnsId
import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationPushService
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SocketId

fun main(
push: NotificationPushService,
notify: NotifyRef,
) {
    push.sent(notify, ChannelId("C1"), DeviceId("d1"), SentPlatform.Web(SocketId("s1")), apnsId = ApnsId("a1"))
}

// 15: No parameter with name 'apnsId' found.
