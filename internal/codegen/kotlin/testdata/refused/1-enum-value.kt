package refused.case1enumvalue

import dev.specgen.flows.notification.TriggerType

fun main(): TriggerType = TriggerType.EVERYONE

// 5: Unresolved reference 'EVERYONE'.
