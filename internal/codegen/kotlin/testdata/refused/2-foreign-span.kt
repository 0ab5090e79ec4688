package refused.case2foreignspan

import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SocketId

fun main(
android: NotificationAndroid,
notify: NotifyRef,
) {
    android.sent(notify, ChannelId("C1"), DeviceId("d1"), SentPlatform.Web(SocketId("s1")))
}

// 14: Unresolved reference 'sent'.
