// The service's own tags are missing.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.NewIOS(nil, notification.AppVersion("24.11")) // want: not enough arguments in call to notification.NewIOS
}
