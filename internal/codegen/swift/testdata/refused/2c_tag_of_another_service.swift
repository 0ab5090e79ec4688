import Flowtrace
import NotificationFlow

func refused(_ processor: any SpanProcessor) {
  _ = NotificationIOS(
    processor: processor, appVersion: "24.11", osVersion: "18.1", browser: "Firefox")
}
// error: extra argument 'browser' in call
