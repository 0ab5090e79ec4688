// Package spaneventproto reads SpanEvents as protobuf into records: the ListOfSpans of slackhq/astra's trace.proto, which SpanEvent is
// named after. What that has no field for, and the flat form of docs/runtime-contract.md has a member, is a tag with the member's name.
package spaneventproto

import (
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/waiting"
	"github.com/specgen/specgen/validator/trace"
)

// The numbers of the fields of a ListOfSpans.
const (
	spansField  = 1
	commonField = 2 // the tags that all its spans have in common
)

// reader reads lists of spans. Spans wait until the tags that they have in common are known, which writers put behind them.
type reader struct {
	protowire.Reader
	sink input.Sink
	b    builder

	common  commonTags // of the current list, as far as they are known
	passed  commonTags // those that the list came to, once common has all of them
	known   bool       // it has
	waiting waiting.Spans
}

// Read reads every list of in, as input.Reader says. Spans that wait for the tags that they have in common go to a temporary file once they
// take more than 8 MB: those of a list that is larger than 16 MB.
func Read(in io.Reader, sink input.Sink, tempDir string) error {
	r := &reader{Reader: protowire.NewReader(in, sink), sink: sink, waiting: waiting.New(tempDir)}
	err := r.Each(protowire.NoFraming, beginsList, r.list)
	return errors.Join(err, r.waiting.Reset())
}

// list reads one ListOfSpans.
func (r *reader) list(end int64) error {
	r.common.reset()
	r.passed.reset()
	var raw []byte
	if raw, r.known = r.Whole(end); r.known {
		r.readAhead(raw)
	}
	err := r.Fields(end, func(h protowire.Header) error {
		switch {
		case h.Wire != protowire.LengthType:
		case h.Number == spansField && h.Length > protowire.MaxUnit:
			return r.TooLarge(h.Length, "span")
		case h.Number == spansField:
			return r.nextSpan(h.Length)
		case h.Number == commonField && h.Length > maxCommonBytes:
			if err := r.sink.Broken(&r.Fail("a single tag that spans have in common is larger than 1 MB and left out").Problem); err != nil {
				return err
			}
		case h.Number == commonField:
			return r.nextCommon(h.Length)
		}
		return r.Skip(h)
	})
	if released := r.release(); released != nil {
		return released
	}
	return err
}

// readAhead reads the tags that the spans of a list have in common. What is wrong with one is reported when the list comes to it.
func (r *reader) readAhead(list []byte) {
	m := protowire.Message{B: list}
	for m.Next() {
		if m.Is(commonField) && len(m.Bytes) <= maxCommonBytes {
			_ = r.common.add(m.Bytes)
		}
	}
}

// nextCommon reads one of the tags that the spans have in common.
func (r *reader) nextCommon(length int64) error {
	offset := r.Offset()
	raw, err := r.Unit(length)
	if err != nil {
		return err
	}
	into := &r.common
	if r.known {
		into = &r.passed
	}
	if err := into.add(raw); err != nil {
		return r.sink.Broken(&trace.Problem{Offset: offset, Message: "a tag that spans have in common cannot be read: " + err.Error()})
	}
	return nil
}

// nextSpan reads one span, or stores it while the tags that it has in common with others are not known yet.
func (r *reader) nextSpan(length int64) error {
	offset := r.Offset()
	raw, err := r.Unit(length)
	if err != nil {
		return err
	}
	if !r.known {
		return r.waiting.Add(offset, 0, raw)
	}
	return r.emit(offset, raw)
}

// emit reads a span and hands it to the sink. One that cannot be read is reported and left out.
func (r *reader) emit(offset int64, raw []byte) error {
	if err := r.b.span(raw, &r.common); err != nil {
		return r.sink.Broken(&trace.Problem{Offset: offset, Message: err.Error()})
	}
	r.b.Offset = offset
	return r.sink.Record(&r.b.Record)
}

// release reads the spans that waited.
func (r *reader) release() error {
	if r.waiting.Empty() {
		return nil
	}
	if err := r.waiting.Each(func(w waiting.Span) error { return r.emit(w.Offset, w.Raw) }); err != nil {
		return err
	}
	return r.waiting.Reset()
}
