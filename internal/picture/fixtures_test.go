package picture_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// began is when all test traces begin.
var began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixNano()

var (
	traceID = trace.ID{0x7f, 15: 1}
	sender  = trace.ID{0x5a, 15: 1}
)

// record makes a record of the trace. The parent is an id in hex or "".
func record(name string, id, parent trace.SpanID, after time.Duration, tags ...string) *trace.Judged {
	r := &trace.Judged{Input: "test"}
	r.TraceID, r.SpanID, r.ParentID, r.Name, r.Service = traceID, id, parent, []byte(name), []byte("iOS")
	r.Record.Flow, r.FlowVersion = []byte("push"), []byte("1.0.0")
	r.Start = began + int64(after)
	r.End = r.Start + 1000
	for i := 0; i+1 < len(tags); i += 2 {
		r.Tags = append(r.Tags, trace.Tag{Key: []byte(tags[i]), Value: trace.StringValue([]byte(tags[i+1]))})
	}
	return r
}

// once, keyed and child return derived ids.
func once(span string) trace.SpanID { return keyed(span) }

func keyed(span string, key ...string) trace.SpanID {
	var values []flowtrace.Value
	for _, k := range key {
		values = append(values, flowtrace.StringValue(k))
	}
	return trace.SpanID(gen.DeriveSpan(flowtrace.SpanContext{TraceID: flowtrace.TraceID(traceID)}, span, values...).SpanID)
}

func child(span string, of trace.SpanID) trace.SpanID {
	context := flowtrace.SpanContext{TraceID: flowtrace.TraceID(traceID)}
	return trace.SpanID(gen.DeriveChild(context, span, flowtrace.SpanContext{TraceID: context.TraceID, SpanID: flowtrace.SpanID(of)}).SpanID)
}

// pushSpec is a flow with a step of each kind.
const pushSpec = `
specgen: v1
flow: push
version: 1.0.0
brief: A push.
owners: [tests]
namespace: "push:"
traces:
  request: { brief: The sender's., sampling: 1% }
  push: { brief: A push., id: push_id, sampling: 100% }
services:
  iOS: { brief: The app., language: swift }
tags:
  push_id: { brief: The push., type: id, format: uuid }
  device_id: { brief: The device., type: id }
  platform: { brief: Which., type: enum, values: { ios: ios, android: android } }
spans:
  "push:trigger": { brief: It begins., trace: request, services: [iOS], parent: any, links: { to: "push:notify", min: 0, brief: What it sends. } }
  "push:notify": { brief: It goes out., trace: push, services: [iOS], parent: "push:trigger", occurs: once }
  "push:sent":
    brief: It is sent.
    trace: push
    services: [iOS]
    parent: "push:notify"
    occurs: { once_per: [device_id] }
    tags: { device_id: required, platform: required }
    variants: { platform: { ios: {}, android: {} } }
  "push:received": { brief: It came., trace: push, services: [iOS], parent: "push:sent", occurs: { at_most_once_per: parent }, within: 5m }
  "push:opened": { brief: It was opened., trace: push, services: [iOS], parent: "push:received", occurs: { at_most_once_per: parent } }
  "push:read": { brief: It was read., trace: push, services: [iOS], parent: "push:opened", occurs: { at_most_once_per: parent } }
`

// The ids of a push to one device.
var (
	notify   = once("push:notify")
	sent     = keyed("push:sent", "d1")
	received = child("push:received", sent)
	opened   = child("push:opened", received)
	read     = child("push:read", opened)
	triggerd = trace.SpanID{7: 1}
)

func trigger() *trace.Judged {
	r := record("push:trigger", triggerd, trace.SpanID{}, 0)
	r.TraceID, r.Links = sender, []trace.Link{{TraceID: traceID, SpanID: notify}}
	return r
}

func theNotify() *trace.Judged { return record("push:notify", notify, triggerd, 40*time.Millisecond) }

