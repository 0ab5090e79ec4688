// A declined payment that does not say why.

package main

import "github.com/specgen/specgen/gen/go/order"

func answered(running *order.PaymentAttempt) {
	running.End(order.PaymentAttemptResultDeclined()) // want: not enough arguments in call to order.PaymentAttemptResultDeclined
}
