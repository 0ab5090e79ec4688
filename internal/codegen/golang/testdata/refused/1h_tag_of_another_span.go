// A declared tag on a span that does not have it.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	ios.Opened(notification.ReceivedRef{}, notification.BadgeCount(3)) // want: cannot use notification.BadgeCount(3) (value of struct type notification.BadgeCountTag) as notification.OpenedOption value in argument to ios.Opened: notification.BadgeCountTag does not implement notification.OpenedOption (missing method openedOption)
}
