package refused.case1plaintextforanid

import dev.specgen.flows.notification.NotificationId
import dev.specgen.flows.notification.SentRef

fun main(notification: NotificationId): SentRef = SentRef.of(notification, "d1")

// 6: Argument type mismatch: actual type is 'String', but 'DeviceId' was expected.
