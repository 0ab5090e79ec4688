// Package fanout is the smallest real use of the generated Go client: a job that notifies a user's devices.
package fanout

import (
	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Job is one notification to deliver, as it comes from the queue.
type Job struct {
	Trigger   string // the traceparent of the span that asked for it
	ID        string // the notification's own id, a UUID
	User      string
	Team      string
	Channel   string
	MessageTS string
	Devices   []Device
}

// Device is an iPhone to notify.
type Device struct{ ID, APNSID string }

// Worker runs jobs. It is safe for concurrent use.
type Worker struct {
	queue *notification.JobQueue
	push  *notification.PushService
}

// NewWorker returns a worker that emits into out; make one per process.
func NewWorker(out flowtrace.SpanProcessor, options ...flowtrace.Option) *Worker {
	return &Worker{
		queue: notification.NewJobQueue(out, options...),
		push:  notification.NewPushService(out, options...),
	}
}

// Run delivers a job and emits what it did. Running it again, after a crash, gives the same ids.
func (w *Worker) Run(job Job) error {
	trigger, err := notification.ParseTriggerRef(job.Trigger)
	if err != nil {
		return err
	}
	notify := w.queue.Notify(
		trigger,
		notification.NotificationID(job.ID),
		notification.UserID(job.User),
		notification.TeamID(job.Team),
		notification.ChannelID(job.Channel),
		notification.MessageTS(job.MessageTS),
	)
	for _, device := range job.Devices {
		w.push.Sent(
			notify,
			notification.ChannelID(job.Channel),
			notification.DeviceID(device.ID),
			notification.SentPlatformIOS(notification.APNSID(device.APNSID)),
		)
	}
	return nil
}
