// Two ids swapped.

package main

import (
	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func main() {
	webapp := notification.NewWebapp(nil)
	webapp.Trigger(
		flowtrace.SpanContext{},
		notification.TriggerTypeDM(),
		notification.TeamID("T061EG9R6"), // want: cannot use notification.TeamID("T061EG9R6") (value of struct type notification.TeamIDTag) as notification.UserIDTag value in argument to webapp.Trigger
		notification.UserID("U024BE7LH"), // want: cannot use notification.UserID("U024BE7LH") (value of struct type notification.UserIDTag) as notification.TeamIDTag value in argument to webapp.Trigger
		notification.ChannelID("C012AB3CD"),
		notification.MessageTS("1712345678.123456"),
		notification.NotificationID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"),
	)
}
