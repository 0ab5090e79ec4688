package refused.case3noparent

import dev.specgen.flows.notification.NotificationAndroid

fun main(android: NotificationAndroid) {
    android.received(null)
}

// 6: Null cannot be a value of a non-null type 'SentRef'.
