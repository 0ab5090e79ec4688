import OrderFlow

func refused(_ span: PaymentAttemptSpan) {
  span.end(result: .authorized, endTime: "2026-11-21T10:00:00Z")
}
// error: cannot convert value of type 'String' to expected argument type 'Date?'
