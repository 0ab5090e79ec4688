// A measured span used before it has an end.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	var _ notification.ReadInAppRef = ios.StartReadInApp(notification.OpenedRef{}) // want: cannot use ios.StartReadInApp(notification.OpenedRef{}) (value of type *notification.ReadInApp) as notification.ReadInAppRef value in variable declaration
}
