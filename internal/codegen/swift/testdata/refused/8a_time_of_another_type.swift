import OrderFlow

func refused(_ flow: OrderOrderAPI, parent: PlacedRef, order: OrderID) {
  flow.cancelled(parent: .placed(parent), orderID: order, timestamp: 1_795_255_200)
}
// error: cannot convert value of type 'Int' to expected argument type 'Date?'
