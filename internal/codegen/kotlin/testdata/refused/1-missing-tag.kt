package refused.case1missingtag

import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.NotificationPushService
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SocketId

fun main(
push: NotificationPushService,
notify: NotifyRef,
) {
    push.sent(notify, ChannelId("C1"), platform = SentPlatform.Web(SocketId("s1")))
}

// 13: No value passed for parameter 'deviceId'.
