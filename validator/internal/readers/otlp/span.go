package otlp

import (
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// span reads one Span into r.b, and learns how it is written.
func (r *reader) span(c *scan.Cursor) error {
	start := c.P
	if err := r.general(c); err != nil {
		return err
	}
	r.learn(c.B[start:c.P])
	return nil
}

// general reads one Span into r.b, however it is written.
func (r *reader) general(c *scan.Cursor) error {
	r.begin()
	if err := c.Object(func(key []byte) error { return r.spanMember(c, key) }); err != nil {
		return err
	}
	r.finish(c)
	return nil
}

// begin begins a record.
func (r *reader) begin() {
	r.b.Reset()
	r.b.Kind = trace.KindInternal
}

// finish ends a record, all of which was read.
func (r *reader) finish(c *scan.Cursor) {
	r.b.Finish(c)
	r.b.FinishTimes()
}

func (r *reader) spanMember(c *scan.Cursor, key []byte) (err error) {
	switch string(key) {
	case "traceId", "trace_id":
		return textOrNull(c, r.b.SetTraceID)
	case "spanId", "span_id":
		return textOrNull(c, r.b.SetSpanID)
	case "parentSpanId", "parent_span_id":
		return textOrNull(c, r.b.SetParentID)
	case "name":
		return r.name(c)
	case "kind":
		return r.kind(c)
	case "startTimeUnixNano", "start_time_unix_nano":
		r.b.StartText, err = r.nanos(c, &r.b.Start, trace.BadStart)
		return err
	case "endTimeUnixNano", "end_time_unix_nano":
		r.b.EndText, err = r.nanos(c, &r.b.End, trace.BadEnd)
		return err
	case "attributes":
		r.b.Tags, err = r.attributes(c, r.b.Tags)
		return err
	case "droppedAttributesCount", "dropped_attributes_count":
		return jsonrecord.Count(c, &r.b.DroppedTags)
	case "links":
		return r.readLinks(c)
	case "droppedLinksCount", "dropped_links_count":
		return jsonrecord.Count(c, &r.b.DroppedLinks)
	case "status":
		return r.status(c)
	}
	return c.Skip()
}

func (r *reader) name(c *scan.Cursor) error {
	return textOrNull(c, func(text []byte) { r.b.Name = text })
}

// textOrNull calls set with a text. Null is the same as absent.
func textOrNull(c *scan.Cursor, set func([]byte)) error {
	if null, err := c.Null(); null || err != nil {
		return err
	}
	return jsonrecord.Text(c, set)
}

// nanos reads a time: a text or number of digits, or the two halves that opentelemetry-js wrote up to 0.44. It takes back
// the defect where the value is one of these, and returns its text.
func (r *reader) nanos(c *scan.Cursor, into *int64, defect trace.Defect) (digits []byte, err error) {
	b, err := c.Peek()
	switch {
	case err != nil:
		return nil, err
	case b == 'n':
		return nil, c.Skip()
	case b == '{':
		if *into, err = halves(c); err == nil {
			r.b.Defects &^= defect
		}
		return nil, err
	}
	return r.b.ReadTime(c, into, defect)
}

// halves reads {"low":…,"high":…}, both of 32 bits, signed or not.
func halves(c *scan.Cursor) (int64, error) {
	var low, high int64
	err := c.Object(func(key []byte) error {
		half := &low
		switch string(key) {
		case "low":
		case "high":
			half = &high
		default:
			return c.Skip()
		}
		digits, _, err := c.Number()
		if err == nil {
			*half, _ = record.LaxInt(digits)
		}
		return err
	})
	return int64(uint64(uint32(high))<<32 | uint64(uint32(low))), err
}

// linkParts is the link under construction.
type linkParts struct {
	traceID, spanID []byte
	parent          bool
	tags            []trace.Tag
}

func (r *reader) readLinks(c *scan.Cursor) error {
	if null, err := c.Null(); null || err != nil {
		return err
	}
	return r.b.ReadLinks(c, r.readLink)
}

func (r *reader) readLink(c *scan.Cursor) error {
	p := &r.links
	p.traceID, p.spanID, p.parent = nil, nil, false
	if err := c.Object(func(key []byte) error { return r.linkMember(c, key) }); err != nil {
		return err
	}
	r.b.AddLink(p.traceID, p.spanID, p.parent)
	return nil
}

func (r *reader) linkMember(c *scan.Cursor, key []byte) (err error) {
	p := &r.links
	switch string(key) {
	case "traceId", "trace_id":
		return textOrNull(c, func(text []byte) { p.traceID = text })
	case "spanId", "span_id":
		return textOrNull(c, func(text []byte) { p.spanID = text })
	case "attributes":
		own := r.b.BadTag
		if p.tags, err = r.attributes(c, p.tags[:0]); err != nil {
			return err
		}
		r.b.BadTag = own // attributes of links are no tags of the record
		for i := range p.tags {
			if t := &p.tags[i]; string(t.Key) == record.ParentLinkKey {
				p.parent = string(t.Value.Text) == record.ParentLinkValue
			}
		}
		return nil
	}
	return c.Skip()
}
