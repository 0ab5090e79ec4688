import NotificationFlow

func refused(_ flow: NotificationIOS, parent: OpenedRef) {
  flow.startReadInApp(parent: parent)
}
// error: result of call to 'startReadInApp(parent:startTime:extra:)' is unused
