package refused.case5othervariant

import dev.specgen.flows.notification.FcmMessageId
import dev.specgen.flows.notification.SentPlatform

fun main(): SentPlatform = SentPlatform.Ios(fcmMessageId = FcmMessageId("f1"))

// 6: No parameter with name 'fcmMessageId' found.
// 6: No value passed for parameter 'apnsId'.
