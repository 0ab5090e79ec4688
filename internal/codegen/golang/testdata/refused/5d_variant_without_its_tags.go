// A variant without the tags that it asks for.

package main

import "github.com/specgen/specgen/gen/go/notification"

func main() {
	_ = notification.SentPlatformIOS() // want: not enough arguments in call to notification.SentPlatformIOS
}
