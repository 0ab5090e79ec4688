// An end without the outcome.

package main

import "github.com/specgen/specgen/gen/go/order"

func answered(running *order.PaymentAttempt) {
	running.End() // want: not enough arguments in call to running.End
}
