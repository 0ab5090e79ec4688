package main

import (
	"time"

	"github.com/specgen/specgen/examples/go/flows/order"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// shop is what the emitters of both shops have.
type shop interface {
	CheckoutOpened(order.VisitIDTag, ...order.CheckoutOpenedOption) order.CheckoutOpenedRef
}

// orderClient calls the client of testdata/flows/order.yaml.
type orderClient struct {
	*drive
	running map[int]*order.PaymentAttempt
}

func newOrder(d *drive) flowClient { return &orderClient{d, map[int]*order.PaymentAttempt{}} }

func (*orderClient) extra(tag flowtrace.Tag) any { return order.Extra(tag) }
func (*orderClient) timestamp(t time.Time) any   { return order.WithTimestamp(t) }

func (d *orderClient) emitter(service string, tags map[string]argument) any {
	version, region := order.AppVersion(tags["appVersion"].text), order.Region(tags["region"].text)
	options := []flowtrace.Option{d.drive.settings}
	switch service {
	case "shop-web":
		return order.NewShopWeb(d.drive, version, options...)
	case "shop-ios":
		if system, ok := tags["osVersion"]; ok {
			options = append(options, order.ShopIOSOSVersion(order.OSVersion(system.text)))
		}
		return order.NewShopIOS(d.drive, version, options...)
	case "order-api":
		return order.NewOrderAPI(d.drive, region, options...)
	case "payment-gateway":
		return order.NewPaymentGateway(d.drive, region, options...)
	case "warehouse":
		return order.NewWarehouse(d.drive, options...)
	case "courier-app":
		return order.NewCourierApp(d.drive, version, options...)
	}
	return nil
}

func (d *orderClient) call(k int, o op) {
	switch e := d.emitters[o.Emitter].(type) {
	case shop:
		given := options[order.CheckoutOpenedOption](d.drive, o)
		if _, ok := o.Args["Customer Tier"]; ok {
			given = append(given, d.tier(o))
		}
		d.refs[k] = e.CheckoutOpened(order.VisitID(o.Args["visitId"].text), given...)
	case *order.OrderAPI:
		d.refs[k] = d.api(e, o)
	case *order.PaymentGateway:
		d.gateway(e, k, o)
	case *order.Warehouse:
		d.refs[k] = d.warehouse(e, o)
	case *order.CourierApp:
		to, ok := order.ParseHandedTo(o.Args["handedTo"].text)
		if !ok {
			d.fail("it can be handed to no %q", o.Args["handedTo"].text)
		}
		d.refs[k] = e.ParcelDelivered(as(d.drive, o.Parent, order.ParseParcelShippedRef), parcelID(o), to, options[order.ParcelDeliveredOption](d.drive, o)...)
	default:
		d.fail("op %d: there is no emitter %q", k, o.Emitter)
	}
}

func (d *orderClient) api(e *order.OrderAPI, o op) traceparenter {
	switch o.Span {
	case "order:placed":
		var parent order.PlacedParent
		if o.Parent != nil {
			parent = as(d.drive, o.Parent, order.ParseCheckoutOpenedRef)
		}
		return e.Placed(parent, orderID(o.Args), d.tier(o), amount(o), order.SKUs(o.Args["skus"].texts...), options[order.PlacedOption](d.drive, o)...)
	case "order:cancelled":
		return e.Cancelled(parentOf[order.CancelledParent](d, o.Parent), orderID(o.Args), options[order.CancelledOption](d.drive, o)...)
	}
	d.fail("the order-api emits no %q", o.Span)
	return nil
}

func (d *orderClient) gateway(e *order.PaymentGateway, k int, o op) {
	if o.Span == "order:refunded" {
		d.refs[k] = e.Refunded(parentOf[order.RefundedParent](d, o.Parent), orderID(o.Args), amount(o), options[order.RefundedOption](d.drive, o)...)
		return
	}
	method, ok := order.ParsePaymentMethod(o.Args["payment-method"].text)
	if !ok {
		d.fail("there is no payment method %q", o.Args["payment-method"].text)
	}
	d.running[k] = e.StartPaymentAttempt(parentOf[order.PaymentAttemptParent](d, o.Parent), orderID(o.Args), order.Attempt(o.Args["attempt"].whole),
		method, amount(o), options[order.PaymentAttemptOption](d.drive, o)...)
	d.refs[k] = d.running[k].Ref()
}

func (d *orderClient) warehouse(e *order.Warehouse, o op) traceparenter {
	if o.Span == "order:parcel returned" {
		reason, ok := order.ParseReturnReason(o.Args["returnReason"].text)
		if !ok {
			reason = order.ReturnReasonOther(o.Args["returnReason"].text)
		}
		return e.ParcelReturned(parentOf[order.ParcelReturnedParent](d, o.Parent), parcelID(o), reason, options[order.ParcelReturnedOption](d.drive, o)...)
	}
	given := options[order.ParcelShippedOption](d.drive, o)
	if o.Links != nil {
		refs := make([]order.PaymentAttemptRef, len(o.Links))
		for i := range o.Links {
			refs[i] = as(d.drive, &o.Links[i], order.ParsePaymentAttemptRef)
		}
		given = append(given, order.LinkPaymentAttempt(refs...))
	}
	return e.ParcelShipped(as(d.drive, o.Parent, order.ParsePlacedRef), parcelID(o), orderID(o.Args), order.Carrier(o.Args["carrier"].text),
		order.SKUs(o.Args["skus"].texts...), given...)
}

func (d *orderClient) end(began int, o op) traceparenter {
	span, ok := d.running[began]
	if !ok {
		return nil
	}
	var result order.PaymentAttemptResult
	switch o.Args["result"].text {
	case "AUTHORIZED":
		result = order.PaymentAttemptResultAuthorized()
	case "DECLINED":
		result = order.PaymentAttemptResultDeclined(order.DeclineCode(o.Args["declineCode"].text))
	case "ERROR":
		result = order.PaymentAttemptResultError()
	default:
		d.fail("there is no result %q", o.Args["result"].text)
	}
	return span.End(result, options[order.PaymentAttemptEndOption](d.drive, o)...)
}

func (d *orderClient) derived(ref *reference) traceparenter {
	switch ref.Derive {
	case "order:checkout opened":
		return order.DeriveCheckoutOpenedRef(order.VisitID(ref.Args["visitId"].text))
	case "order:placed":
		return order.DerivePlacedRef(orderID(ref.Args))
	case "order:payment attempt":
		return order.DerivePaymentAttemptRef(orderID(ref.Args), order.Attempt(ref.Args["attempt"].whole))
	case "order:parcel shipped":
		return order.DeriveParcelShippedRef(order.ParcelID(ref.Args["parcelId"].text))
	case "order:parcel delivered":
		return order.DeriveParcelDeliveredRef(order.ParcelID(ref.Args["parcelId"].text))
	case "order:parcel returned":
		return order.DeriveParcelReturnedRef(parentOf[order.ParcelReturnedParent](d, ref.Parent))
	}
	return nil
}

// parentOf returns a reference as one of several parents; nil where there is none to give.
func parentOf[Parent any](d *orderClient, ref *reference) (parent Parent) {
	if ref == nil {
		return parent
	}
	parent, ok := d.typed(ref).(Parent)
	if !ok {
		d.fail("a reference to %q is no %T", d.spanOf(ref), &parent)
	}
	return parent
}

// typed returns a reference as one to its span.
func (d *orderClient) typed(ref *reference) any {
	switch d.spanOf(ref) {
	case "order:placed":
		return as(d.drive, ref, order.ParsePlacedRef)
	case "order:payment attempt":
		return as(d.drive, ref, order.ParsePaymentAttemptRef)
	case "order:parcel shipped":
		return as(d.drive, ref, order.ParseParcelShippedRef)
	case "order:parcel delivered":
		return as(d.drive, ref, order.ParseParcelDeliveredRef)
	case "order:parcel returned":
		return as(d.drive, ref, order.ParseParcelReturnedRef)
	}
	return nil
}

func (d *orderClient) tier(o op) order.CustomerTier {
	tier, ok := order.ParseCustomerTier(o.Args["Customer Tier"].text)
	if !ok {
		d.fail("there is no tier %q", o.Args["Customer Tier"].text)
	}
	return tier
}

func orderID(args map[string]argument) order.OrderIDTag { return order.OrderID(args["orderId"].text) }
func parcelID(o op) order.ParcelIDTag                   { return order.ParcelID(o.Args["parcelId"].text) }
func amount(o op) order.AmountEurTag                    { return order.AmountEur(o.Args["amountEUR"].number) }
