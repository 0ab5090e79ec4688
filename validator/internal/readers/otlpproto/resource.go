package otlpproto

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// readResource reads a Resource, or finds the one that was read from the same bytes.
func (r *reader) readResource(raw []byte) error {
	if r.resource = r.resources.Known(raw); r.resource != nil {
		return nil
	}
	resource, size, err := parseResource(bytes.Clone(raw))
	if err != nil {
		return r.Fail("a resource cannot be read: " + err.Error())
	}
	r.resources.Keep(raw, resource, size)
	r.resource = resource
	return nil
}

// parseResource reads a Resource into memory of its own. It returns how many bytes its tags take.
func parseResource(raw []byte) (resource *trace.Resource, size int, err error) {
	var one builder
	resource = &trace.Resource{}
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(1):
			if resource.Tags, err = one.attribute(m.Bytes, resource.Tags); err != nil {
				return nil, 0, err
			}
		case m.Number == 2 && m.Wire == protowire.VarintType:
			resource.DroppedTags = uint32(m.Bits)
		}
	}
	if m.Err != nil {
		return nil, 0, m.Err
	}
	for i := range resource.Tags {
		if t := &resource.Tags[i]; string(t.Key) == "service.name" && t.Value.Kind == trace.String {
			resource.Service = t.Value.Text
		}
	}
	return resource, one.Size(cap(resource.Tags)) + len(one.texts), nil
}

// readScope reads an InstrumentationScope.
func (r *reader) readScope(raw []byte) error {
	r.scopeKnown = true
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(1):
			r.scopeName = utf8text.AppendRepaired(r.scopeName[:0], m.Bytes)
		case m.Is(2):
			r.scopeVersion = utf8text.AppendRepaired(r.scopeVersion[:0], m.Bytes)
		}
	}
	return m.Err
}
