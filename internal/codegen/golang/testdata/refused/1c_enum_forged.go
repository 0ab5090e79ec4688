// An enum value made up.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.TriggerType{"@everyone"} // want: implicit assignment to unexported field triggerType in struct literal of type notification.TriggerType
}
