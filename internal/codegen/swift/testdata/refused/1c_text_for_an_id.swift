import NotificationFlow

func refused(_ text: String) -> SentRef {
  .sent(notificationID: text, deviceID: DeviceID("d1"))
}
// error: cannot convert value of type 'String' to expected argument type 'NotificationID'
