// A tag of the wrong type.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.BadgeCount("three") // want: cannot use "three" (untyped string constant) as int64 value in argument to notification.BadgeCount
}
