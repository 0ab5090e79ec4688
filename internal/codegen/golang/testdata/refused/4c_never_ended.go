// A measured span that is kept and never ended.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	read := ios.StartReadInApp(notification.OpenedRef{}) // want: declared and not used: read
}
