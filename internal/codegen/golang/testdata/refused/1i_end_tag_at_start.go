// A tag that is known only at the end, given at the start.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	read := ios.StartReadInApp(notification.OpenedRef{}, notification.MessageCount(2)) // want: cannot use notification.MessageCount(2) (value of struct type notification.MessageCountTag) as notification.ReadInAppOption value in argument to ios.StartReadInApp: notification.MessageCountTag does not implement notification.ReadInAppOption (missing method readInAppOption)
	read.End()
}
