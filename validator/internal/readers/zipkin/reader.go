// Package zipkin reads Zipkin's JSON (openzipkin/zipkin-api, zipkin2-api.yaml) into records: spans one by one, a line each, in a list,
// or in lists of traces.
package zipkin

import (
	"bytes"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// reader reads spans. All tags are texts: their values are Untyped. What OpenTelemetry's spans have and Zipkin's have not is in tags
// too, as the Collector writes it.
type reader struct {
	b jsonrecord.Builder

	resources record.Resources
	known     bool        // the object has a member of a span
	kindIsSet bool        // by its member
	inTag     scan.Cursor // on the attributes of a link
}

// Read reads every span of in, as input.Reader says. It makes no temporary files.
func Read(in io.Reader, sink input.Sink, _ string) error {
	r := &reader{}
	return jsonrecord.ReadSpans(in, sink, &r.b, "an object without traceId is no span of Zipkin", r.span)
}

func (r *reader) span(c *scan.Cursor) (known bool, err error) {
	r.b.Reset()
	r.b.Kind = trace.KindInternal // a span of another kind has one
	r.b.LowerCase, r.b.FlatResource = true, true
	r.known, r.kindIsSet = false, false
	if err := c.Object(func(key []byte) error { return r.member(c, key) }); err != nil {
		return false, err
	}
	r.takeTags()
	r.settleSides()
	r.b.Finish(c)
	r.settleTimes()
	return r.known, nil
}

// settleSides drops a parent id that is the span's own, as Zipkin's own reader does, and says of a server's side that it is one: its
// parent is the client's side, which has its id, where it names no other.
func (r *reader) settleSides() {
	if r.b.ParentID == r.b.SpanID {
		r.b.ParentID = trace.SpanID{}
	}
	if r.b.ServerSide && r.b.ParentID.IsZero() {
		r.b.ParentID = r.b.SpanID
	}
	r.b.ServerSide = r.b.ServerSide || r.b.Kind == trace.KindServer
}

// settleTimes makes nanoseconds of timestamp and duration. A span that took no time has no duration.
func (r *reader) settleTimes() {
	if r.b.EndText == nil {
		r.b.Defects &^= trace.BadEnd
	}
	r.b.SettleMicros()
	r.b.FinishTimes()
}

func (r *reader) member(c *scan.Cursor, key []byte) error {
	null, err := c.Null()
	if null || err != nil {
		return err
	}
	switch string(key) {
	case "traceId":
		r.known = true
		return jsonrecord.Text(c, r.b.SetShortTraceID)
	case "id":
		return jsonrecord.Text(c, r.b.SetShortSpanID)
	case "parentId":
		return jsonrecord.Text(c, r.b.SetShortParentID)
	case "name":
		r.b.Name, err = c.Text()
	case "kind":
		return r.kind(c)
	case "timestamp":
		r.b.StartText, err = r.b.ReadTime(c, &r.b.Start, trace.BadStart)
	case "duration":
		r.b.EndText, err = r.b.ReadTime(c, &r.b.Duration, trace.BadEnd)
	case "localEndpoint":
		return r.endpoint(c)
	case "tags":
		r.b.Tags, err = r.b.ReadTagMap(c, r.b.Tags, r.tagValue)
	case "shared":
		err = r.shared(c)
	default:
		err = c.Skip()
	}
	return err
}

// tagValue reads the value of a tag. One that is no text, as it should be, is taken for what it is.
func (r *reader) tagValue(c *scan.Cursor) (trace.Value, error) {
	if c.P < len(c.B) && c.B[c.P] == '"' {
		text, err := c.Text()
		return r.b.Untyped(text), err
	}
	v, err := r.b.ReadValue(c)
	if v.Kind == trace.String {
		v = r.b.Untyped(v.Text)
	}
	return v, err
}

// endpoint reads who emitted the span. Only the name is of interest: addresses differ between the spans of a service.
func (r *reader) endpoint(c *scan.Cursor) error {
	var name []byte
	err := c.Object(func(key []byte) error {
		null, err := c.Null()
		if null || err != nil {
			return err
		}
		if string(key) != "serviceName" {
			return c.Skip()
		}
		name, err = c.Text()
		return err
	})
	if err != nil {
		return err
	}
	if r.b.Resource = r.resources.Known(name); r.b.Resource == nil {
		r.b.Resource = resourceOf(bytes.Clone(name))
		r.resources.Keep(name, r.b.Resource, 0)
	}
	r.b.Service = r.b.Resource.Service
	return nil
}

// resourceOf returns the resource of a service; nil where it has no name.
func resourceOf(name []byte) *trace.Resource {
	if name == nil {
		return &trace.Resource{}
	}
	return &trace.Resource{Service: name, Tags: []trace.Tag{{Key: []byte("service.name"), Value: trace.StringValue(name)}}}
}

// kinds are Zipkin's words for the kinds of spans.
var kinds = map[string]trace.SpanKind{
	"CLIENT": trace.KindClient, "SERVER": trace.KindServer, "PRODUCER": trace.KindProducer, "CONSUMER": trace.KindConsumer,
}

// kind reads the kind of the span.
func (r *reader) kind(c *scan.Cursor) error {
	if _, err := c.Peek(); err != nil {
		return err
	}
	from := c.P
	word, err := c.Text()
	if err == scan.ErrType {
		c.P = from
		err = c.Skip()
		word = c.B[from:c.P]
	}
	r.kindIsSet = true
	r.b.Defects &^= trace.BadSpanKind
	r.b.BadKind = nil
	if r.b.Kind = kinds[string(word)]; r.b.Kind == trace.UnknownKind {
		r.b.Kind = trace.KindInternal
		r.b.Defects |= trace.BadSpanKind
		r.b.BadKind = word
	}
	return err
}

// shared reads whether the client of the call has a span of the same id. Anything but true means no.
func (r *reader) shared(c *scan.Cursor) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	r.b.ServerSide = b == 't'
	return c.Skip()
}
