package refused.case1swappedids

import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationPushService
import dev.specgen.flows.notification.NotifyRef
import dev.specgen.flows.notification.SentPlatform
import dev.specgen.flows.notification.SocketId

fun main(
push: NotificationPushService,
notify: NotifyRef,
channel: ChannelId,
device: DeviceId,
) {
    push.sent(notify, device, channel, SentPlatform.Web(SocketId("s1")))
}

// 16: Argument type mismatch: actual type is 'DeviceId', but 'ChannelId' was expected.
// 16: Argument type mismatch: actual type is 'ChannelId', but 'DeviceId' was expected.
