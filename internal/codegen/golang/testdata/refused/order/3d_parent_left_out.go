// No parent, where it may not be left out.

package main

import "github.com/specgen/specgen/gen/go/order"

func main() {
	api := order.NewOrderAPI(nil, order.Region("eu-central-1"))
	api.Cancelled(order.OrderID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")) // want: not enough arguments in call to api.Cancelled
}
