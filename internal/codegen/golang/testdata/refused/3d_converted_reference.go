// One reference converted to another.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.SentRef(notification.NotifyRef{}) // want: cannot convert notification.NotifyRef{} (value of struct type notification.NotifyRef) to type notification.SentRef
}
