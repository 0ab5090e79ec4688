// An authorized payment with a reason to decline it.

package main

import "github.com/specgen/specgen/gen/go/order"

func answered(running *order.PaymentAttempt) {
	running.End(order.PaymentAttemptResultAuthorized(order.DeclineCode("51"))) // want: too many arguments in call to order.PaymentAttemptResultAuthorized
}
