package jsonwriter

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
)

// A record holds a map as the text that stands in the input: a KeyValueList of OTLP or a plain object.

// maxNested is how deep a map may be for KeyValueLists to be made of it: each level takes four of the 64 that readers allow.
const maxNested = 12

// Verbatim appends JSON that stands in an input, on one line.
func (b *Buffer) Verbatim(raw []byte) {
	from := len(b.B)
	b.B = utf8text.AppendRepaired(b.B, raw)
	for i, c := range b.B[from:] {
		if c == '\n' || c == '\r' { // texts have none: JSON escapes them
			b.B[from+i] = ' '
		}
	}
}

// KeyValueList appends a map as OTLP has it.
func (b *Buffer) KeyValueList(raw []byte) {
	if isKeyValueList(raw) {
		b.Verbatim(raw)
		return
	}
	from := len(b.B)
	c := scan.NewCursor(raw)
	if b.nestedObject(&c, 0) != nil {
		b.B = b.B[:from]
		b.Verbatim(raw)
	}
}

// Object appends a map as a plain object.
func (b *Buffer) Object(raw []byte) {
	from := len(b.B)
	if !isKeyValueList(raw) || b.flatList(raw) != nil {
		b.B = b.B[:from]
		b.Verbatim(raw)
	}
}

// isKeyValueList reports whether an object has nothing but the member values, with a list of objects that have the members key and
// value at most.
func isKeyValueList(raw []byte) bool {
	c, is := scan.NewCursor(raw), true
	err := c.Object(func(key []byte) error {
		if is = is && string(key) == "values"; !is {
			return c.Skip()
		}
		return c.List(func() error {
			return c.Object(func(key []byte) error {
				is = is && (string(key) == "key" || string(key) == "value")
				return c.Skip()
			})
		})
	})
	return is && err == nil
}

// nested appends any JSON as an AnyValue.
func (b *Buffer) nested(c *scan.Cursor, depth int) error {
	first, err := c.Peek()
	if err != nil {
		return err
	}
	switch from := c.P; {
	case (first == '{' || first == '[') && depth >= maxNested:
		if err := c.Skip(); err != nil {
			return err
		}
		b.Raw(`{"stringValue":`)
		b.Text(c.B[from:c.P])
	case first == '{':
		b.Raw(`{"kvlistValue":`)
		err = b.nestedObject(c, depth+1)
	case first == '[':
		b.Raw(`{"arrayValue":{"values":[`)
		err = c.List(func() error {
			b.Comma()
			return b.nested(c, depth+1)
		})
		b.Raw("]}")
	default:
		b.Raw("{")
		err = b.nestedScalar(c, first)
	}
	b.Raw("}")
	return err
}

func (b *Buffer) nestedObject(c *scan.Cursor, depth int) error {
	b.Raw(`{"values":[`)
	err := c.Object(func(key []byte) error {
		b.Comma()
		b.Raw(`{"key":`)
		b.Text(key)
		b.Raw(`,"value":`)
		err := b.nested(c, depth)
		b.Raw("}")
		return err
	})
	b.Raw("]}")
	return err
}

func (b *Buffer) nestedScalar(c *scan.Cursor, first byte) error {
	switch first {
	case 'n':
		return c.Skip()
	case 't', 'f':
		v, err := c.Bool()
		b.Raw(`"boolValue":`)
		b.Bool(v)
		return err
	case '"':
		text, err := c.Text()
		b.Raw(`"stringValue":`)
		b.Text(text)
		return err
	}
	digits, integer, err := c.Number()
	if err != nil {
		return err
	}
	if n, ok := record.Int(digits); ok && integer {
		b.Raw(`"intValue":`)
		b.IntText(n)
	} else {
		f, _ := record.Double(digits) // a number of JSON is one
		b.Raw(`"doubleValue":`)
		b.Double(f)
	}
	return nil
}

// flatList appends a KeyValueList as an object.
func (b *Buffer) flatList(raw []byte) error {
	b.Raw("{")
	err := eachValue(raw, func(item []byte) error {
		var key, value []byte
		c := scan.NewCursor(item)
		err := c.Object(func(name []byte) (err error) {
			if string(name) == "key" {
				key, err = c.Text()
				return err
			}
			value, err = take(&c)
			return err
		})
		if err != nil {
			return err
		}
		b.Comma()
		b.Text(key)
		b.Raw(":")
		return b.flat(value)
	})
	b.Raw("}")
	return err
}

// eachValue calls do with each item of the member values.
func eachValue(raw []byte, do func(item []byte) error) error {
	c := scan.NewCursor(raw)
	return c.Object(func(key []byte) error {
		if string(key) != "values" {
			return c.Skip()
		}
		return c.List(func() error {
			item, err := take(&c)
			if err != nil {
				return err
			}
			return do(item)
		})
	})
}

// take takes any value and returns its text.
func take(c *scan.Cursor) ([]byte, error) {
	if _, err := c.Peek(); err != nil {
		return nil, err
	}
	from := c.P
	err := c.Skip()
	return c.B[from:c.P], err
}

// flat appends an AnyValue as plain JSON. One without a value that is known is null.
func (b *Buffer) flat(raw []byte) error {
	from := len(b.B)
	b.Raw("null")
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil
	}
	c := scan.NewCursor(raw)
	return c.Object(func(key []byte) error {
		before := len(b.B)
		known, err := b.flatMember(&c, key)
		if known && err == nil {
			b.B = append(b.B[:from], b.B[before:]...)
		}
		return err
	})
}

func (b *Buffer) flatMember(c *scan.Cursor, key []byte) (known bool, err error) {
	switch string(key) {
	case "stringValue", "bytesValue":
		text, err := c.Text()
		b.Text(text)
		return true, err
	case "boolValue":
		v, err := c.Bool()
		b.Bool(v)
		return true, err
	case "intValue", "doubleValue":
		return true, b.flatNumber(c, string(key) == "intValue")
	case "arrayValue":
		raw, err := take(c)
		if err != nil {
			return true, err
		}
		b.Raw("[")
		err = eachValue(raw, func(item []byte) error {
			b.Comma()
			return b.flat(item)
		})
		b.Raw("]")
		return true, err
	case "kvlistValue":
		raw, err := take(c)
		if err != nil {
			return true, err
		}
		return true, b.flatList(raw)
	}
	return false, c.Skip()
}

func (b *Buffer) flatNumber(c *scan.Cursor, integer bool) error {
	if _, err := c.Peek(); err != nil {
		return err
	}
	digits, is, err := jsonrecord.Number(c)
	if err != nil || !is {
		b.Raw("null")
		return err
	}
	n, isInt := record.LaxInt(digits)
	f, isDouble := record.Double(digits)
	switch {
	case integer && isInt:
		b.Int(n)
	case !integer && isDouble:
		b.Double(f)
	default:
		b.Text(digits)
	}
	return nil
}
