package otlp

import (
	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/trace"
)

// attributes reads a list of KeyValue behind tags.
func (r *Reader) attributes(c *scan.Cursor, tags []trace.Tag) ([]trace.Tag, error) {
	if null, err := c.Null(); null || err != nil {
		return tags, err
	}
	if err := c.Open('['); err != nil {
		return tags, err
	}
	for first := true; ; first = false {
		more, err := c.Element(first)
		if err != nil || !more {
			return tags, err
		}
		if r.b.Full(len(tags)) {
			return tags, c.Mistype(build.TooMany)
		}
		tags = append(tags, trace.Tag{})
		tag, sound := &tags[len(tags)-1], !c.Repaired()
		if err := r.keyValue(c, tag); err != nil {
			return tags, err
		}
		if sound && c.Repaired() {
			r.b.BadTag = tag.Key
		}
	}
}

func (r *Reader) keyValue(c *scan.Cursor, tag *trace.Tag) error {
	if err := c.Open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return err
		}
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "value":
			tag.Value, err = r.anyValue(c, 0)
		default:
			err = c.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// anyValue reads an AnyValue. One without a member that is known has no value.
func (r *Reader) anyValue(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if null, err := c.Null(); null || err != nil {
		return v, err
	}
	if depth > scan.MaxDepth/4 {
		return v, c.Mistype("want values that nest less deep")
	}
	if err := c.Open('{'); err != nil {
		return v, err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return v, err
		}
		if null, err := c.Null(); err != nil {
			return v, err
		} else if null {
			continue
		}
		if v, err = r.oneOf(c, key, v, depth); err != nil {
			return v, err
		}
	}
}

// oneOf reads the value under one key of an AnyValue; it returns before where the key is not known.
func (r *Reader) oneOf(c *scan.Cursor, key []byte, before trace.Value, depth int) (v trace.Value, err error) {
	switch string(key) {
	case "stringValue", "string_value":
		v.Kind = trace.String
		v.Text, err = c.Text()
		return v, err
	case "intValue", "int_value":
		return number(c, build.Whole)
	case "doubleValue", "double_value":
		return number(c, nil)
	case "boolValue", "bool_value":
		b, err := c.Bool()
		return build.BoolValue(b), err
	case "bytesValue", "bytes_value":
		v.Kind = trace.Bytes
		v.Text, err = c.Text()
		return v, err
	case "arrayValue", "array_value":
		return r.arrayValue(c, depth)
	case "kvlistValue", "kvlist_value":
		from := c.P
		if _, err := c.Peek(); err == nil {
			from = c.P
		}
		err := c.Skip()
		return trace.Value{Kind: trace.Map, Text: c.B[from:c.P]}, err
	}
	return before, c.Skip()
}

// number reads a number that is written as one or as a text: a double where whole is nil, else an integer.
func number(c *scan.Cursor, whole func([]byte) (int64, bool)) (v trace.Value, err error) {
	b, err := c.Peek()
	if err != nil {
		return v, err
	}
	at := c.P
	var digits []byte
	switch {
	case b == '"':
		digits, err = c.Text()
	case b == '-' || b >= '0' && b <= '9':
		digits, _, err = c.Number()
	default:
		return v, c.Mistype("want a number")
	}
	if err != nil {
		return v, err
	}
	if whole != nil {
		if n, ok := whole(digits); ok {
			return build.IntValue(n), nil
		}
	} else if f, ok := build.Double(digits); ok {
		return build.DoubleValue(f), nil
	}
	c.P = at
	return v, c.Mistype("want a number")
}

// arrayValue reads {"values":[…]}.
func (r *Reader) arrayValue(c *scan.Cursor, depth int) (v trace.Value, err error) {
	v = trace.Value{Kind: trace.List}
	if err := c.Open('{'); err != nil {
		return v, err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return v, err
		}
		if string(key) != "values" {
			err = c.Skip()
		} else {
			v, err = r.items(c, depth)
		}
		if err != nil {
			return v, err
		}
	}
}

func (r *Reader) items(c *scan.Cursor, depth int) (v trace.Value, err error) {
	v = trace.Value{Kind: trace.List}
	if null, err := c.Null(); null || err != nil {
		return v, err
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
		item, err := r.anyValue(c, depth+1)
		if err != nil {
			return v, err
		}
		r.b.Push(item)
	}
}
