package refused.case4instantasmeasured

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.ReceivedRef

fun main(
android: NotificationAndroid,
received: ReceivedRef,
) {
    android.startOpened(received)
}

// 10: Unresolved reference 'startOpened'.
