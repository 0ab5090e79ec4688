package samples

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

const (
	trigger   = "notification:trigger"
	notify    = "notification:notify"
	sent      = "notification:sent"
	received  = "notification:received"
	opened    = "notification:opened"
	readInApp = "notification:read in app"

	microsecond = int64(1_000)
	second      = int64(1_000_000_000)
)

// group is the records of one notification: its trigger, and those of its own trace.
type group struct{ records []*record }

// get returns the first record of the span; every notification that gets a defect has all six spans.
func (n *group) get(name string) *record {
	for _, r := range n.records {
		if r.span.Name == name {
			return r
		}
	}
	panic("the sample has no " + name)
}

func (n *group) drop(names ...string) {
	n.records = slices.DeleteFunc(n.records, func(r *record) bool { return slices.Contains(names, r.span.Name) })
}

func (n *group) add(r *record) { n.records = append(n.records, r) }

// defect is one way of breaking the spec, in a notification of its own.
type defect struct {
	rule string // what the validator must say of it, and nothing else
	make func(n *group)
}

// leaf cuts the notification after its received span, so that what is changed there has no child.
func leaf(n *group) *span {
	n.drop(opened, readInApp)
	return n.get(received).span
}

// serve puts the record under another service, which has no tags.
func (r *record) serve(service string) {
	r.resource = resource{Attributes: []attribute{text("service.name", service)}}
}

