package zipkin

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// takeTags takes the tags that stand for fields of OTLP off the record.
func (r *reader) takeTags() {
	kept := r.b.Tags[:0]
	var failure []byte
	for i := range r.b.Tags {
		t := &r.b.Tags[i]
		switch {
		case r.kindIsSet && string(t.Key) == "span.kind":
		case r.b.TakeTag(t), r.takeLink(t):
		case string(t.Key) == "error" && t.Value.Kind == trace.Untyped:
			r.b.Failed, failure = true, t.Value.Text
		case string(t.Key) == "otlp.service.name.source":
			// says which attribute the Collector took for the name of the service
		default:
			kept = append(kept, *t)
		}
	}
	if r.b.StatusMessage == nil && len(failure) > 0 {
		r.b.StatusMessage = failure
	}
	r.b.Tags = kept
}

// takeLink takes a link that the Collector wrote as a tag: trace id, span id, trace state, attributes as JSON and the number of
// attributes that were dropped, with a | between them. A trace state and a text in an attribute may have a | as well.
func (r *reader) takeLink(t *trace.Tag) bool {
	if !bytes.HasPrefix(t.Key, []byte("otlp.link.")) || t.Value.Kind != trace.Untyped {
		return false
	}
	traceID, rest, _ := bytes.Cut(t.Value.Text, []byte("|"))
	spanID, rest, _ := bytes.Cut(rest, []byte("|"))
	link, bad, ok := record.ShortLink(traceID, spanID)
	switch {
	case !ok:
		r.b.Bad(trace.BadLink, bad)
	case r.isParent(rest):
		r.b.SetParent(link)
	default:
		r.b.Links = append(r.b.Links, link)
	}
	return true
}

// isParent reports whether a link is the one that stands for the parent in another trace, from what follows its ids.
func (r *reader) isParent(rest []byte) bool {
	from, to := bytes.Index(rest, []byte("|{")), bytes.LastIndexByte(rest, '|')
	if from < 0 || to <= from {
		return false
	}
	c, parent := &r.inTag, false
	c.B, c.P = rest[from+1:to], 0
	c.Reset()
	// What is broken ends the attributes; those before it count.
	_ = c.Object(func(key []byte) error {
		if b, err := c.Peek(); err != nil || b != '"' || string(key) != record.ParentLinkKey {
			return c.Skip()
		}
		value, err := c.Text()
		parent = string(value) == record.ParentLinkValue
		return err
	})
	return parent
}
