package otlp

import (
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// attributes reads a list of KeyValue behind tags.
func (r *reader) attributes(c *scan.Cursor, tags []trace.Tag) ([]trace.Tag, error) {
	if null, err := c.Null(); null || err != nil {
		return tags, err
	}
	return r.b.ReadTags(c, tags, r.keyValue)
}

func (r *reader) keyValue(c *scan.Cursor, tag *trace.Tag) error {
	return c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "value":
			tag.Value, err = r.anyValue(c, 0)
		default:
			err = c.Skip()
		}
		return err
	})
}

// anyValue reads an AnyValue. One without a member that is known has no value.
func (r *reader) anyValue(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if null, err := c.Null(); null || err != nil {
		return v, err
	}
	if depth > scan.MaxDepth/4 {
		return v, c.Mistype("want values that nest less deep")
	}
	err = c.Object(func(key []byte) error {
		null, err := c.Null()
		if !null && err == nil {
			v, err = r.oneOf(c, key, v, depth)
		}
		return err
	})
	return v, err
}

// oneOf reads the value under one key of an AnyValue; it returns before where the key is not known. A value that is not what
// its key says is Invalid: it costs its tag, and not the span.
func (r *reader) oneOf(c *scan.Cursor, key []byte, before trace.Value, depth int) (v trace.Value, err error) {
	from := c.P // at the value: its caller looked for null
	switch string(key) {
	case "arrayValue", "array_value":
		if c.B[from] == '{' || c.B[from] == '[' {
			return r.arrayValue(c, depth)
		}
		return invalid(c, from)
	}
	if v, err = r.scalar(c, key, before); err == scan.ErrType {
		return invalid(c, from)
	}
	return v, err
}

// invalid takes the value at from, whatever it is.
func invalid(c *scan.Cursor, from int) (v trace.Value, err error) {
	c.P = from
	err = c.Skip()
	return trace.Value{Kind: trace.Invalid, Text: c.B[from:c.P]}, err
}

// scalar is oneOf without lists.
func (r *reader) scalar(c *scan.Cursor, key []byte, before trace.Value) (v trace.Value, err error) {
	switch string(key) {
	case "stringValue", "string_value":
		v.Kind = trace.String
		v.Text, err = c.Text()
		return v, err
	case "intValue", "int_value":
		return number(c, record.LaxInt)
	case "doubleValue", "double_value":
		return number(c, nil)
	case "boolValue", "bool_value":
		b, err := c.Bool()
		return trace.BoolValue(b), err
	case "bytesValue", "bytes_value":
		v.Kind = trace.Bytes
		v.Text, err = c.Text()
		return v, err
	case "kvlistValue", "kvlist_value":
		from := c.P
		err := c.Skip()
		return trace.Value{Kind: trace.Map, Text: c.B[from:c.P]}, err
	}
	return before, c.Skip()
}

// number reads a number that is written as one or as a text: an integer by the function, or a double where that is nil.
func number(c *scan.Cursor, integer func([]byte) (int64, bool)) (v trace.Value, err error) {
	if _, err := c.Peek(); err != nil {
		return v, err
	}
	at := c.P
	digits, is, err := jsonrecord.Number(c)
	if err != nil {
		return v, err
	}
	if !is {
		return v, c.Mistype("want a number")
	}
	if integer != nil {
		if n, ok := integer(digits); ok {
			return trace.IntValue(n), nil
		}
	} else if f, ok := record.Double(digits); ok {
		return trace.DoubleValue(f), nil
	}
	c.P = at
	return v, c.Mistype("want a number")
}

// arrayValue reads {"values":[…]}.
func (r *reader) arrayValue(c *scan.Cursor, depth int) (v trace.Value, err error) {
	v = trace.ListValue(nil)
	err = c.Object(func(key []byte) (err error) {
		if string(key) != "values" {
			return c.Skip()
		}
		v, err = r.items(c, depth)
		return err
	})
	return v, err
}

func (r *reader) items(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if null, err := c.Null(); null || err != nil {
		return trace.ListValue(nil), err
	}
	return r.b.ReadValues(c, func(c *scan.Cursor) (trace.Value, error) { return r.anyValue(c, depth+1) })
}
