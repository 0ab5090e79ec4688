import Flowtrace
import NotificationFlow

func refused() -> SpanContext {
  DerivedIDs.context(DerivedIDs.traceID(flow: "notification", value: "x"), "notification:sent")
}
// error: cannot find 'DerivedIDs' in scope
