package jsonrecord

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// ReadResource reads the value that is next with parse, or finds what was read from the same bytes. What parse gets is a copy of them,
// which the resource may keep; it returns how many bytes it takes besides.
func ReadResource(c *scan.Cursor, resources *record.Resources, parse func(*scan.Cursor) (*trace.Resource, int, error)) (*trace.Resource, error) {
	if _, err := c.Peek(); err != nil {
		return nil, err
	}
	from := c.P
	if err := c.Skip(); err != nil {
		return nil, err
	}
	raw := c.B[from:c.P]
	if known := resources.Known(raw); known != nil {
		return known, nil
	}
	own := scan.NewCursor(bytes.Clone(raw))
	resource, size, err := parse(&own)
	if err != nil {
		c.P = from + own.P
		return nil, c.Mistype(own.Wanted())
	}
	resources.Keep(raw, resource, size)
	return resource, nil
}
