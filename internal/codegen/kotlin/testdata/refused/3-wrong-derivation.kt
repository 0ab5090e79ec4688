package refused.case3wrongderivation

import dev.specgen.flows.notification.DeviceId
import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.SentRef

fun main(
notification: NotificationId,
device: DeviceId,
): SentRef = SentRef.of(device, notification)

// 10: Argument type mismatch: actual type is 'DeviceId', but 'NotificationId' was expected.
// 10: Argument type mismatch: actual type is 'NotificationId', but 'DeviceId' was expected.
