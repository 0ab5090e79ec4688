// A link to a span of another kind.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.LinkNotify(notification.SentRef{}) // want: cannot use notification.SentRef{} (value of struct type notification.SentRef) as notification.NotifyRef value in argument to notification.LinkNotify
}
