package otlp

import (
	"bytes"
	"slices"

	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// The values of OTLP's enumerations, by their numbers, without the words that each name begins with.
var (
	kinds = enum{"SPAN_KIND_", []string{"UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"}}
	codes = enum{"STATUS_CODE_", []string{"UNSET", "OK", "ERROR"}}
)

const codeError = 2

// enum is an enumeration of OTLP.
type enum struct {
	prefix string
	values []string
}

// read takes a value: its number, as OTLP has it, or its name, as proto3 JSON may have it. Null is the same as absent, which is 0. It
// returns -1, and how the value is written, where it is none of the enumeration.
func (e *enum) read(c *scan.Cursor) (value int, text []byte, err error) {
	if null, err := c.Null(); null || err != nil {
		return 0, nil, err
	}
	from := c.P
	digits, is, err := jsonrecord.Number(c)
	if err != nil {
		return 0, nil, err
	}
	if !is {
		err := c.Skip()
		return -1, c.B[from:c.P], err
	}
	if n, ok := record.LaxInt(digits); ok {
		if n < 0 || n >= int64(len(e.values)) {
			n = -1
		}
		return int(n), digits, nil
	}
	name, ok := bytes.CutPrefix(digits, []byte(e.prefix))
	if !ok {
		return -1, digits, nil
	}
	return slices.IndexFunc(e.values, func(value string) bool { return value == string(name) }), digits, nil
}

// kind reads the kind of the span. One that is left open is internal.
func (r *reader) kind(c *scan.Cursor) error {
	value, text, err := kinds.read(c)
	if err != nil {
		return err
	}
	r.b.Defects &^= trace.BadSpanKind
	r.b.BadKind = nil
	if r.b.Kind = max(trace.SpanKind(max(value, 0)), trace.KindInternal); value < 0 {
		r.b.Defects |= trace.BadSpanKind
		r.b.BadKind = text
	}
	return nil
}

// status reads the status of the span. One that is no object is left out.
func (r *reader) status(c *scan.Cursor) error {
	if null, err := c.Null(); null || err != nil {
		return err
	}
	r.setStatus(0, nil)
	r.b.StatusMessage = nil
	if b, err := c.Peek(); err != nil {
		return err
	} else if b != '{' {
		from := c.P
		err := c.Skip()
		r.setStatus(-1, c.B[from:c.P])
		return err
	}
	return c.Object(func(key []byte) error {
		switch string(key) {
		case "code":
			value, text, err := codes.read(c)
			r.setStatus(value, text)
			return err
		case "message":
			if b, err := c.Peek(); err != nil || b == '"' {
				return textOrNull(c, func(text []byte) { r.b.StatusMessage = text })
			}
		}
		return c.Skip()
	})
}

// setStatus sets the status from its code, which is -1 where it is none.
func (r *reader) setStatus(code int, text []byte) {
	r.b.Failed = code == codeError
	r.b.Defects &^= trace.BadSpanStatus
	r.b.BadStatus = nil
	if code < 0 {
		r.b.Defects |= trace.BadSpanStatus
		r.b.BadStatus = text
	}
}
