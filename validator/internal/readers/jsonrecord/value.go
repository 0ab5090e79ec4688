package jsonrecord

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// ReadValue reads any JSON value as what it is: a number that is written with a fraction or an exponent, or that does not fit 64
// bits, is a double.
func (b *Builder) ReadValue(c *scan.Cursor) (trace.Value, error) { return b.value(c, 0) }

func (b *Builder) value(c *scan.Cursor, depth int) (v trace.Value, err error) {
	first, err := c.Peek()
	if err != nil {
		return v, err
	}
	switch first {
	case '"':
		text, err := c.Text()
		return trace.StringValue(text), err
	case 't', 'f':
		is, err := c.Bool()
		return trace.BoolValue(is), err
	case 'n':
		return v, c.Skip()
	case '[':
		return b.list(c, depth)
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

func (b *Builder) list(c *scan.Cursor, depth int) (v trace.Value, err error) {
	if depth > scan.MaxDepth/4 {
		return v, c.Mistype("want values that nest less deep")
	}
	return b.ReadValues(c, func(c *scan.Cursor) (trace.Value, error) { return b.value(c, depth+1) })
}

// Untyped returns the value of a text whose type is not known. OpenTelemetry writes a list as JSON where a format has no lists: its
// items are read as well.
func (b *Builder) Untyped(text []byte) trace.Value {
	v := trace.Value{Kind: trace.Untyped, Text: text}
	if len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']' {
		return v
	}
	c := &b.inText
	c.B, c.P = text, 0
	start := b.BeginList()
	list, err := b.list(c, 0)
	switch {
	case err != nil || c.P != len(text): // a text that only looks like a list
		b.DropList(start)
	case list.Items == nil:
		v.Items = []trace.Value{}
	default:
		v.Items = list.Items
	}
	return v
}
