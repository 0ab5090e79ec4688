package jaeger

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// errors reads the errors of an answer of the query service. With one, traces are missing from the answer.
func (r *reader) errors() error {
	b, err := r.docs.Peek()
	if err != nil {
		return err
	}
	if b != '[' {
		return r.docs.Skip()
	}
	offset, line, said := r.docs.Offset(), r.docs.LineAt(r.docs.P), ""
	err = r.docs.List(func() error {
		if said != "" {
			return r.docs.Skip()
		}
		said = "Jaeger answered with an error"
		read, err := r.docs.Unit(func(c *scan.Cursor) error { return c.Object(func(key []byte) error { return message(c, key, &said) }) })
		if err == nil && !read {
			said = "Jaeger answered with errors that are no objects"
		}
		return err
	})
	if err != nil || said == "" {
		return err
	}
	return r.sink.Broken(&trace.Problem{Offset: offset, Line: line, Message: said})
}

// message reads a member of an error.
func message(c *scan.Cursor, key []byte, said *string) error {
	if b, err := c.Peek(); err != nil || string(key) != "msg" || b != '"' {
		return c.Skip()
	}
	text, err := c.Text()
	*said = "Jaeger answered with the error " + strconv.QuoteToASCII(string(text[:min(len(text), 200)]))
	return err
}
