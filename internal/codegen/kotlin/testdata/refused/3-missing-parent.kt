package refused.case3missingparent

import dev.specgen.flows.notification.NotificationAndroid

fun main(android: NotificationAndroid) {
    android.received(badgeCount = 3)
}

// 6: No value passed for parameter 'parent'.
