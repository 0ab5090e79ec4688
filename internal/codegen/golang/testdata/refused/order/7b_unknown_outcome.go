// An outcome that the spec does not know.

package main

import "github.com/specgen/specgen/gen/go/order"

func answered(running *order.PaymentAttempt) {
	running.End(order.PaymentAttemptResultRefused()) // want: undefined: order.PaymentAttemptResultRefused
}
