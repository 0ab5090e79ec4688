// Package otlpproto reads OTLP as protobuf (opentelemetry-proto 1.9, trace/v1/trace.proto) into records. A request is a TracesData or an
// ExportTraceServiceRequest, which are alike on the wire. Fields may come in any order and more than once: the Collector writes
// them with descending numbers, so that a resource comes behind its spans.
package otlpproto

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/waiting"
	"github.com/specgen/specgen/validator/trace"
)

// The numbers of the fields of requests.
const (
	resourceSpansField = 1 // of a request
	resourceField      = 1 // of ResourceSpans
	scopeSpansField    = 2
	oldScopeSpans      = 1000 // instrumentation_library_spans, up to 0.18
	scopeField         = 1    // of ScopeSpans
	spanField          = 2
)

// reader reads requests. What is around spans is walked field by field and never kept; a resource and a scope are looked for in
// what is in memory before their spans are read, and spans for which that is not enough wait.
type reader struct {
	in   source
	sink input.Sink
	b    builder

	resources    record.Resources
	resource     *trace.Resource // nil until it is known
	scopeName    []byte
	scopeVersion []byte
	scopeKnown   bool
	waiting      waiting.Spans
}

// Read reads every request of in, as input.Reader says. Spans that wait for their resource go to a temporary file once they take
// more than 8 MB.
func Read(in io.Reader, sink input.Sink, tempDir string) error {
	return newReader(in, sink, tempDir).read(noFraming)
}

func newReader(in io.Reader, sink input.Sink, tempDir string) *reader {
	return &reader{in: source{r: in}, sink: sink, waiting: waiting.New(tempDir)}
}

// read reads an input in a framing that is known, or in the one that its beginning tells.
func (r *reader) read(way framing) error {
	err := r.input(way)
	var at *broken
	if errors.As(err, &at) {
		err = r.sink.Broken(&at.Problem)
	}
	return errors.Join(err, r.waiting.Reset())
}

// input reads all requests.
func (r *reader) input(way framing) error {
	r.in.fill(input.HeadSize)
	if way == noFraming {
		way = framingOf(r.in.rest())
	}
	if way == noFraming {
		way = bare // where the format is given, this says best what is wrong
	}
	for {
		if r.in.fill(1); len(r.in.rest()) == 0 {
			if r.in.end != io.EOF {
				return r.in.cut()
			}
			return nil
		}
		end := int64(1 << 62)
		if way != bare {
			length, err := r.length(way)
			if err != nil {
				return err
			}
			end = r.in.offset() + length
		}
		if err := r.within(end, r.request); err != nil {
			return err
		}
	}
}

// length takes the length before a request.
func (r *reader) length(way framing) (int64, error) {
	if way == prefixed {
		b, err := r.in.unit(4)
		if err != nil {
			return 0, err
		}
		return int64(binary.BigEndian.Uint32(b)), nil
	}
	r.in.fill(binary.MaxVarintLen64)
	m := message{b: r.in.rest()}
	n, err := m.varint()
	switch {
	case err == errCut:
		return 0, r.in.cut()
	case err != nil || n > 1<<62:
		at := r.in.fail("want the length of a message")
		at.fatal = true
		return 0, at
	}
	r.in.p += m.p
	return int64(n), nil
}

// within reads a message that ends at end. What cannot be read in it is reported, and reading goes on behind it.
func (r *reader) within(end int64, read func(end int64) error) error {
	err := read(end)
	var at *broken
	if err == nil || !errors.As(err, &at) || at.fatal || end == 1<<62 {
		return err
	}
	if err := r.sink.Broken(&at.Problem); err != nil {
		return err
	}
	if !r.in.skip(end - r.in.offset()) {
		return r.in.cut()
	}
	return nil
}

// fields calls do with each field up to end, which takes it. The end of the input is an end as well where no end is known.
func (r *reader) fields(end int64, do func(header) error) error {
	for r.in.offset() < end {
		if end == 1<<62 {
			if r.in.fill(1); len(r.in.rest()) == 0 && r.in.end == io.EOF {
				return nil
			}
		}
		h, err := r.in.header(end)
		if err != nil {
			return err
		}
		if err := do(h); err != nil {
			return err
		}
	}
	return nil
}

// skip leaves a field out. A number was taken with its header.
func (r *reader) skip(h header) error {
	if h.wire == lengthType && !r.in.skip(h.length) {
		return r.in.cut()
	}
	return nil
}

// request reads the fields of a request.
func (r *reader) request(end int64) error {
	return r.fields(end, func(h header) error {
		if h.number != resourceSpansField || h.wire != lengthType {
			return r.skip(h)
		}
		return r.within(r.in.offset()+h.length, r.resourceSpans)
	})
}

