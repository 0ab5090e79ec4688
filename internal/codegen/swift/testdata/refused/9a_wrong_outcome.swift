import OrderFlow

func refused(_ span: PaymentAttemptSpan) {
  span.end(result: .refused)
}
// error: type 'PaymentAttemptResult' has no member 'refused'
