package refused.case3forgedref

import dev.specgen.flows.notification.SentRef
import dev.specgen.flowtrace.SpanContext

fun main(context: SpanContext): SentRef = SentRef(context)

// 6: Cannot access 'constructor(context: SpanContext): SentRef': it is internal in 'dev.specgen.flows.notification.SentRef'.
// 6: For generated clients only: it may change in any release of flowtrace.
