package otlp

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// readResource reads a Resource, or finds the one that was read from the same bytes.
func (r *reader) readResource(c *scan.Cursor) error {
	if null, err := c.Null(); null || err != nil {
		r.resource = &trace.Resource{}
		return err
	}
	from := c.P
	if err := c.Skip(); err != nil {
		return err
	}
	raw := c.B[from:c.P]
	if known := r.resources.Known(raw); known != nil {
		r.resource = known
		return nil
	}
	end := c.P
	if c.P = from; c.B[from] != '{' {
		return c.Mistype("want an object")
	}
	resource, size, at, err := parseResource(bytes.Clone(raw))
	if err != nil {
		c.P = from + at.P
		return c.Mistype(at.Wanted())
	}
	c.P = end
	r.resources.Keep(raw, resource, size)
	r.resource = resource
	return nil
}

// parseResource reads a Resource into memory of its own. It returns how many bytes its tags take, and where it ended.
func parseResource(raw []byte) (resource *trace.Resource, size int, c scan.Cursor, err error) {
	one := reader{}
	c = scan.NewCursor(raw)
	resource = &trace.Resource{}
	err = c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "attributes":
			resource.Tags, err = one.attributes(&c, resource.Tags)
			return err
		case "droppedAttributesCount", "dropped_attributes_count":
			return count(&c, &resource.DroppedTags)
		}
		return c.Skip()
	})
	if err != nil {
		return nil, 0, c, err
	}
	for i := range resource.Tags {
		if t := &resource.Tags[i]; string(t.Key) == "service.name" && t.Value.Kind == trace.String {
			resource.Service = t.Value.Text
		}
	}
	return resource, one.b.Size(cap(resource.Tags)), c, nil
}

// scope reads an InstrumentationScope.
func (r *reader) scope(c *scan.Cursor) error {
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	if null, err := c.Null(); null || err != nil {
		return err
	}
	return c.Object(func(key []byte) error {
		switch string(key) {
		case "name":
			return textOrNull(c, func(text []byte) { r.scopeName = append(r.scopeName, text...) })
		case "version":
			return textOrNull(c, func(text []byte) { r.scopeVersion = append(r.scopeVersion, text...) })
		}
		return c.Skip()
	})
}
