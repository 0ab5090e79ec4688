// An instant span with an end.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	ios.Received(notification.SentRef{}).End() // want: ios.Received(notification.SentRef{}).End undefined (type notification.ReceivedRef has no field or method End)
}
