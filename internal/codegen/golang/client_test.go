package golang_test

import (
	"slices"
	"testing"

	"github.com/specgen/specgen/gen/go/notification"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
)

// The checked-in client of spec/notification.yaml, called as its users would.

const (
	theID   = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
	theAPNS = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
)

func trigger(e *notification.Webapp, options ...notification.TriggerOption) notification.TriggerRef {
	return e.Trigger(
		flowtrace.SpanContext{TraceID: flowtrace.TraceID{15: 7}, SpanID: flowtrace.SpanID{7: 9}},
		notification.TriggerTypeHere(),
		notification.UserID("U024BE7LH"),
		notification.TeamID("T061EG9R6"),
		notification.ChannelID("C012AB3CD"),
		notification.MessageTS("1712345678.123456"),
		notification.NotificationID(theID),
		options...,
	)
}

func notify(e *notification.JobQueue, parent notification.TriggerRef) notification.NotifyRef {
	return e.Notify(
		parent,
		notification.NotificationID(theID),
		notification.UserID("U024BE7LH"),
		notification.TeamID("T061EG9R6"),
		notification.ChannelID("C012AB3CD"),
		notification.MessageTS("1712345678.123456"),
	)
}

func sent(e *notification.PushService, parent notification.NotifyRef) notification.SentRef {
	return e.Sent(
		parent,
		notification.ChannelID("C012AB3CD"),
		notification.DeviceID("d1"),
		notification.SentPlatformIOS(notification.APNSID(theAPNS), notification.CollapseID("C012AB3CD")),
	)
}

func newIOS(out flowtrace.SpanProcessor, options ...flowtrace.Option) *notification.IOS {
	return notification.NewIOS(out, notification.AppVersion("24.11.0"), notification.OSVersion("18.1"), options...)
}

func TestClientEmitsTheFlow(t *testing.T) {
	spans := flowtracetest.New(t)
	webapp := notification.NewWebapp(spans, spans.Options())
	jobQueue := notification.NewJobQueue(spans, spans.Options())
	push := notification.NewPushService(spans, spans.Options())
	ios := newIOS(spans, spans.Options(), notification.IOSDeviceModel(notification.DeviceModel("iPhone17,1")))

	link := notification.LinkNotify(notification.DeriveNotifyRef(notification.NotificationID(theID)), notification.NotifyRef{})
	received := ios.Received(
		sent(push, notify(jobQueue, trigger(webapp, link))),
		notification.Extra(flowtrace.Int("thread.id", 7)),
		notification.BadgeCount(2),
		nil,
		notification.BadgeCount(3),
	)
	read := ios.StartReadInApp(ios.Opened(received))
	ref := read.Ref()
	if got := read.End(notification.MessageCount(12)); got != ref {
		t.Errorf("the reference was %v and is %v", ref, got)
	}
	spans.Want(`
notification:trigger (webapp, 1µs)
  parent 00000000000000000000000000000007/0000000000000009
  link notification:notify
  trigger_type = "@here"
  user_id = "U024BE7LH"
  team_id = "T061EG9R6"
  channel_id = "C012AB3CD"
  message_ts = "1712345678.123456"
  notification_id = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
notification:notify (job-queue, 1µs)
  parent notification:trigger
  user_id = "U024BE7LH"
  team_id = "T061EG9R6"
  channel_id = "C012AB3CD"
  message_ts = "1712345678.123456"
notification:sent (push-service, 1µs)
  parent notification:notify
  channel_id = "C012AB3CD"
  device_id = "d1"
  platform = "ios"
  apns_id = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
  collapse_id = "C012AB3CD"
notification:received (iOS, 1µs)
  parent notification:sent
  badge_count = 3
  thread.id = 7
notification:opened (iOS, 1µs)
  parent notification:received
notification:read in app (iOS, 1ms)
  parent notification:opened
  message_count = 12
`)
}

