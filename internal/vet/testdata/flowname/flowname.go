// Package flowname makes spans by hand.
package flowname

import "github.com/specgen/specgen/gen/go/notification"

type tracer struct{}

func (tracer) Start(ctx any, name string) span { return span{} }

type span struct{}

func (span) SetName(string) {}
func (span) End()           {}

const step = "notification:sent"

func byHand(t tracer, ctx any) {
	t.Start(ctx, step).End()                   // want `the span "notification:sent" is made by hand, but is one of a flow: emit it by the client github.com/specgen/specgen/gen/go/notification`
	t.Start(ctx, "notification:"+"opened")     // want `the span "notification:opened" is made by hand`
	t.Start(ctx, "GET /").SetName("GET /{id}") // its own
	s := t.Start(ctx, "work")
	s.SetName("notification:notify") // want `the span "notification:notify" is made by hand`
	t.Start(ctx, "checkout:paid")    // want `the span "checkout:paid" is made by hand, but is one of a flow: emit it by the client of the flow that has the namespace checkout:`
	println("notification:sent")
}

func byClient(push *notification.PushService, n notification.NotifyRef, c notification.ChannelIDTag, d notification.DeviceIDTag, p notification.SentPlatform) {
	push.Sent(n, c, d, p)
}
