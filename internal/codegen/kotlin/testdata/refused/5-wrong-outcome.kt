package refused.case5wrongoutcome

import dev.specgen.cases.order.PaymentAttemptResult
import dev.specgen.cases.order.PaymentAttemptSpan

fun main(paying: PaymentAttemptSpan) {
    paying.end("DECLINED")
    paying.end(PaymentAttemptResult.Refused())
    paying.end(PaymentAttemptResult.Declined())
    paying.end(PaymentAttemptResult.Error(declineCode = "51"))
}

// 7: Argument type mismatch: actual type is 'String', but 'PaymentAttemptResult' was expected.
// 8: Unresolved reference 'Refused'.
// 9: No value passed for parameter 'declineCode'.
// 10: No parameter with name 'declineCode' found.
