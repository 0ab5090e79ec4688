package refused.case3foreignparent

import dev.specgen.cases.order.OrderId
import dev.specgen.cases.order.OrderPaymentGateway
import dev.specgen.cases.order.ParcelReturnedRef
import dev.specgen.cases.order.PaymentMethod
import dev.specgen.flowtrace.SpanContext

fun main(
payments: OrderPaymentGateway,
returned: ParcelReturnedRef,
outside: SpanContext,
order: OrderId,
) {
    payments.startPaymentAttempt(returned, order, 1, PaymentMethod.CARD, 49.9)
    payments.startPaymentAttempt(outside, order, 1, PaymentMethod.CARD, 49.9)
    payments.startPaymentAttempt(null, order, 1, PaymentMethod.CARD, 49.9)
    payments.refunded(returned, order, 49.9)
    payments.refunded(null, order, 49.9)
}

// 15: Argument type mismatch: actual type is 'ParcelReturnedRef', but 'PaymentAttemptParent' was expected.
// 16: Argument type mismatch: actual type is 'SpanContext', but 'PaymentAttemptParent' was expected.
// 17: Null cannot be a value of a non-null type 'PaymentAttemptParent'.
