// A time without the name of the option.

package main

import (
	"time"

	"github.com/specgen/specgen/gen/go/order"
)

func main() {
	web := order.NewShopWeb(nil, order.AppVersion("8.2.0"))
	web.CheckoutOpened(order.VisitID("0192f3a1-7b6c-7d2e-8f10-2a3b4c5d6e7f"), time.Now()) // want: cannot use time.Now() (value of struct type "time".Time) as order.CheckoutOpenedOption value in argument to web.CheckoutOpened: "time".Time does not implement order.CheckoutOpenedOption (missing method checkoutOpenedOption)
}
