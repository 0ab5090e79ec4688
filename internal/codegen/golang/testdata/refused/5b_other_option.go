// An optional tag of another variant.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.SentPlatformWeb(notification.SocketID("s-1"), notification.CollapseID("c-1")) // want: too many arguments in call to notification.SentPlatformWeb
}
