package jaeger

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// span reads one span into r.b.
func (r *reader) span(c *scan.Cursor) error {
	start := c.P
	r.begin()
	if !r.quickSpan(c) {
		c.Reset()
		c.P = start
		r.begin()
		if err := c.Object(func(key []byte) error { return r.spanMember(c, key) }); err != nil {
			return err
		}
	}
	r.takeTags()
	r.settleParent()
	r.b.Finish(c)
	r.b.SettleMicros()
	r.b.FinishTimes()
	return nil
}

// begin begins a record.
func (r *reader) begin() {
	r.b.Reset()
	r.b.LinkMayBeParent = true
	r.b.Kind = trace.KindInternal // a span without a kind is of this one: the Collector writes no other tag for it
	r.process, r.processID, r.parentSpanID = nil, nil, nil
	r.references, r.keys = r.references[:0], r.keys[:0]
}

func (r *reader) spanMember(c *scan.Cursor, key []byte) error {
	null, err := c.Null()
	if null || err != nil {
		return err
	}
	switch string(key) {
	case "traceID":
		return jsonrecord.Text(c, r.b.SetShortTraceID)
	case "spanID":
		return jsonrecord.Text(c, r.b.SetShortSpanID)
	case "parentSpanID":
		r.parentSpanID, err = c.Text()
	case "operationName":
		r.b.Name, err = c.Text()
	case "references":
		err = r.b.ReadLinks(c, r.reference)
	case "startTime":
		r.b.StartText, err = r.b.ReadTime(c, &r.b.Start, trace.BadStart)
	case "duration":
		err = r.duration(c)
	case "tags":
		r.b.Tags, err = r.b.ReadTags(c, r.b.Tags, r.keyValue)
	case "tag":
		r.b.Tags, err = r.tagMap(c, r.b.Tags)
	case "process":
		err = r.readProcess(c)
		r.process = r.read
	case "processID":
		r.processID, err = c.Text()
	default:
		err = c.Skip()
	}
	return err
}

// duration reads how long the span took. Jaeger has no sign for it: a negative one is written as a number above those of 63 bits.
func (r *reader) duration(c *scan.Cursor) (err error) {
	r.b.EndText, err = r.b.ReadTime(c, &r.b.Duration, trace.BadEnd)
	if err != nil || !r.b.Defects.Has(trace.BadEnd) {
		return err
	}
	if bits, err := strconv.ParseUint(string(r.b.EndText), 10, 64); err == nil {
		r.b.Duration = int64(bits)
		r.b.Defects &^= trace.BadEnd
	}
	return nil
}

// takeTags takes the tags that stand for fields of OTLP off the record.
func (r *reader) takeTags() {
	kept := r.b.Tags[:0]
	for i := range r.b.Tags {
		if t := &r.b.Tags[i]; !r.b.TakeTag(t) {
			kept = append(kept, *t)
		}
	}
	r.b.Tags = kept
}
