import NotificationFlow

func refused(_ flow: NotificationIOS, parent: NotifyRef) {
  flow.sent(
    parent: parent, channelID: ChannelID("C1"), deviceID: DeviceID("d1"),
    platform: .web(socketID: SocketID("s")))
}
// error: cannot infer contextual base in reference to member 'web'
// error: value of type 'NotificationIOS' has no member 'sent'
