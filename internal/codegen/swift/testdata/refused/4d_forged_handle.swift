import NotificationFlow

func refused(_ ref: ReadInAppRef) {
  ReadInAppSpan(ref).end()
}
// error: 'ReadInAppSpan' initializer is inaccessible due to 'fileprivate' protection level
// error: missing argument for parameter #2 in call
