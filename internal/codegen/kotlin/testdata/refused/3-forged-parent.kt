package refused.case3forgedparent

import dev.specgen.cases.order.PaymentAttemptParent
import dev.specgen.flowtrace.SpanContext

class Anything(
override val context: SpanContext,
) : PaymentAttemptParent

// 8: Extending sealed classes or interfaces from a different module is prohibited.
// 8: A class can only extend a sealed class or interface declared in the same package.
