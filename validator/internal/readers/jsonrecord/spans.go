package jsonrecord

import (
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// ReadSpans reads an input of which each document is one span: span reads it into b, and reports whether it has a member of one. What an
// object without any is no span of, unknown says.
func ReadSpans(in io.Reader, sink input.Sink, b *Builder, unknown string, span func(*scan.Cursor) (known bool, err error)) error {
	docs := scan.NewDocuments(in, sink.Broken)
	known := false
	step := func(c *scan.Cursor) (err error) {
		known, err = span(c)
		return err
	}
	return docs.Each(func() error {
		offset, line := docs.Offset(), docs.LineAt(docs.P)
		if read, err := docs.Unit(step); err != nil || !read {
			return err
		}
		if !known {
			return sink.Broken(&trace.Problem{Offset: offset, Line: line, Message: unknown})
		}
		b.Offset, b.Line = offset, line
		return sink.Record(&b.Record)
	})
}
