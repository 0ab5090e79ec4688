// Package spanevent reads SpanEvents, the flat form of docs/runtime-contract.md, into records: objects one a line, one
// after the other, or in a list.
package spanevent

import (
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// reader reads SpanEvents. Keys may be camel or snake case; tags may be an object, or a list of objects with key and one
// of v_str, v_int64, v_float64, v_bool and v_binary, as slackhq/astra's trace.proto names them.
type reader struct {
	b jsonrecord.Builder

	known bool   // the object has a member of a SpanEvent
	id    []byte // the member id, which is the span id where there is no other
}

// Read reads every SpanEvent of in, as input.Reader says. It makes no temporary files.
func Read(in io.Reader, sink input.Sink, _ string) error {
	r := &reader{}
	return jsonrecord.ReadSpans(in, sink, &r.b, "an object without trace_id is no SpanEvent", r.event)
}

func (r *reader) event(c *scan.Cursor) (known bool, err error) {
	r.b.Reset()
	r.known, r.id = false, nil
	if err := c.Object(func(key []byte) error { return r.member(c, key) }); err != nil {
		return false, err
	}
	if id, ok := record.SpanID(r.id); ok && r.b.SpanID.IsZero() && !r.b.Defects.Has(trace.BadSpanID) {
		r.b.SpanID = id
	}
	r.b.Finish(c)
	r.b.SettleMicros()
	r.b.FinishTimes()
	return r.known, nil
}

func (r *reader) member(c *scan.Cursor, key []byte) error {
	if null, err := c.Null(); null || err != nil {
		return err
	}
	var err error
	switch string(key) {
	case "trace_id", "traceId":
		r.known = true
		return jsonrecord.Text(c, r.b.SetTraceID)
	case "span_id", "spanId":
		return jsonrecord.Text(c, r.b.SetSpanID)
	case "id":
		r.id, err = jsonrecord.TextIfAny(c)
	case "parent_id", "parentId":
		return jsonrecord.Text(c, r.b.SetParentID)
	case "parent_trace_id", "parentTraceId":
		return jsonrecord.Text(c, r.b.SetParentTraceID)
	case "name":
		r.b.Name, err = c.Text()
	case "service_name", "serviceName":
		r.b.Service, err = c.Text()
	case "flow":
		r.b.Flow, err = c.Text()
	case "flow_version", "flowVersion":
		r.b.FlowVersion, err = c.Text()
	case "timestamp":
		r.b.StartText, err = r.b.ReadTime(c, &r.b.Start, trace.BadStart)
	case "duration":
		r.b.EndText, err = r.b.ReadTime(c, &r.b.Duration, trace.BadEnd)
	case "error":
		err = r.failed(c)
	case "tags":
		err = r.tags(c)
	case "links":
		err = r.b.ReadLinks(c, r.b.ReadEventLink)
	case "dropped_links", "droppedLinks":
		err = jsonrecord.Count(c, &r.b.DroppedLinks)
	default:
		err = c.Skip()
	}
	return err
}

// failed reads whether the status of the span is error.
func (r *reader) failed(c *scan.Cursor) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	r.b.Failed, r.b.BadStatus = b == 't', nil
	r.b.Defects &^= trace.BadSpanStatus
	from := c.P
	err = c.Skip()
	if b != 't' && b != 'f' {
		r.b.Defects |= trace.BadSpanStatus
		r.b.BadStatus = c.B[from:c.P]
	}
	return err
}
