import NotificationFlow

func refused(_ flow: NotificationIOS, parent: OpenedRef) {
  flow.startReadInApp(parent: parent, messageCount: 3).end()
}
// error: extra argument 'messageCount' in call
