import OrderFlow

func refused(_ placed: PlacedRef) -> ParcelReturnedRef {
  .parcelReturned(parent: .placed(placed))
}
// error: type 'ParcelReturnedParent' has no member 'placed'
