package refused.case4instantwithend

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.ReceivedRef

fun main(
android: NotificationAndroid,
received: ReceivedRef,
) {
    android.opened(received).end()
}

// 10: Unresolved reference 'end'.
