// A time of a type that is none.

package main

import "github.com/specgen/specgen/gen/go/order"

func main() {
	_ = order.WithTimestamp("2026-11-21T10:00:00Z") // want: cannot use "2026-11-21T10:00:00Z" (untyped string constant) as "time".Time value in argument to order.WithTimestamp
}
