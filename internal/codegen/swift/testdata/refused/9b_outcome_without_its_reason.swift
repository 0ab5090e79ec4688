import OrderFlow

func refused(_ span: PaymentAttemptSpan) {
  span.end(result: .declined)
}
// error: member 'declined(declineCode:)' expects argument of type 'String'
