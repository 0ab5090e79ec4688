package spanevent

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// tags reads an object of values, or a list of objects with key and value.
func (r *reader) tags(c *scan.Cursor) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	if b == '[' {
		r.b.Tags, err = r.b.ReadTags(c, r.b.Tags, r.listedTag)
		return err
	}
	r.b.Tags, err = r.b.ReadTagMap(c, r.b.Tags, r.b.ReadValue)
	return err
}

func (r *reader) listedTag(c *scan.Cursor, tag *trace.Tag) error {
	return c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "value", "v_str", "vStr", "v_bool", "vBool", "v_float64", "vFloat64", "v_float32", "vFloat32", "v_binary", "vBinary", "v_date", "vDate":
			tag.Value, err = r.b.ReadValue(c)
		case "v_int64", "vInt64", "v_int32", "vInt32":
			tag.Value, err = r.b.ReadValue(c)
			if n, ok := record.Int(tag.Value.Text); ok && tag.Value.Kind == trace.String {
				tag.Value = trace.IntValue(n) // proto3 JSON writes 64 bits as text
			}
		default:
			err = c.Skip()
		}
		return err
	})
}
