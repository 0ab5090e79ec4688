// A variant made up.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.SentPlatform{platform: "tv"} // want: cannot refer to unexported field platform in struct literal of type notification.SentPlatform
}