func theSent() *trace.Judged {
	return record("push:sent", sent, notify, 100*time.Millisecond, "device_id", "d1", "platform", "ios")
}

func compile(t testing.TB, spec string) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "spec.yaml", Data: []byte(spec)})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// draw holds the records against the spec and draws them, as of an input that ends an hour later unless the source says otherwise.
func draw(t testing.TB, spec string, source picture.Source, records ...*trace.Judged) *picture.Picture {
	t.Helper()
	v := compile(t, spec)
	if err := v.Judge(context.Background(), records, validator.Options{Incomplete: source.Incomplete, Settle: source.Settle}); err != nil {
		t.Fatal(err)
	}
	source.TraceID, source.Flow, source.Records = traceID, v.Flows()[0], records
	if source.End == 0 {
		source.End = began + int64(time.Hour)
	}
	p := picture.Draw(source)
	drawnOnce(t, p, records)
	return p
}

// drawnOnce fails if a record of the trace is not drawn exactly once, one of another trace more than once, or if a step has two states.
func drawnOnce(t testing.TB, p *picture.Picture, records []*trace.Judged) {
	t.Helper()
	times := map[*trace.Judged]int{}
	p.Rows(func(r *picture.Row) {
		if r.State.HasRecord() != (r.Record != nil) {
			t.Errorf("%s is %s, record %v", r.Span, r.State, r.Record != nil)
		}
		if r.Record != nil {
			times[r.Record]++
		}
	})
	for _, r := range records {
		own := r.TraceID == p.TraceID && r.Flow == p.Flow.Name
		if n := times[r]; own && n != 1 || n > 1 {
			t.Errorf("%s %s is drawn %d times", r.Name, r.SpanID, n)
		}
	}
	steps := func(rows []*picture.Row) {
		absent, came := map[string]bool{}, map[string]bool{}
		for _, r := range rows {
			below := fmt.Sprintf("%s below %p", r.Span, r.Parent)
			if r.Record == nil && (r.Parent == nil || r.Why == "a later step hangs on it") {
				continue // it may be another one than what came
			}
			if r.Record == nil {
				if absent[below] {
					t.Errorf("%s has two rows without a record", below)
				}
				absent[below] = true
			} else if !r.Joined && !r.Again {
				came[below] = true
			}
		}
		for name := range absent {
			if came[name] {
				t.Errorf("%s came and did not", name)
			}
		}
	}
	steps(p.Trunk)
	for _, b := range p.Branches {
		steps(b.Steps)
	}
}

// outline writes a picture as a few lines.
func outline(p *picture.Picture) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", p.Verdict.State, p.Verdict.Text)
	rows := func(rows []*picture.Row) {
		for _, r := range rows {
			b.WriteString(r.State.Mark() + " " + strings.Repeat(" ", r.Depth) + r.Label)
			if r.Again {
				b.WriteString(" again")
			}
			if r.Record == nil {
				b.WriteString(": " + r.State.Word())
			}
			if r.HasAfter {
				fmt.Fprintf(&b, " %v", r.After)
			}
			if r.HasDue && r.Record == nil {
				fmt.Fprintf(&b, " due %v", r.Due)
			}
			for _, one := range r.Breaks {
				b.WriteString(" [" + one.Rule + "]")
			}
			b.WriteString("\n")
		}
	}
	rows(p.Trunk)
	for _, branch := range p.Branches {
		fmt.Fprintf(&b, "-- %v %s\n", branch.Key, branch.About)
		rows(branch.Steps)
	}
	if len(p.Loose) > 0 {
		b.WriteString("-- loose\n")
		rows(p.Loose)
	}
	return b.String()
}

func collect(t testing.TB, v *validator.Validator, path string, q validator.Query) *validator.Collection {
	t.Helper()
	open := validator.Source{Name: path, Open: func() io.ReadCloser { return openFile(t, path) }}
	c, err := v.Collect(context.Background(), []validator.Source{open}, q, validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func openFile(t testing.TB, path string) io.ReadCloser {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
