import Flowtrace
import NotificationFlow

func refused(_ context: SpanContext) -> SentRef? {
  SentRef(context)
}
// error: cannot convert value of type 'SpanContext' to expected argument type 'String'
// error: missing argument label 'traceparent:' in call
