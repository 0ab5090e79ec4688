import NotificationFlow

func refused(_ flow: NotificationIOS, parent: ReceivedRef) {
  flow.opened(parent: parent, badgeCount: 3)
}
// error: extra argument 'badgeCount' in call
