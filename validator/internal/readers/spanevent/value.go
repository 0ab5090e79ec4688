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
	sound := !c.Repaired()
	return c.Object(func(key []byte) error {
		if r.b.Full(len(r.b.Tags)) {
			return c.Mistype(record.TooMany)
		}
		v, err := r.value(c, 0)
		if err != nil {
			return err
		}
		r.b.Tags = append(r.b.Tags, trace.Tag{Key: key, Value: v})
		if sound && c.Repaired() {
			r.b.BadTag = key
			sound = false
		}
		return nil
	})
}

func (r *reader) listedTag(c *scan.Cursor, tag *trace.Tag) error {
	return c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "value", "v_str", "vStr", "v_bool", "vBool", "v_float64", "vFloat64", "v_binary", "vBinary":
			tag.Value, err = r.value(c, 0)
		case "v_int64", "vInt64", "v_int32", "vInt32":
			tag.Value, err = r.value(c, 0)
			if n, ok := record.Int(tag.Value.Text); ok && tag.Value.Kind == trace.String {
				tag.Value = trace.IntValue(n) // proto3 JSON writes 64 bits as text
			}
		default:
			err = c.Skip()
		}
		return err
	})
}

// value reads any JSON value. A number that is written with a fraction or an exponent, or that does not fit 64 bits, is a
// double.
func (r *reader) value(c *scan.Cursor, depth int) (v trace.Value, err error) {
	b, err := c.Peek()
	if err != nil {
		return v, err
	}
	switch b {
	case '"':
		text, err := c.Text()
		return trace.StringValue(text), err
	case 't', 'f':
		is, err := c.Bool()
		return trace.BoolValue(is), err
	case 'n':
		return v, c.Skip()
	case '[':
		return r.list(c, depth)
	case '{':
		from := c.P
		err := c.Skip()
		return trace.Value{Kind: trace.Map, Text: c.B[from:c.P]}, err
	}
	digits, integer, err := c.Number()
	if err != nil {
		return v, err
	}
	if n, ok := record.Int(digits); ok && integer {
		return trace.IntValue(n), nil
	}
	f, ok := record.Double(digits)
	if !ok {
		return v, c.Mistype("want a number")
	}
	return trace.DoubleValue(f), nil
}

func (r *reader) list(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if depth > scan.MaxDepth/4 {
		return v, c.Mistype("want values that nest less deep")
	}
	return r.b.ReadValues(c, func(c *scan.Cursor) (trace.Value, error) { return r.value(c, depth+1) })
}
