package otlp

import (
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// readResource reads a Resource, or finds the one that was read from the same bytes.
func (r *reader) readResource(c *scan.Cursor) error {
	if null, err := c.Null(); null || err != nil {
		r.resource = &trace.Resource{}
		return err
	}
	resource, err := jsonrecord.ReadResource(c, &r.resources, parseResource)
	if err == nil {
		r.resource = resource
	}
	return err
}

// parseResource reads a Resource. It returns how many bytes its tags take.
func parseResource(c *scan.Cursor) (resource *trace.Resource, size int, err error) {
	one := reader{}
	resource = &trace.Resource{}
	err = c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "attributes":
			resource.Tags, err = one.attributes(c, resource.Tags)
			return err
		case "droppedAttributesCount", "dropped_attributes_count":
			return jsonrecord.Count(c, &resource.DroppedTags)
		}
		return c.Skip()
	})
	if err != nil {
		return nil, 0, err
	}
	for i := range resource.Tags {
		if t := &resource.Tags[i]; string(t.Key) == "service.name" && t.Value.Kind == trace.String {
			resource.Service = t.Value.Text
		}
	}
	return resource, one.b.Size(cap(resource.Tags)), nil
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
