import NotificationFlow

func refused(_ sent: SentRef, _ link: (_ notifyLinks: [NotifyRef]) -> Void) {
  link([sent])
}
// error: cannot convert value of type 'SentRef' to expected element type 'NotifyRef'
