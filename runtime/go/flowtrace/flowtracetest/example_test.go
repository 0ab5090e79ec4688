package flowtracetest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
)

// passing stands for the *testing.T of a test that passes.
type passing struct{ testing.TB }

func (passing) Helper()        {}
func (passing) Cleanup(func()) {}

var trigger, _ = notification.ParseTriggerRef("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")

func emit(queue *notification.JobQueue) {
	queue.Notify(trigger, notification.NotificationID("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"), notification.UserID("U024BE7LH"),
		notification.TeamID("T061EG9R6"), notification.ChannelID("C012AB3CD"), notification.MessageTS("1712345678.123456"))
}

// A test hands the recorder to the emitter under test, and looks at what it recorded.
func ExampleRecorder() {
	t := passing{}
	spans := flowtracetest.New(t)
	emit(notification.NewJobQueue(spans, spans.Options()))
	fmt.Print(spans.Text())
	// Output:
	// notification:notify (job-queue, 1µs)
	//   parent 4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7
	//   user_id = "U024BE7LH"
	//   team_id = "T061EG9R6"
	//   channel_id = "C012AB3CD"
	//   message_ts = "1712345678.123456"
}

// A clock that counts makes the times that are emitted the same in every run.
func ExampleClock() {
	exporter := &flowtracetest.InMemoryExporter{}
	clock := flowtracetest.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), time.Second)
	queue := notification.NewJobQueue(flowtrace.NewSimpleSpanProcessor(exporter), flowtrace.WithClock(clock))
	emit(queue)
	emit(queue)
	for _, span := range exporter.Spans() {
		fmt.Println(span.Name(), time.Unix(0, span.StartTime()).UTC().Format(time.TimeOnly))
	}
	// Output:
	// notification:notify 09:00:00
	// notification:notify 09:00:01
}
