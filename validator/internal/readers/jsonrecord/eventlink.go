package jsonrecord

import "github.com/specgen/specgen/validator/internal/readers/scan"

// ReadEventLink reads a link of a SpanEvent.
func (b *Builder) ReadEventLink(c *scan.Cursor) error {
	var traceID, spanID, id, kind []byte
	err := c.Object(func(key []byte) error {
		null, err := c.Null()
		if null || err != nil {
			return err
		}
		switch string(key) {
		case "trace_id", "traceId":
			traceID, err = c.Text()
		case "span_id", "spanId":
			spanID, err = c.Text()
		case "id":
			id, err = TextIfAny(c)
		case "type":
			kind, err = c.Text()
		default:
			err = c.Skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	if spanID == nil {
		spanID = id
	}
	b.AddLink(traceID, spanID, string(kind) == "parent")
	return nil
}

// TextIfAny reads a text, and leaves out any other value.
func TextIfAny(c *scan.Cursor) ([]byte, error) {
	if b, err := c.Peek(); err != nil {
		return nil, err
	} else if b != '"' {
		return nil, c.Skip()
	}
	return c.Text()
}
