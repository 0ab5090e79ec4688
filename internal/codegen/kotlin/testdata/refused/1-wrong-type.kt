package refused.case1wrongtype

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.SentRef

fun main(
android: NotificationAndroid,
sent: SentRef,
) {
    android.received(sent, badgeCount = "3")
}

// 10: Argument type mismatch: actual type is 'String', but 'Long?' was expected.
