// One id converted to another.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.UserIDTag(notification.TeamID("T061EG9R6")) // want: cannot convert notification.TeamID("T061EG9R6") (value of struct type notification.TeamIDTag) to type notification.UserIDTag
}
