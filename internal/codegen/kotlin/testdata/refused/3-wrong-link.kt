package refused.case3wronglink

import dev.specgen.flows.notification.ChannelId
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.NotificationWebapp
import dev.specgen.flows.notification.SentRef
import dev.specgen.flows.notification.TeamId
import dev.specgen.flows.notification.TriggerType
import dev.specgen.flows.notification.UserId

fun main(
webapp: NotificationWebapp,
user: UserId,
team: TeamId,
channel: ChannelId,
id: NotificationId,
sent: SentRef,
) {
    webapp.trigger(null, TriggerType.DM, user, team, channel, "1712345678.123456", id, notifyLinks = listOf(sent))
}

// 19: Argument type mismatch: actual type is 'List<SentRef>', but 'List<NotifyRef>' was expected.
