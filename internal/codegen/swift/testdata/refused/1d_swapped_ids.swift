import NotificationFlow

func refused(_ flow: NotificationPushService, parent: NotifyRef, _ c: ChannelID, _ d: DeviceID) {
  flow.sent(parent: parent, channelID: d, deviceID: c, platform: .web(socketID: SocketID("s")))
}
// error: cannot convert value of type 'ChannelID' to expected argument type 'DeviceID'
// error: cannot convert value of type 'DeviceID' to expected argument type 'ChannelID'
