// A tag of another variant.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.SentPlatformAndroid(notification.APNSID("a-1")) // want: cannot use notification.APNSID("a-1") (value of struct type notification.APNSIDTag) as notification.FCMMessageIDTag value in argument to notification.SentPlatformAndroid
}
