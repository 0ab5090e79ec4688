// A running span where its reference is due.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	read := ios.StartReadInApp(notification.OpenedRef{})
	ios.StartReadInApp(read) // want: cannot use read (variable of type *notification.ReadInApp) as notification.OpenedRef value in argument to ios.StartReadInApp
	read.End()
}
