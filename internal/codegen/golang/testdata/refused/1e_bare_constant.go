// Plain text where an id is due.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.DeriveSentRef(notification.NotificationID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"), "d1") // want: cannot use "d1" (untyped string constant) as notification.DeviceIDTag value in argument to notification.DeriveSentRef
}
