package otlpproto

import (
	"encoding/base64"
	"math"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/writers/jsonwriter"
	"github.com/specgen/specgen/validator/trace"
)

// The fields of an AnyValue.
const (
	stringField = 1
	boolField   = 2
	intField    = 3
	doubleField = 4
	listField   = 5
	mapField    = 6
	bytesField  = 7
)

// attribute appends a tag as a KeyValue.
func attribute(b *buffer, field int, t *trace.Tag) {
	start := b.begin(field)
	b.text(1, t.Key)
	value(b, 2, &t.Value)
	b.end(start)
}

// value appends an AnyValue.
func value(b *buffer, field int, v *trace.Value) {
	start := b.begin(field)
	switch v.Kind {
	case trace.String, trace.Untyped, trace.Invalid:
		b.text(stringField, v.Text)
	case trace.Int:
		b.varint(intField, v.Bits)
	case trace.Double:
		b.fixed64(doubleField, v.Bits)
	case trace.Bool:
		b.varint(boolField, v.Bits)
	case trace.Bytes:
		base64Bytes(b, v.Text)
	case trace.List:
		list := b.begin(listField)
		for i := range v.Items {
			value(b, 1, &v.Items[i])
		}
		b.end(list)
	case trace.Map:
		object(b, v.Text)
	}
	b.end(start)
}

// base64Bytes appends bytes; what is not Base64 stays a text.
func base64Bytes(b *buffer, text []byte) {
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		if raw, err := encoding.AppendDecode(nil, text); err == nil {
			b.bytes(bytesField, raw)
			return
		}
	}
	b.text(stringField, text)
}

// object appends a map, which a record holds as the JSON that stands in the input; one that cannot be read stays a text.
func object(b *buffer, raw []byte) {
	var list jsonwriter.Buffer
	list.KeyValueList(raw)
	from := len(b.b)
	c := scan.NewCursor(append(list.B, ' '))
	if keyValueList(b, &c) != nil {
		b.b = b.b[:from]
		b.text(stringField, raw)
	}
}

func keyValueList(b *buffer, c *scan.Cursor) error {
	start := b.begin(mapField)
	err := c.Object(func(key []byte) error {
		if string(key) != "values" {
			return c.Skip()
		}
		return c.List(func() error { return keyValue(b, c) })
	})
	b.end(start)
	return err
}

func keyValue(b *buffer, c *scan.Cursor) error {
	start := b.begin(1)
	err := c.Object(func(key []byte) error {
		switch string(key) {
		case "key":
			text, err := c.Text()
			b.text(1, text)
			return err
		case "value":
			return anyValue(b, 2, c)
		}
		return c.Skip()
	})
	b.end(start)
	return err
}

// anyValue appends an AnyValue that is there as JSON.
func anyValue(b *buffer, field int, c *scan.Cursor) error {
	start := b.begin(field)
	err := c.Object(func(key []byte) error {
		switch string(key) {
		case "stringValue", "bytesValue":
			isText := string(key) == "stringValue"
			text, err := c.Text()
			if isText {
				b.text(stringField, text)
			} else {
				base64Bytes(b, text)
			}
			return err
		case "boolValue":
			v, err := c.Bool()
			bit := uint64(0)
			if v {
				bit = 1
			}
			b.varint(boolField, bit)
			return err
		case "intValue", "doubleValue":
			return number(b, c, string(key) == "intValue")
		case "arrayValue":
			return array(b, c)
		case "kvlistValue":
			return keyValueList(b, c)
		}
		return c.Skip()
	})
	b.end(start)
	return err
}

func array(b *buffer, c *scan.Cursor) error {
	start := b.begin(listField)
	err := c.Object(func(key []byte) error {
		if string(key) != "values" {
			return c.Skip()
		}
		return c.List(func() error { return anyValue(b, 1, c) })
	})
	b.end(start)
	return err
}

// number appends an int or a double, which may be there as a text; one that is none becomes a text.
func number(b *buffer, c *scan.Cursor, isInt bool) error {
	first, err := c.Peek()
	if err != nil {
		return err
	}
	var text []byte
	if first == '"' {
		text, err = c.Text()
	} else {
		text, _, err = c.Number()
	}
	if err != nil {
		return err
	}
	if n, ok := record.LaxInt(text); ok && isInt {
		b.varint(intField, uint64(n))
	} else if f, ok := record.Double(text); ok && !isInt {
		b.fixed64(doubleField, math.Float64bits(f))
	} else {
		b.text(stringField, text)
	}
	return nil
}
