// A parent of the wrong kind.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	received := ios.Received(notification.SentRef{})
	ios.Received(received) // want: cannot use received (variable of struct type notification.ReceivedRef) as notification.SentRef value in argument to ios.Received
}
