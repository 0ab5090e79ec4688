// Package spanevent reads SpanEvents, the flat form of docs/runtime-contract.md, into records: objects one a line, one
// after the other, or in a list.
package spanevent

import (
	"math"

	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/trace"
)

// Sink takes what a reader reads.
type Sink interface {
	// Record takes a record, which is valid until it returns.
	Record(*trace.Record) error
	// Broken takes a place that cannot be read.
	Broken(*scan.Error)
}

// Reader reads SpanEvents. Keys may be camel or snake case; tags may be an object, or a list of objects with key and one
// of v_str, v_int64, v_float64, v_bool and v_binary, as slackhq/astra's trace.proto names them.
type Reader struct {
	s    *scan.Source
	sink Sink
	b    build.Builder
	step func(*scan.Cursor) error

	known    bool   // the object has a member of a SpanEvent
	duration int64  // microseconds
	id       []byte // the member id, which is the span id where there is no other
	lost     bool
	err      error // the sink's
}

// Read reads every SpanEvent of s into sink. It reports whether it read everything; an error is the sink's.
func Read(s *scan.Source, sink Sink) (whole bool, err error) {
	r := &Reader{s: s, sink: sink}
	r.step = r.event
	whole = scan.Documents(s, r)
	return whole && !r.lost && r.err == nil, r.err
}

// errGivenUp ends the input because the sink failed.
var errGivenUp = &scan.Error{Fatal: true, Message: "reading was given up"}

// Broken passes on what is wrong with the input.
func (r *Reader) Broken(e *scan.Error) {
	r.lost = true
	if r.err == nil {
		r.sink.Broken(e)
	}
}

// Document reads one SpanEvent.
func (r *Reader) Document() error {
	offset, line := r.s.Offset(), r.s.LineAt(r.s.P)
	soft, err := r.s.Unit(r.step)
	switch {
	case err != nil:
		return err
	case soft != nil:
		r.Broken(soft)
		return nil
	case !r.known:
		r.Broken(&scan.Error{Offset: offset, Line: line, Message: "an object without trace_id is no SpanEvent"})
		return nil
	}
	r.b.Offset, r.b.Line = offset, line
	if err := r.sink.Record(&r.b.Record); err != nil {
		r.err = err
		return errGivenUp
	}
	return nil
}

func (r *Reader) event(c *scan.Cursor) error {
	r.b.Reset()
	r.known, r.duration, r.id = false, 0, nil
	r.b.Defects = trace.BadStart | trace.BadEnd
	if err := c.Open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := r.member(c, key); err != nil {
			return err
		}
	}
	r.finish(c)
	return nil
}

func (r *Reader) finish(c *scan.Cursor) {
	if id, ok := build.SpanID(r.id); ok && r.b.SpanID.IsZero() && !r.b.Defects.Has(trace.BadSpanID) {
		r.b.SpanID = id
	}
	r.b.Finish()
	if c.Repaired() {
		r.b.Defects |= trace.BadUTF8
	}
	defer r.b.FinishTimes()
	const most = math.MaxInt64 / 1000
	if r.b.Start > most || r.b.Start < -most {
		r.b.Defects |= trace.BadStart
	}
	r.b.Start *= 1000
	if r.duration > most || r.duration < -most || r.b.Defects.Has(trace.BadStart) {
		r.b.Defects |= trace.BadEnd
		return
	}
	r.b.End = r.b.Start + r.duration*1000
	if r.duration > 0 && r.b.End < r.b.Start {
		r.b.Defects |= trace.BadEnd
	}
}

func (r *Reader) member(c *scan.Cursor, key []byte) error {
	if null, err := c.Null(); null || err != nil {
		return err
	}
	var err error
	switch string(key) {
	case "trace_id", "traceId":
		r.known = true
		return text(c, r.b.SetTraceID)
	case "span_id", "spanId":
		return text(c, r.b.SetSpanID)
	case "id":
		r.id, err = textIfAny(c)
	case "parent_id", "parentId":
		return text(c, r.b.SetParentID)
	case "parent_trace_id", "parentTraceId":
		return text(c, r.b.SetParentTraceID)
	case "name":
		r.b.Name, err = c.Text()
	case "service_name", "serviceName":
		r.b.Service, err = c.Text()
	case "flow":
		r.b.Flow, err = c.Text()
	case "flow_version", "flowVersion":
		r.b.FlowVersion, err = c.Text()
	case "timestamp":
		r.b.StartText, err = r.micros(c, &r.b.Start, trace.BadStart)
	case "duration":
		r.b.EndText, err = r.micros(c, &r.duration, trace.BadEnd)
	case "tags":
		err = r.tags(c)
	case "links":
		err = r.links(c)
	default:
		err = c.Skip()
	}
	return err
}

func text(c *scan.Cursor, set func([]byte)) error {
	b, err := c.Text()
	if err == nil {
		set(b)
	}
	return err
}

// textIfAny reads a text, and leaves out any other value.
func textIfAny(c *scan.Cursor) ([]byte, error) {
	if b, err := c.Peek(); err != nil {
		return nil, err
	} else if b != '"' {
		return nil, c.Skip()
	}
	return c.Text()
}

// micros reads a number of microseconds, which may be a text of digits. It returns what stands there.
func (r *Reader) micros(c *scan.Cursor, into *int64, defect trace.Defect) ([]byte, error) {
	b, err := c.Peek()
	if err != nil {
		return nil, err
	}
	from := c.P
	var digits []byte
	switch {
	case b == '"':
		digits, err = c.Text()
	case b == '-' || b >= '0' && b <= '9':
		digits, _, err = c.Number()
	default:
		err = c.Skip()
		return c.B[from:c.P], err
	}
	if err != nil {
		return nil, err
	}
	n, ok := build.Whole(digits)
	if *into = n; ok {
		r.b.Defects &^= defect
	}
	return digits, nil
}

func (r *Reader) links(c *scan.Cursor) error {
	if err := c.Open('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := c.Element(first)
		if err != nil || !more {
			return err
		}
		if r.b.Full(len(r.b.Tags)) {
			return c.Mistype(build.TooMany)
		}
		if err := r.link(c); err != nil {
			return err
		}
	}
}

func (r *Reader) link(c *scan.Cursor) error {
	if err := c.Open('{'); err != nil {
		return err
	}
	var traceID, spanID, id, kind []byte
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if null, err := c.Null(); err != nil {
			return err
		} else if null {
			continue
		}
		switch string(key) {
		case "trace_id", "traceId":
			traceID, err = c.Text()
		case "span_id", "spanId":
			spanID, err = c.Text()
		case "id":
			id, err = textIfAny(c)
		case "type":
			kind, err = c.Text()
		default:
			err = c.Skip()
		}
		if err != nil {
			return err
		}
	}
	if spanID == nil {
		spanID = id
	}
	r.b.AddLink(traceID, spanID, string(kind) == "parent")
	return nil
}
