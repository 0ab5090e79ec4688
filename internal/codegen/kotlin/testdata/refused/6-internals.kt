package refused.case6internals

import dev.specgen.flows.notification.NotificationAndroid
import dev.specgen.flows.notification.Rules
import dev.specgen.flowtrace.FlowEmitter

fun main(android: NotificationAndroid): FlowEmitter = android.emitter

// 4: Cannot access 'object Rules : Any': it is internal in file.
// 7: For generated clients only: it may change in any release of flowtrace.
// 7: Cannot access 'val emitter: FlowEmitter': it is private in 'dev.specgen.flows.notification.NotificationAndroid'.
// 7: For generated clients only: it may change in any release of flowtrace.