// TestClientDerivesTheIDsOfTheDocs is the example of docs/ids.md.
func TestClientDerivesTheIDsOfTheDocs(t *testing.T) {
	id := notification.NotificationID(theID)
	sentRef := notification.DeriveSentRef(id, notification.DeviceID("d1"))
	received := notification.DeriveReceivedRef(sentRef)
	opened := notification.DeriveOpenedRef(received)
	refs := []interface{ Traceparent() string }{
		notification.DeriveNotifyRef(id), sentRef, received, opened, notification.DeriveReadInAppRef(opened),
	}
	var got []string
	for _, ref := range refs {
		got = append(got, ref.Traceparent()[36:52])
	}
	want := []string{"d4352a99fcf6c2a3", "e04e8e8dc8b1aa24", "d2fb36c6122d6086", "e286fce9ec501c22", "a80313afaa2c1b10"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	carried, err := notification.ParseSentRef(sentRef.Traceparent())
	if err != nil || carried != sentRef {
		t.Errorf("a reference that travelled is %v, %v", carried, err)
	}
	if _, err := notification.ParseSentRef("00-x"); err == nil {
		t.Error("a broken traceparent was read")
	}
}

func TestClientReportsViolations(t *testing.T) {
	spans := flowtracetest.New(t)
	spans.ExpectViolations()
	push := notification.NewPushService(spans, spans.Options())
	push.Sent(
		notification.NotifyRef{},
		notification.ChannelID("nowhere"),
		notification.DeviceID(""),
		notification.SentPlatform{},
		notification.Extra(flowtrace.String("apns_id", theAPNS)),
	)
	read := newIOS(spans, spans.Options()).StartReadInApp(notification.DeriveOpenedRef(
		notification.DeriveReceivedRef(notification.DeriveSentRef(notification.NotificationID(theID), notification.DeviceID("d1")))))
	read.End(notification.MessageCount(-1))
	read.End()
	var got []string
	for _, v := range spans.Violations() {
		got = append(got, v.Rule+" "+v.Tag+": "+v.Expected)
	}
	want := []string{
		"missing-parent : notification:notify",
		"tag-value channel_id: pattern ^[CDG][A-Z0-9]{2,}$",
		"tag-value device_id: at least 1 character",
		"tag-value platform: one of ios, android, desktop, web",
		"shadowed-tag apns_id: a tag that the spec does not declare",
		"tag-value message_count: at least 0",
		"ended-twice : one end",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := len(spans.Spans()); n != 2 {
		t.Errorf("%d spans, want 2: what breaks the spec is emitted all the same, and once", n)
	}
}

func TestEmittingDoesNotAllocate(t *testing.T) {
	webapp, jobQueue, push := notification.NewWebapp(nil), notification.NewJobQueue(nil), notification.NewPushService(nil)
	ios := newIOS(nil)
	parent := notify(jobQueue, trigger(webapp))
	sentRef := sent(push, parent)
	for _, c := range []struct {
		name string
		most float64
		emit func()
	}{
		{"trigger", 0, func() { trigger(webapp) }},
		{"notify", 0, func() { notify(jobQueue, notification.TriggerRef{}) }},
		{"sent, with a variant and its option", 0, func() { sent(push, parent) }},
		{"received, with an option and an extra", 0, func() {
			ios.Received(sentRef, notification.BadgeCount(3), notification.Extra(flowtrace.Int("thread.id", 7)))
		}},
		{"read in app, whose handle escapes", 1, func() {
			read := ios.StartReadInApp(notification.OpenedRef{})
			read.End(notification.MessageCount(1))
		}},
	} {
		if n := testing.AllocsPerRun(100, c.emit); n > c.most {
			t.Errorf("%s: %v allocations, want at most %v", c.name, n, c.most)
		}
	}
}

func BenchmarkSent(b *testing.B) {
	push := notification.NewPushService(nil)
	parent := notification.DeriveNotifyRef(notification.NotificationID(theID))
	b.ReportAllocs()
	for b.Loop() {
		sent(push, parent)
	}
}

func BenchmarkTrigger(b *testing.B) {
	webapp := notification.NewWebapp(nil)
	b.ReportAllocs()
	for b.Loop() {
		trigger(webapp)
	}
}

func BenchmarkNotify(b *testing.B) {
	jobQueue := notification.NewJobQueue(nil)
	b.ReportAllocs()
	for b.Loop() {
		notify(jobQueue, notification.TriggerRef{})
	}
}

func BenchmarkReceived(b *testing.B) {
	ios := newIOS(nil)
	parent := notification.DeriveSentRef(notification.NotificationID(theID), notification.DeviceID("d1"))
	b.ReportAllocs()
	for b.Loop() {
		ios.Received(parent, notification.BadgeCount(3))
	}
}

func BenchmarkReadInApp(b *testing.B) {
	ios := newIOS(nil)
	parent := notification.DeriveOpenedRef(notification.DeriveReceivedRef(
		notification.DeriveSentRef(notification.NotificationID(theID), notification.DeviceID("d1"))))
	b.ReportAllocs()
	for b.Loop() {
		ios.StartReadInApp(parent).End(notification.MessageCount(1))
	}
}
