import Flowtrace
import NotificationFlow

func refused(_ flow: NotificationIOS, context: SpanContext) {
  flow.received(parent: context)
}
// error: cannot convert value of type 'SpanContext' to expected argument type 'SentRef'
