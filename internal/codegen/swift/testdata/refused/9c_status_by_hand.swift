import OrderFlow

func refused(_ span: PaymentAttemptSpan) {
  span.end(result: .authorized, status: .error)
}
// error: cannot infer contextual base in reference to member 'error'
// error: extra argument 'status' in call
