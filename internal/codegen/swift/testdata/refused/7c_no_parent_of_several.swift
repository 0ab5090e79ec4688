import OrderFlow

func refused(_ flow: OrderOrderAPI, order: OrderID) {
  flow.cancelled(parent: nil, orderID: order)
}
// error: 'nil' is not compatible with expected argument type 'CancelledParent'