// resourceSpans reads one ResourceSpans.
func (r *reader) resourceSpans(end int64) error {
	r.resource = nil
	if raw, known := r.ahead(end, resourceField); known {
		if err := r.readResource(raw); err != nil {
			return err
		}
	}
	err := r.fields(end, func(h header) error {
		switch {
		case h.wire != lengthType:
		case h.number == resourceField && r.resource == nil:
			return r.lateResource(h.length)
		case h.number == scopeSpansField, h.number == oldScopeSpans:
			return r.within(r.in.offset()+h.length, r.scopeSpans)
		}
		return r.skip(h)
	})
	// Spans before an error are passed on, whatever comes behind it.
	if released := r.release(); released != nil {
		return released
	}
	r.resource = nil
	return err
}

// ahead looks for a field with the number in the message that ends at end, as far as that is in memory. It reports true with
// nothing where all of the message is there, and the field is not.
func (r *reader) ahead(end int64, number uint64) (raw []byte, known bool) {
	size := min(end-r.in.offset(), maxUnit)
	r.in.fill(int(size))
	m := message{b: r.in.rest()}
	m.b = m.b[:min(size, int64(len(m.b)))]
	for m.next() {
		if m.is(number) {
			return m.bytes, true
		}
	}
	return nil, m.err == nil && r.in.offset()+int64(m.p) == end
}

// lateResource reads a resource that was not in sight at the first span.
func (r *reader) lateResource(length int64) error {
	if length > maxUnit {
		return r.tooLarge(length, "resource")
	}
	raw, err := r.in.unit(length)
	if err != nil {
		return err
	}
	return r.readResource(raw)
}

// tooLarge reports a unit that is larger than maxUnit, and leaves it out.
func (r *reader) tooLarge(length int64, what string) error {
	if err := r.sink.Broken(&r.in.fail("a single " + what + " is larger than 16 MB and left out").Problem); err != nil {
		return err
	}
	if !r.in.skip(length) {
		return r.in.cut()
	}
	return nil
}

// scopeSpans reads one ScopeSpans, of old an InstrumentationLibrarySpans.
func (r *reader) scopeSpans(end int64) error {
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	raw, known := r.ahead(end, scopeField)
	if r.scopeKnown = known; known {
		if err := r.readScope(raw); err != nil {
			return r.in.fail(err.Error())
		}
	}
	err := r.fields(end, func(h header) error {
		switch {
		case h.wire != lengthType:
		case h.number == scopeField && !r.scopeKnown && h.length > maxUnit:
			return r.tooLarge(h.length, "scope")
		case h.number == scopeField && !r.scopeKnown:
			raw, err := r.in.unit(h.length)
			if err != nil {
				return err
			}
			if err := r.readScope(raw); err != nil {
				return r.in.fail(err.Error())
			}
			return nil
		case h.number == spanField && h.length > maxUnit:
			return r.tooLarge(h.length, "span")
		case h.number == spanField:
			if err := r.nextSpan(h.length); err != nil {
				return err
			}
			return r.spansInMemory(end)
		}
		return r.skip(h)
	})
	if named := r.waiting.Name(r.scopeName, r.scopeVersion); named != nil {
		return named // of a temporary file: it ends the reading, whatever else is wrong
	}
	return err
}

// spansInMemory reads the spans that follow up to end, as long as they are in memory and their resource and scope are known.
func (r *reader) spansInMemory(end int64) error {
	if r.resource == nil || !r.scopeKnown {
		return nil
	}
	in := &r.in
	for {
		b := in.rest()
		b = b[:min(int64(len(b)), end-in.offset())]
		if len(b) < 2 || b[0] != spanField<<3|lengthType {
			return nil
		}
		n, size := binary.Uvarint(b[1:])
		if size <= 0 || n > uint64(len(b)-1-size) || n > maxUnit {
			return nil
		}
		in.p += 1 + size
		offset := in.offset()
		in.p += int(n)
		if err := r.emit(offset, b[1+size:1+size+int(n)], r.scopeName, r.scopeVersion); err != nil {
			return err
		}
	}
}

// nextSpan reads one span, or stores it while its resource or scope is not known yet.
func (r *reader) nextSpan(length int64) error {
	offset := r.in.offset()
	raw, err := r.in.unit(length)
	if err != nil {
		return err
	}
	if r.resource == nil || !r.scopeKnown {
		return r.waiting.Add(offset, 0, raw)
	}
	return r.emit(offset, raw, r.scopeName, r.scopeVersion)
}

// emit reads a span and hands it to the sink. One that cannot be read is reported and left out.
func (r *reader) emit(offset int64, raw, scope, version []byte) error {
	if err := r.b.span(raw); err != nil {
		return r.sink.Broken(&trace.Problem{Offset: offset, Message: err.Error()})
	}
	r.b.Flow, r.b.FlowVersion, r.b.Offset = scope, version, offset
	if r.b.Resource = r.resource; r.resource != nil {
		r.b.Service = r.resource.Service
	}
	return r.sink.Record(&r.b.Record)
}

// release reads the spans that waited for their resource, which is known now or never.
func (r *reader) release() error {
	if r.waiting.Empty() {
		return nil
	}
	err := r.waiting.Each(func(w waiting.Span) error { return r.emit(w.Offset, w.Raw, w.Scope, w.Version) })
	if err != nil {
		return err
	}
	return r.waiting.Reset()
}
