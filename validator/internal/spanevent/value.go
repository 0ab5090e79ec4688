package spanevent

import (
	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/trace"
)

// tags reads an object of values, or a list of objects with key and value.
func (r *Reader) tags(c *scan.Cursor) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	if b == '[' {
		return r.listedTags(c)
	}
	if err := c.Open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		sound := !c.Repaired()
		key, more, err := c.Member(first)
		if err != nil || !more {
			return err
		}
		if r.b.Full(len(r.b.Tags)) {
			return c.Mistype(build.TooMany)
		}
		v, err := r.value(c, 0)
		if err != nil {
			return err
		}
		r.b.Tags = append(r.b.Tags, trace.Tag{Key: key, Value: v})
		if sound && c.Repaired() {
			r.b.BadTag = key
		}
	}
}

func (r *Reader) listedTags(c *scan.Cursor) error {
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
		sound := !c.Repaired()
		tag, err := r.listedTag(c)
		if err != nil {
			return err
		}
		r.b.Tags = append(r.b.Tags, tag)
		if sound && c.Repaired() {
			r.b.BadTag = tag.Key
		}
	}
}

func (r *Reader) listedTag(c *scan.Cursor) (tag trace.Tag, err error) {
	if err := c.Open('{'); err != nil {
		return tag, err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return tag, err
		}
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "value", "v_str", "vStr", "v_bool", "vBool", "v_float64", "vFloat64", "v_binary", "vBinary":
			tag.Value, err = r.value(c, 0)
		case "v_int64", "vInt64", "v_int32", "vInt32":
			tag.Value, err = r.value(c, 0)
			if n, ok := build.Int(tag.Value.Text); ok && tag.Value.Kind == trace.String {
				tag.Value = build.IntValue(n) // proto3 JSON writes 64 bits as text
			}
		default:
			err = c.Skip()
		}
		if err != nil {
			return tag, err
		}
	}
}

// value reads any JSON value. A number that is written with a fraction or an exponent, or that does not fit 64 bits, is a
// double.
func (r *Reader) value(c *scan.Cursor, depth int) (v trace.Value, err error) {
	b, err := c.Peek()
	if err != nil {
		return v, err
	}
	switch b {
	case '"':
		text, err := c.Text()
		return build.TextValue(text), err
	case 't', 'f':
		is, err := c.Bool()
		return build.BoolValue(is), err
	case 'n':
		return v, c.Skip()
	case '[':
		return r.list(c, depth)
	case '{':
		from := c.P
		err := c.Skip()
		return trace.Value{Kind: trace.Map, Text: c.B[from:c.P]}, err
	}
	digits, whole, err := c.Number()
	if err != nil {
		return v, err
	}
	if n, ok := build.Int(digits); ok && whole {
		return build.IntValue(n), nil
	}
	f, ok := build.Double(digits)
	if !ok {
		return v, c.Mistype("want a number")
	}
	return build.DoubleValue(f), nil
}

func (r *Reader) list(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if depth > scan.MaxDepth/4 {
		return v, c.Mistype("want values that nest less deep")
	}
	if err := c.Open('['); err != nil {
		return v, err
	}
	mark := r.b.Mark()
	for first := true; ; first = false {
		more, err := c.Element(first)
		if err != nil {
			return v, err
		}
		if !more {
			return r.b.List(mark), nil
		}
		if r.b.Full(len(r.b.Tags)) {
			return v, c.Mistype(build.TooMany)
		}
		item, err := r.value(c, depth+1)
		if err != nil {
			return v, err
		}
		r.b.Push(item)
	}
}
