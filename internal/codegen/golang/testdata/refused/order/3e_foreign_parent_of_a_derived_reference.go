// A parent that is none of several, where an id derives from it.

package main

import "github.com/specgen/specgen/gen/go/order"

func main() {
	_ = order.DeriveParcelReturnedRef(order.PlacedRef{}) // want: cannot use order.PlacedRef{} (value of struct type order.PlacedRef) as order.ParcelReturnedParent value in argument to order.DeriveParcelReturnedRef: order.PlacedRef does not implement order.ParcelReturnedParent (missing method parcelReturnedParent)
}
