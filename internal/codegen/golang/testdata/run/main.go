// A program of the shop: it plays every service of testdata/flows/checkout.yaml, and prints what they emit.
package main

import (
	"fmt"

	"example.com/shop/flows/checkout"
	"example.com/shop/flows/flowtrace"
	"example.com/shop/flows/flowtrace/flowtracetest"
)

const region = "eu-central-1"

func main() {
	spans := flowtracetest.New(nil)
	settled := cart(spans)
	order(spans, settled)
	mistakes(spans)
	fmt.Print(spans.Text())
	fmt.Println(settled.Traceparent())
}

func cart(spans *flowtracetest.Recorder) checkout.SettledRef {
	shop := checkout.NewStorefront(spans, checkout.AppVersion("8.2.0"), checkout.TenantMain(), spans.Options(),
		checkout.StorefrontTheme(checkout.Theme("dark")))
	api := checkout.NewCheckoutAPI(spans, checkout.RegionEuCentral(), spans.Options(), checkout.CheckoutAPICanary(checkout.Canary(true)))
	gateway := checkout.NewPaymentGateway(spans, checkout.RegionOther("mars-1"), spans.Options())

	id := checkout.CartID("cart_7zq2m4x9k0ab")
	opened := shop.CartOpened(id, checkout.SKU("MUG-1"), checkout.Quantity(2))
	if opened != checkout.DeriveCartOpenedRef(id) {
		fmt.Println("the cart's reference does not derive")
	}
	shop.ItemChanged(opened, id, checkout.SKU("MUG-1"), checkout.Quantity(1))
	articles := []string{"MUG-1", "TSHIRT-M-BLUE"}
	skus := checkout.SKUs(articles...)
	articles[0] = "changed afterwards"
	priced := api.Priced(
		opened, id, checkout.Revision(3), skus, checkout.Quantities(1, 1), checkout.Amount(50), checkout.Currency("EUR"), checkout.Express(true),
		checkout.Coupon("SPRING26"), checkout.Discounts(5, 2.5),
	)
	attempt := gateway.StartPaymentAttempted(
		priced, id, checkout.Attempt(12), checkout.PaymentAttemptedMethodInvoice(checkout.DueDays(14)), checkout.Amount(42.5))
	settled := gateway.Settled(attempt.Ref(), id, checkout.SettledAt("2026-03-01T10:00:00Z"))
	attempt.End(
		checkout.PaymentAttemptedOutcomeDeclined(checkout.DeclineCodeExpiredCard()), checkout.RiskScore(1), checkout.Flags(true, false))
	if attempt.Ref() != checkout.DerivePaymentAttemptedRef(id, checkout.Attempt(12)) {
		fmt.Println("the attempt's reference does not derive")
	}
	shop.Left(flowtrace.SpanContext{}, id, checkout.LinkCartOpened(opened))
	return settled
}

func order(spans *flowtracetest.Recorder, settled checkout.SettledRef) {
	api := checkout.NewCheckoutAPI(spans, checkout.RegionUsEast(), spans.Options())
	warehouse := checkout.NewWarehouse(spans, spans.Options())
	number := checkout.OrderNumber("DE-100042")
	placed := api.OrderPlaced(
		number,
		checkout.OrderPlacedDeliveryCourier(checkout.Carrier("DHL"), checkout.SlotsOf(checkout.SlotsSaturday(), checkout.SlotsWeekday())),
		checkout.OrderPlacedCustomerMember(checkout.MemberID("9f86d081")),
		checkout.LinkSettled(settled),
	)
	parcel := warehouse.StartParcelPacked(placed, number, checkout.Parcel(1))
	parcel.End(checkout.Weight(1.25), checkout.Barcodes("4006381333931"))
}

func mistakes(spans *flowtracetest.Recorder) {
	api := checkout.NewCheckoutAPI(spans, checkout.RegionEuCentral(), spans.Options())
	api.Priced(
		checkout.CartOpenedRef{}, checkout.CartID("cart"), checkout.Revision(0), checkout.SKUs("", "x"), checkout.Quantities(0),
		checkout.Amount(-0.5), checkout.Currency("eur"), checkout.Express(false))
	api.Priced(
		checkout.DeriveCartOpenedRef(checkout.CartID("cart_000000000000")), checkout.CartID("cart_7zq2m4x9k0ab"), checkout.Revision(1),
		checkout.SKUs(), checkout.Quantities(), checkout.Amount(0), checkout.Currency("EUR"), checkout.Express(false))
}
