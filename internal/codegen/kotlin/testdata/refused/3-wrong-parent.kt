package refused.case3wrongparent

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.ReceivedRef

fun main(
android: NotificationAndroid,
received: ReceivedRef,
) {
    android.received(received)
}

// 10: Argument type mismatch: actual type is 'ReceivedRef', but 'SentRef' was expected.
