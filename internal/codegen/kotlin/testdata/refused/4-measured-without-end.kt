package refused.case4measuredwithoutend

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.OpenedRef
import dev.specgen.flows.notification.ReadInAppRef

fun main(
android: NotificationAndroid,
opened: OpenedRef,
): ReadInAppRef = android.startReadInApp(opened)

// 10: Return type mismatch: expected 'ReadInAppRef', actual 'ReadInAppSpan'.
