// Package otlpproto reads OTLP as protobuf (opentelemetry-proto 1.9, trace/v1/trace.proto) into records. A request is a TracesData or an
// ExportTraceServiceRequest, which are alike on the wire. Fields may come in any order and more than once: the Collector writes
// them with descending numbers, so that a resource comes behind its spans.
package otlpproto

import (
	"errors"
	"io"
	"sync"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
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
	protowire.Reader
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
	return newReader(in, sink, tempDir, newWritten()).read(protowire.NoFraming)
}

// Cut cuts an input between its requests, or between the ResourceSpans of one that has no length.
var Cut = protowire.Cut(beginsRequest, pieceReader)

// pieceReader returns what reads pieces of one input as Read reads them, and remembers how the spans of those before were written. It is safe
// for concurrent use.
func pieceReader() protowire.PieceReader {
	free := sync.Pool{New: func() any { return newWritten() }}
	return func(in io.Reader, sink input.Sink, tempDir string, way protowire.Framing) error {
		w := free.Get().(*written)
		defer free.Put(w)
		return newReader(in, sink, tempDir, w).read(way)
	}
}

func newReader(in io.Reader, sink input.Sink, tempDir string, w *written) *reader {
	return &reader{Reader: protowire.NewReader(in, sink), sink: sink, waiting: waiting.New(tempDir), b: builder{written: w}}
}

// read reads an input in a framing that is known or, for NoFraming, in the one that its beginning tells.
func (r *reader) read(way protowire.Framing) error {
	err := r.Each(way, beginsRequest, r.request)
	return errors.Join(err, r.waiting.Reset())
}

// request reads the fields of a request.
func (r *reader) request(end int64) error {
	return r.Fields(end, func(h protowire.Header) error {
		if h.Number != resourceSpansField || h.Wire != protowire.LengthType {
			return r.Skip(h)
		}
		return r.Within(r.Offset()+h.Length, r.resourceSpans)
	})
}

// resourceSpans reads one ResourceSpans.
func (r *reader) resourceSpans(end int64) error {
	r.resource = nil
	if raw, known := r.Ahead(end, resourceField); known {
		if err := r.readResource(raw); err != nil {
			return err
		}
	}
	err := r.Fields(end, func(h protowire.Header) error {
		switch {
		case h.Wire != protowire.LengthType:
		case h.Number == resourceField && r.resource == nil:
			return r.lateResource(h.Length)
		case h.Number == scopeSpansField, h.Number == oldScopeSpans:
			return r.Within(r.Offset()+h.Length, r.scopeSpans)
		}
		return r.Skip(h)
	})
	// Spans before an error are passed on, whatever comes behind it.
	if released := r.release(); released != nil {
		return released
	}
	r.resource = nil
	return err
}

// lateResource reads a resource that was not in sight at the first span.
func (r *reader) lateResource(length int64) error {
	if length > protowire.MaxUnit {
		return r.TooLarge(length, "resource")
	}
	raw, err := r.Unit(length)
	if err != nil {
		return err
	}
	return r.readResource(raw)
}

// scopeSpans reads one ScopeSpans, of old an InstrumentationLibrarySpans.
func (r *reader) scopeSpans(end int64) error {
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	raw, known := r.Ahead(end, scopeField)
	if r.scopeKnown = known; known {
		if err := r.readScope(raw); err != nil {
			return r.Fail(err.Error())
		}
	}
	err := r.Fields(end, func(h protowire.Header) error {
		switch {
		case h.Wire != protowire.LengthType:
		case h.Number == scopeField && !r.scopeKnown && h.Length > protowire.MaxUnit:
			return r.TooLarge(h.Length, "scope")
		case h.Number == scopeField && !r.scopeKnown:
			raw, err := r.Unit(h.Length)
			if err != nil {
				return err
			}
			if err := r.readScope(raw); err != nil {
				return r.Fail(err.Error())
			}
			return nil
		case h.Number == spanField && h.Length > protowire.MaxUnit:
			return r.TooLarge(h.Length, "span")
		case h.Number == spanField:
			if err := r.nextSpan(h.Length); err != nil {
				return err
			}
			return r.spansInMemory(end)
		}
		return r.Skip(h)
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
	for {
		raw, offset := r.InMemory(end, spanField)
		if raw == nil {
			return nil
		}
		if err := r.emit(offset, raw, r.scopeName, r.scopeVersion); err != nil {
			return err
		}
	}
}

// nextSpan reads one span, or stores it while its resource or scope is not known yet.
func (r *reader) nextSpan(length int64) error {
	offset := r.Offset()
	raw, err := r.Unit(length)
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
