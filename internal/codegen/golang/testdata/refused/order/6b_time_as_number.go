// A time as a number, of which nobody knows the unit.

package main

import "github.com/specgen/specgen/gen/go/order"

func main() {
	_ = order.WithTimestamp(1712345678) // want: cannot use 1712345678 (untyped int constant) as "time".Time value in argument to order.WithTimestamp
}