// defects are one for each rule that a record can break. What is wrong with the bytes of a file, and what only a client
// can know, are not among them.
var defects = []defect{
	{"unknown-span", func(n *group) { leaf(n).Name = "notification:recieved" }},
	{"unknown-service", func(n *group) { leaf(n); n.get(received).serve("iPadOS") }},
	{"service-not-allowed", func(n *group) { leaf(n); n.get(received).serve("job-queue") }},
	{"unknown-version", func(n *group) { n.get(received).scope.Version = "1.7.0" }},
	{"deprecated-span", func(n *group) { old(n, "notification:shown", opened) }},
	{"expired-span", func(n *group) { old(n, "notification:clicked", opened) }},
	{"deprecated-tag", func(n *group) {
		r := old(n, received, received)
		r.span.set(text("push_provider", "apns"))
	}},

	{"missing-tag", func(n *group) { n.get(notify).span.remove("team_id") }},
	{"missing-service-tag", func(n *group) {
		r := n.get(received)
		r.resource.Attributes = slices.DeleteFunc(r.resource.Attributes, func(a attribute) bool { return a.Key == "os_version" })
	}},
	{"tag-type", func(n *group) { n.get(received).span.set(text("badge_count", "3")) }},
	{"tag-value", func(n *group) { n.get(trigger).span.set(text("trigger_type", "@everyone")) }},
	{"variant-tag", func(n *group) { n.get(sent).span.set(text("fcm_message_id", "0:1712345678%31bd1c")) }},
	{"duplicate-tag", func(n *group) {
		s := n.get(sent).span
		s.Attributes = append(s.Attributes, text("platform", "web"))
	}},
	{"dropped-data", func(n *group) {
		s := n.get(notify).span
		s.remove("message_ts")
		s.remove("team_id")
		s.DroppedTags = 2
	}},
	{"undeclared-tag", func(n *group) { n.get(opened).span.set(text("screen", "lock")) }},

	{"invalid-id", func(n *group) { leaf(n).SpanID = "0000000000000000" }},
	{"trace-id-mismatch", func(n *group) {
		n.get(notify).span.set(text("notification_id", "00000000-0000-4000-8000-000000000001"))
	}},
	{"derived-id-mismatch", func(n *group) { leaf(n).SpanID = "00000000000000aa" }},
	{"invalid-time", func(n *group) { s := leaf(n); s.Start, s.End = "0", "1000" }},
	{"end-before-start", func(n *group) {
		s := n.get(readInApp).span
		s.End = moved(s.Start, -second)
	}},
	{"instant-duration", func(n *group) { s := n.get(opened).span; s.End = moved(s.Start, 3*second) }},
	{"duration-too-long", func(n *group) { s := n.get(readInApp).span; s.End = moved(s.Start, 90*second) }},

	{"missing-parent", func(n *group) { n.drop(received); n.drop(readInApp) }},
	{"wrong-parent", func(n *group) {
		n.drop(readInApp)
		n.get(opened).span.ParentSpanID = n.get(sent).span.SpanID
		unstamp(n.get(opened))
	}},
	{"unexpected-root", func(n *group) {
		n.drop(readInApp)
		n.get(opened).span.ParentSpanID = ""
		unstamp(n.get(opened))
	}},
	{"cycle", func(n *group) {
		n.drop(opened, readInApp)
		a, b := n.get(received).clone(), n.get(received).clone()
		a.span.Name, b.span.Name = opened, readInApp
		a.span.SpanID, b.span.SpanID = "00000000000000b1", "00000000000000b2"
		a.span.ParentSpanID, b.span.ParentSpanID = b.span.SpanID, a.span.SpanID
		a.span.Attributes, b.span.Attributes = nil, nil
		unstamp(a)
		unstamp(b)
		n.add(a)
		n.add(b)
	}},
	{"out-of-order", func(n *group) { leaf(n).shift(-180 * second) }},
	{"late", func(n *group) { leaf(n).shift(600 * second) }},

	{"unexpected-parent", func(n *group) { n.get(trigger).scope.Version = "0.9.0" }},

	{"missing-link", func(n *group) {
		t := n.get(trigger)
		t.scope.Version, t.span.ParentSpanID, t.span.Links = "0.9.0", "", nil
	}},
	{"wrong-link", func(n *group) {
		t := n.get(trigger).span
		t.Links = append(t.Links, link{TraceID: n.get(sent).span.TraceID, SpanID: n.get(sent).span.SpanID})
	}},
	{"dangling-link", func(n *group) {
		t := n.get(trigger).span
		t.Links = append(t.Links, link{TraceID: n.get(sent).span.TraceID, SpanID: "00000000000000c1"})
	}},

	{"link-id-mismatch", func(n *group) {
		n.get(trigger).span.set(text("notification_id", "00000000-0000-4000-8000-000000000001"))
	}},
	{"one-sided-link", func(n *group) {
		second := n.get(trigger).clone()
		second.span.SpanID = "00000000000000d2"
		n.add(second)
	}},

	{"too-many", func(n *group) {
		second := n.get(notify).clone()
		second.span.SpanID = "00000000000000d1"
		unstamp(second)
		n.add(second)
	}},
	{"too-few", func(n *group) { n.drop(notify, sent, received, opened, readInApp) }},
	{"duplicate-span", func(n *group) { n.add(n.get(opened).clone()) }},
	{"conflicting-span", func(n *group) {
		n.drop(opened, readInApp)
		again := n.get(received).clone()
		again.span.set(number("badge_count", 77))
		n.add(again)
	}},
	{"inconsistent-tag", func(n *group) { n.get(sent).span.set(text("channel_id", "C0OTHER99")) }},

	{"status-mismatch", func(n *group) { n.get(opened).span.Status = &status{Code: 2, Message: "no such screen"} }},
	{"kind-mismatch", func(n *group) { n.get(sent).span.Kind = 4 }},
}

// neverSeen is the service tag that the broken sample does without, in every record.
const neverSeen = "browser"

// old makes a record as a client of the released version 0.9.0 emitted it, in place of the span named instead and what
// comes below it.
func old(n *group, name, instead string) *record {
	if instead == received {
		n.drop(opened)
	}
	n.drop(readInApp)
	r := n.get(instead)
	r.span.Name = name
	r.span.SpanID = childID(r.span)
	r.scope.Version = "0.9.0"
	return r
}

// childID returns the id of a span that occurs at most once per parent (docs/ids.md).
func childID(s *span) string {
	message := unhex(s.TraceID)
	message = append(append(message, s.Name...), 0)
	message = append(append(message, unhex(s.ParentSpanID)...), 0)
	sum := sha256.Sum256(message)
	return hex.EncodeToString(sum[:8])
}

func unhex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic("the samples' ids are hex: " + err.Error())
	}
	return b
}

// unstamp makes a record one that no generated client emitted: its id need not derive.
func unstamp(r *record) { r.scope.Version = "" }
