package jaeger

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// reference points at another span: at the parent, or at a span that this one follows from.
type reference struct {
	trace.Link
	bad     []byte // the text of the id that is not valid
	valid   bool
	childOf bool
}

func (r *reader) reference(c *scan.Cursor) error {
	if r.b.Full(len(r.b.Tags) + len(r.references)) {
		return c.Mistype(record.TooMany)
	}
	var quick reference
	if r.quickReference(c, &quick) {
		r.references = append(r.references, quick)
		return nil
	}
	var kind, traceID, spanID []byte
	err := c.Object(func(key []byte) error {
		null, err := c.Null()
		if null || err != nil {
			return err
		}
		switch string(key) {
		case "refType":
			kind, err = c.Text()
		case "traceID":
			traceID, err = c.Text()
		case "spanID":
			spanID, err = c.Text()
		default:
			err = c.Skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	one := reference{childOf: string(kind) == "CHILD_OF"}
	one.Link, one.bad, one.valid = record.ShortLink(traceID, spanID)
	r.references = append(r.references, one)
	return nil
}

// settleParent chooses the parent among the references, as Jaeger does: the first CHILD_OF of the same trace, else the first other one
// of it, else the span that parentSpanID names, as it was written of old. Where there is none of these, a CHILD_OF of another trace
// is the parent. All other references are links.
func (r *reader) settleParent() {
	parent := r.find(true, true)
	if parent < 0 {
		parent = r.find(false, true)
	}
	if parent < 0 {
		if r.b.SetShortParentID(r.parentSpanID); r.b.ParentID.IsZero() {
			parent = r.find(true, false)
		}
	}
	for i := range r.references {
		switch one := &r.references[i]; {
		case i == parent:
			r.b.ParentID, r.b.ParentTraceID = one.SpanID, one.TraceID
		case one.valid:
			r.b.Links = append(r.b.Links, one.Link)
		case one.childOf:
			r.b.Bad(trace.BadParentID, one.bad)
		default:
			r.b.Bad(trace.BadLink, one.bad)
		}
	}
}

// find returns the index of the first valid reference of the type to the same trace or to another one, or -1.
func (r *reader) find(childOf, sameTrace bool) int {
	for i := range r.references {
		if one := &r.references[i]; one.valid && one.childOf == childOf && (one.TraceID == r.b.TraceID) == sameTrace {
			return i
		}
	}
	return -1
}
