// A required tag is missing.

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
		notification.UserID("U024BE7LH"),
		notification.TeamID("T061EG9R6"),
		notification.ChannelID("C012AB3CD"),
		notification.MessageTS("1712345678.123456"),
	) // want: not enough arguments in call to webapp.Trigger
}
