import Foundation
import NotificationFlow

func refused(_ flow: NotificationIOS, parent: OpenedRef, now: Date) {
  flow.startReadInApp(parent: parent, endTime: now).end()
}
// error: extra argument 'endTime' in call
