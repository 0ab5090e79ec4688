// A parent that is none of several.

package main

import "github.com/specgen/specgen/gen/go/order"

func main() {
	gateway := order.NewPaymentGateway(nil, order.Region("eu-central-1"))
	gateway.StartPaymentAttempt(
		order.CheckoutOpenedRef{}, // want: cannot use order.CheckoutOpenedRef{} (value of struct type order.CheckoutOpenedRef) as order.PaymentAttemptParent value in argument to gateway.StartPaymentAttempt: order.CheckoutOpenedRef does not implement order.PaymentAttemptParent (missing method paymentAttemptParent)
		order.OrderID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
		order.Attempt(1),
		order.PaymentMethodCard(),
		order.AmountEur(49.9),
	)
}
