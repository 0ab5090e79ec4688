// A reference made up.

package main

import (
	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func main() {
	_ = notification.SentRef{flowtrace.SpanContext{}} // want: implicit assignment to unexported field sent in struct literal of type notification.SentRef
}
