import Flowtrace
import NotificationFlow

func refused(_ processor: any SpanProcessor) {
  _ = NotificationIOS(processor: processor, appVersion: "24.11")
}
// error: missing argument for parameter 'osVersion' in call
