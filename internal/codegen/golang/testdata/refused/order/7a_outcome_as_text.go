// An outcome as text.

package main

import "github.com/specgen/specgen/gen/go/order"

func answered(running *order.PaymentAttempt) {
	running.End("DECLINED") // want: cannot use "DECLINED" (untyped string constant) as order.PaymentAttemptResult value in argument to running.End
}
