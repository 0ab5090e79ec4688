package jaeger

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// keyValue reads a tag: {"key": …, "type": …, "value": …}, in any order.
func (r *reader) keyValue(c *scan.Cursor, tag *trace.Tag) error {
	if r.quickTag(c, tag) {
		return nil
	}
	var kind, raw []byte
	err := c.Object(func(key []byte) (err error) {
		switch string(key) {
		case "key":
			tag.Key, err = c.Text()
		case "type":
			kind, err = c.Text()
		case "value":
			if _, err = c.Peek(); err != nil {
				return err
			}
			from := c.P
			tag.Value, err = r.b.ReadValue(c)
			raw = c.B[from:c.P]
		default:
			err = c.Skip()
		}
		return err
	})
	if err == nil {
		tag.Value = r.typed(kind, &tag.Value, raw)
	}
	return err
}

// typed returns a value, which stands in the input as raw, by the type that its tag names. Numbers and truth values may be texts:
// Jaeger writes integers so that JavaScript cannot hold, its anonymizer and Elasticsearch write any.
func (r *reader) typed(kind []byte, v *trace.Value, raw []byte) trace.Value {
	isText := v.Kind == trace.String
	digits := raw
	if isText {
		digits = v.Text
	}
	switch string(kind) {
	case "":
		if isText {
			return r.b.Untyped(v.Text)
		}
		return *v
	case "string":
		if isText && len(v.Text) > 0 && v.Text[0] == '[' {
			return r.b.Untyped(v.Text) // Jaeger has no lists
		}
		if isText {
			return *v
		}
	case "int64":
		if n, ok := record.LaxInt(digits); ok {
			return trace.IntValue(n)
		}
	case "float64":
		if f, ok := record.Double(digits); ok {
			return trace.DoubleValue(f)
		}
	case "bool":
		if is := string(digits) == "true"; is || string(digits) == "false" {
			return trace.BoolValue(is)
		}
	case "binary":
		if isText {
			return trace.Value{Kind: trace.Bytes, Text: v.Text}
		}
	default:
		return *v
	}
	if v.Kind == trace.Empty {
		return *v
	}
	return trace.Value{Kind: trace.Invalid, Text: raw}
}

// tagMap reads tags that are an object: Elasticsearch stores them so where it is told to, with @ in place of dots and without types.
func (r *reader) tagMap(c *scan.Cursor, tags []trace.Tag) ([]trace.Tag, error) {
	from := len(tags)
	tags, err := r.b.ReadTagMap(c, tags, func(c *scan.Cursor) (trace.Value, error) {
		v, err := r.b.ReadValue(c)
		if v.Kind == trace.String {
			v = r.b.Untyped(v.Text)
		}
		return v, err
	})
	if err != nil {
		return tags, err
	}
	for i := range tags[from:] {
		t := &tags[from+i]
		dotted := r.dots(t.Key)
		if r.b.BadTag != nil && string(t.Key) == string(r.b.BadTag) {
			r.b.BadTag = dotted
		}
		t.Key = dotted
	}
	return tags, nil
}

// dots returns a key with its dots back.
func (r *reader) dots(key []byte) []byte {
	if bytes.IndexByte(key, '@') < 0 {
		return key
	}
	from := len(r.keys)
	r.keys = append(r.keys, key...)
	dotted := r.keys[from:len(r.keys):len(r.keys)]
	for i, b := range dotted {
		if b == '@' {
			dotted[i] = '.'
		}
	}
	return dotted
}
