package otlp

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/trace"
)

// parentLink is the attribute on the link that stands for a parent in another trace, and its value.
const (
	parentLinkKey   = "specgen.link.type"
	parentLinkValue = "parent"
)

// span reads one Span into r.b.
func (r *Reader) span(c *scan.Cursor) error {
	r.b.Reset()
	r.b.Defects = trace.BadStart | trace.BadEnd
	first := !r.head(c)
	if first {
		if err := c.Open('{'); err != nil {
			return err
		}
	}
	for ; ; first = false {
		key, more, err := c.Member(first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := r.spanMember(c, key); err != nil {
			return err
		}
	}
	r.b.Finish()
	r.b.FinishTimes()
	if c.Repaired() {
		r.b.Defects |= trace.BadUTF8
	}
	return nil
}

func (r *Reader) spanMember(c *scan.Cursor, key []byte) (err error) {
	switch string(key) {
	case "traceId", "trace_id":
		return textOrNull(c, r.b.SetTraceID)
	case "spanId", "span_id":
		return textOrNull(c, r.b.SetSpanID)
	case "parentSpanId", "parent_span_id":
		return textOrNull(c, r.b.SetParentID)
	case "name":
		return r.name(c)
	case "startTimeUnixNano", "start_time_unix_nano":
		r.b.StartText, err = r.nanos(c, &r.b.Start, trace.BadStart)
		return err
	case "endTimeUnixNano", "end_time_unix_nano":
		r.b.EndText, err = r.nanos(c, &r.b.End, trace.BadEnd)
		return err
	case "attributes":
		r.b.Tags, err = r.attributes(c, r.b.Tags)
		return err
	case "links":
		return r.readLinks(c)
	}
	return c.Skip()
}

func (r *Reader) name(c *scan.Cursor) error {
	null, err := c.Null()
	if null || err != nil {
		return err
	}
	r.b.Name, err = c.Text()
	return err
}

// textOrNull hands a text to set; null is as good as absent.
func textOrNull(c *scan.Cursor, set func([]byte)) error {
	null, err := c.Null()
	if null || err != nil {
		return err
	}
	text, err := c.Text()
	if err == nil {
		set(text)
	}
	return err
}

// nanos reads a time: a text or number of digits, or the two halves that opentelemetry-js wrote up to 0.44. It takes back
// the defect where the value is one of these, and returns what stands there.
func (r *Reader) nanos(c *scan.Cursor, into *int64, defect trace.Defect) (digits []byte, err error) {
	b, err := c.Peek()
	from := c.P
	switch {
	case err != nil:
		return nil, err
	case b == '"':
		digits, err = c.Text()
	case b == 'n':
		return nil, c.Skip()
	case b == '{':
		if *into, err = halves(c); err == nil {
			r.b.Defects &^= defect
		}
		return nil, err
	case b == '-' || b >= '0' && b <= '9':
		digits, _, err = c.Number()
	default:
		err = c.Skip()
		return c.B[from:c.P], err
	}
	if err != nil {
		return nil, err
	}
	t, ok := build.Whole(digits)
	if *into = t; ok {
		r.b.Defects &^= defect
	}
	return digits, nil
}

// halves reads {"low":…,"high":…}, both of 32 bits, signed or not.
func halves(c *scan.Cursor) (int64, error) {
	if err := c.Open('{'); err != nil {
		return 0, err
	}
	var low, high int64
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil {
			return 0, err
		}
		if !more {
			return int64(uint64(uint32(high))<<32 | uint64(uint32(low))), nil
		}
		half := &low
		switch string(key) {
		case "low":
		case "high":
			half = &high
		default:
			if err := c.Skip(); err != nil {
				return 0, err
			}
			continue
		}
		digits, _, err := c.Number()
		if err != nil {
			return 0, err
		}
		*half, _ = build.Whole(digits)
	}
}

// linkParts is the link under construction.
type linkParts struct {
	traceID, spanID []byte
	parent          bool
	tags            []trace.Tag
}

func (r *Reader) readLinks(c *scan.Cursor) error {
	null, err := c.Null()
	if null || err != nil {
		return err
	}
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
		if err := r.readLink(c); err != nil {
			return err
		}
	}
}

func (r *Reader) readLink(c *scan.Cursor) error {
	if err := c.Open('{'); err != nil {
		return err
	}
	p := &r.links
	p.traceID, p.spanID, p.parent = nil, nil, false
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		if err := r.linkMember(c, key); err != nil {
			return err
		}
	}
	r.b.AddLink(p.traceID, p.spanID, p.parent)
	return nil
}

func (r *Reader) linkMember(c *scan.Cursor, key []byte) (err error) {
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
		r.b.BadTag = own // what stands on links are no tags
		for i := range p.tags {
			if t := &p.tags[i]; string(t.Key) == parentLinkKey {
				p.parent = string(t.Value.Text) == parentLinkValue
			}
		}
		return nil
	}
	return c.Skip()
}

// readResource reads a Resource, or finds the one that was read from the same bytes.
func (r *Reader) readResource(c *scan.Cursor) error {
	if null, err := c.Null(); null || err != nil {
		r.resource = &trace.Resource{}
		return err
	}
	from := c.P
	if err := c.Skip(); err != nil {
		return err
	}
	raw := c.B[from:c.P]
	if known := r.resources[string(raw)]; known != nil {
		r.resource = known
		return nil
	}
	end := c.P
	if c.P = from; c.B[from] != '{' {
		return c.Mistype("want an object")
	}
	resource, size, err := parseResource(bytes.Clone(raw))
	if err != nil {
		return c.Mistype("want a resource with a list of at most 65536 attributes and items")
	}
	c.P = end
	if size += 2*len(raw) + perResource; r.held+size > maxHeld {
		clear(r.resources)
		r.held = 0
	}
	r.held += size
	r.resources[string(raw)] = resource
	r.resource = resource
	return nil
}

// maxHeld is how many bytes of resources are remembered: what stands in the input, twice, and what was read from it.
const maxHeld = 8 << 20

// perResource is how many bytes a resource takes besides: for itself, and for what a judge makes of it.
const perResource = 512

// parseResource reads a Resource into memory of its own. It returns how many bytes its tags take.
func parseResource(raw []byte) (resource *trace.Resource, size int, err error) {
	one := Reader{}
	c := scan.NewCursor(raw)
	if err := c.Open('{'); err != nil {
		return nil, 0, err
	}
	resource = &trace.Resource{}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		switch {
		case err != nil:
			return nil, 0, err
		case !more:
			for i := range resource.Tags {
				if t := &resource.Tags[i]; string(t.Key) == "service.name" && t.Value.Kind == trace.String {
					resource.Service = t.Value.Text
				}
			}
			return resource, one.b.Size(cap(resource.Tags)), nil
		case string(key) == "attributes":
			resource.Tags, err = one.attributes(&c, resource.Tags)
		default:
			err = c.Skip()
		}
		if err != nil {
			return nil, 0, err
		}
	}
}

// scope reads an InstrumentationScope.
func (r *Reader) scope(c *scan.Cursor) error {
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	if null, err := c.Null(); null || err != nil {
		return err
	}
	if err := c.Open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return err
		}
		switch string(key) {
		case "name":
			err = textOrNull(c, func(text []byte) { r.scopeName = append(r.scopeName, text...) })
		case "version":
			err = textOrNull(c, func(text []byte) { r.scopeVersion = append(r.scopeVersion, text...) })
		default:
			err = c.Skip()
		}
		if err != nil {
			return err
		}
	}
}
