// A parent of the caller's own making.

package main

import "github.com/specgen/specgen/gen/go/order"

type forged struct{}

func (forged) paymentAttemptParent() {}

func main() {
	gateway := order.NewPaymentGateway(nil, order.Region("eu-central-1"))
	gateway.StartPaymentAttempt(
		forged{}, // want: cannot use forged{} (value of struct type forged) as order.PaymentAttemptParent value in argument to gateway.StartPaymentAttempt: forged does not implement order.PaymentAttemptParent (unexported method paymentAttemptParent)
		order.OrderID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
		order.Attempt(1),
		order.PaymentMethodCard(),
		order.AmountEur(49.9),
	)
}
