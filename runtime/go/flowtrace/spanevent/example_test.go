package spanevent_test

import (
	"fmt"
	"os"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
	"github.com/specgen/specgen/runtime/go/flowtrace/spanevent"
)

// A command writes its spans to a file, here to standard output, that specgen validate reads.
func Example() {
	processor := flowtrace.NewSimpleSpanProcessor(spanevent.New(os.Stdout))
	clock := flowtracetest.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), time.Second) // a command leaves it out
	push := notification.NewPushService(processor, flowtrace.WithClock(clock))

	notify, err := notification.ParseNotifyRef("00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-00f067aa0ba902b7-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	push.Sent(notify, notification.ChannelID("C012AB3CD"), notification.DeviceID("d1"),
		notification.SentPlatformIOS(notification.APNSID("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10")))
	// Output: {"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"e04e8e8dc8b1aa24","parent_id":"00f067aa0ba902b7","name":"notification:sent","service_name":"push-service","timestamp":1772442000000000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"channel_id":"C012AB3CD","device_id":"d1","platform":"ios","apns_id":"d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"}}
}
