import OrderFlow

func refused(_ flow: OrderPaymentGateway, shipped: ParcelShippedRef, order: OrderID) {
  flow.refunded(parent: .parcelShipped(shipped), orderID: order, amountEur: 1)
  flow.refunded(parent: shipped, orderID: order, amountEur: 1)
}
// error: cannot convert value of type 'ParcelShippedRef' to expected argument type 'RefundedParent?'
// error: type 'RefundedParent?' has no member 'parcelShipped'
