import NotificationFlow

func refused(_ flow: NotificationIOS) {
  flow.received(badgeCount: 3)
}
// error: missing argument for parameter 'parent' in call
