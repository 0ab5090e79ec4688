package refused.case1wrongtime

import dev.specgen.cases.order.OrderId
import dev.specgen.cases.order.OrderOrderApi
import dev.specgen.cases.order.PaymentAttemptResult
import dev.specgen.cases.order.PaymentAttemptSpan
import dev.specgen.cases.order.PlacedRef

fun main(
api: OrderOrderApi,
placed: PlacedRef,
order: OrderId,
paying: PaymentAttemptSpan,
) {
    api.cancelled(placed, order, timestamp = 1_795_255_200_000)
    paying.end(PaymentAttemptResult.Authorized(), endTime = "2026-11-21T10:00:00Z")
}

// 15: Argument type mismatch: actual type is 'Long', but 'Date?' was expected.
// 16: Argument type mismatch: actual type is 'String', but 'Date?' was expected.
