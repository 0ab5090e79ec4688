package flowtrace_test

import (
	"context"
	"fmt"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
)

// A service makes one processor, and hands it to its generated emitters. A violation is what an emitter was given that the
// spec does not allow; the span is emitted all the same.
func Example() {
	exporter := &flowtracetest.InMemoryExporter{}
	processor := flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{})
	push := notification.NewPushService(processor, flowtrace.OnViolation(func(v flowtrace.Violation) { fmt.Println(v.Rule, v.Tag) }))

	notify, err := notification.ParseNotifyRef("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-00f067aa0ba902b7-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	push.Sent(notify, notification.ChannelID("C012AB3CD"), notification.DeviceID("d1"),
		notification.SentPlatformIOS(notification.APNSID("not a UUID")))

	ctx := context.Background()
	if err := processor.Shutdown(ctx); err != nil {
		fmt.Println(err)
	}
	for _, span := range exporter.Spans() {
		fmt.Println(span.Name(), span.Context().TraceID, span.TagCount())
	}
	// Output:
	// tag-value apns_id
	// notification:sent 7f9c24e83b1d4c5a9a0f2e6d81c4b7aa 4
}

func ExampleParseTraceparent() {
	parent, err := flowtrace.ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	fmt.Println(parent.TraceID, parent.SpanID, err)
	// Output: 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 <nil>
}
