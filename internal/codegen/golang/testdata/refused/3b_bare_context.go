// A parent that is nobody's reference.

package main

import (
	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func main() {
	ios := notification.NewIOS(nil, notification.AppVersion("24.11"), notification.OSVersion("18.1"))
	ios.Received(flowtrace.SpanContext{}) // want: cannot use flowtrace.SpanContext{} (value of struct type flowtrace.SpanContext) as notification.SentRef value in argument to ios.Received
}
