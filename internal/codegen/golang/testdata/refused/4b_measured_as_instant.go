// A measured span without an end.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	ios.ReadInApp(notification.OpenedRef{}) // want: ios.ReadInApp undefined (type *notification.IOS has no field or method ReadInApp)
}
