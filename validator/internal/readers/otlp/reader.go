// Package otlp reads OTLP JSON (opentelemetry-proto 1.9, docs/specification.md, "JSON Protobuf Encoding") into records,
// in all the shapes that it is found in: see reader. It accepts variants of OTLP whose meaning is clear, and is strict about JSON
// itself.
package otlp

import (
	"errors"
	"io"
	"sync"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/predict"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/readers/waiting"
	"github.com/specgen/specgen/validator/trace"
)

// reader reads documents of OTLP JSON. A document is
//
//   - a request or TracesData: {"resourceSpans": […]}, also under the names resource_spans and batches (Tempo 1),
//   - the same below "result" (Jaeger's api_v3), "trace" (Tempo 2) or "request" (programs that record what they receive),
//   - one ResourceSpans (Java's logging exporter).
//
// Keys may be camel or snake case and come in any order; a span that comes before its resource or scope waits for it.
type reader struct {
	docs *scan.Documents
	sink input.Sink
	b    jsonrecord.Builder

	resources    record.Resources
	resource     *trace.Resource // nil until it is seen
	scopeName    []byte
	scopeVersion []byte
	scopeSeen    bool
	known        bool // the document has a member of OTLP
	waiting      waiting.Spans

	*written
	learner learner
	credit  int  // how much may be learned; see learn
	lines   bool // there may be newlines in the span that was read as predicted

	// The steps of docs.Unit, which are made once.
	spanStep, resourceStep, scopeStep, waitStep func(*scan.Cursor) error
	links                                       linkParts
	from                                        int // where the span that waitStep skipped begins
}

// Read reads every document of in, as input.Reader says. Spans that wait for their resource go to a temporary file once they
// take more than 8 MB.
func Read(in io.Reader, sink input.Sink, tempDir string) error {
	return newReader(in, sink, tempDir, newWritten()).read()
}

// PieceReader returns what reads pieces of one input as Read reads them, and remembers how the spans of those before were written. It is safe
// for concurrent use.
func PieceReader() input.Reader {
	free := sync.Pool{New: func() any { return newWritten() }}
	return func(in io.Reader, sink input.Sink, tempDir string) error {
		w := free.Get().(*written)
		defer free.Put(w)
		return newReader(in, sink, tempDir, w).read()
	}
}

// usualTags is how many tags of a span there is room for from the beginning.
const usualTags = 64

// written is how spans are written, as far as it was learned.
type written struct {
	graph *predict.Graph // nil reads all in the general way
	keys  *record.Keys
}

func newWritten() *written { return &written{&predict.Graph{}, &record.Keys{}} }

func (r *reader) read() error { return errors.Join(r.docs.Each(r.readDocument), r.waiting.Reset()) }

func newReader(in io.Reader, sink input.Sink, tempDir string, w *written) *reader {
	r := &reader{docs: scan.NewDocuments(in, sink.Broken), sink: sink, waiting: waiting.New(tempDir), written: w, credit: mostCredit}
	r.b.Tags = make([]trace.Tag, 0, usualTags)
	r.spanStep, r.resourceStep, r.scopeStep, r.waitStep = r.span, r.readResource, r.scope, r.skipWaiting
	return r
}

// readDocument reads one document.
func (r *reader) readDocument() error {
	r.resource, r.scopeSeen, r.known = nil, false, false
	if err := r.waiting.Reset(); err != nil {
		return err
	}
	start, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	empty, err := r.document(0)
	if err == nil && !r.known && !empty {
		return r.sink.Broken(&trace.Problem{Offset: start, Line: line, Message: "an object without resourceSpans is no OTLP request"})
	}
	return err
}

// document reads the members of an object that may be a request, a wrapper of one, or one ResourceSpans. It reports whether
// there is none.
func (r *reader) document(depth int) (empty bool, err error) {
	empty = true
	err = r.docs.Object(func(key []byte) error {
		empty = false
		return r.topMember(key, depth)
	})
	if err != nil {
		return empty, err
	}
	return empty, r.release()
}

func (r *reader) topMember(key []byte, depth int) error {
	switch string(key) {
	case "resourceSpans", "resource_spans", "batches":
		r.known = true
		return r.docs.List(r.resourceSpans)
	case "result", "trace", "request":
		b, err := r.docs.Peek()
		if err != nil {
			return err
		}
		if b == '{' && depth < 4 {
			_, err := r.document(depth + 1)
			return err
		}
	case "resourceLogs", "resource_logs", "resourceMetrics", "resource_metrics", "resourceProfiles", "resource_profiles":
		r.known = true
		r.sink.Skipped(1)
	case "partialSuccess", "partial_success":
		r.known = true
	default:
		return r.resourceMember(key)
	}
	return r.docs.Skip()
}

// resourceSpans reads one ResourceSpans.
func (r *reader) resourceSpans() error {
	r.resource = nil
	if err := r.docs.Object(r.resourceMember); err != nil {
		return err
	}
	err := r.release()
	r.resource = nil
	return err
}

func (r *reader) resourceMember(key []byte) error {
	switch string(key) {
	case "resource":
		r.known = true
		_, err := r.docs.Unit(r.resourceStep)
		return err
	case "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans":
		r.known = true
		return r.docs.List(r.scopeSpans)
	}
	return r.docs.Skip()
}

// scopeSpans reads one ScopeSpans, of old an InstrumentationLibrarySpans.
func (r *reader) scopeSpans() error {
	r.scopeSeen = false
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	if err := r.docs.Object(r.scopeMember); err != nil {
		return err
	}
	return r.waiting.Name(r.scopeName, r.scopeVersion)
}

func (r *reader) scopeMember(key []byte) error {
	switch string(key) {
	case "scope", "instrumentationLibrary", "instrumentation_library":
		r.scopeSeen = true
		_, err := r.docs.Unit(r.scopeStep)
		return err
	case "spans":
		return r.docs.List(r.nextSpan)
	}
	return r.docs.Skip()
}

// nextSpan reads one span, or stores it while its resource or scope is not known yet. Spans that follow as programs write them, without
// white space, and are written like others before, are read with it.
func (r *reader) nextSpan() error {
	if _, err := r.docs.Peek(); err != nil {
		return err
	}
	offset, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	if r.resource == nil || !r.scopeSeen {
		if read, err := r.docs.Unit(r.waitStep); err != nil || !read {
			return err
		}
		return r.waiting.Add(offset, line, r.docs.B[r.from:r.docs.P])
	}
	for r.quick() {
		if err := r.emitOfScope(offset, line); err != nil || !r.docs.NextObject() {
			return err
		}
		offset, line = r.docs.Offset(), r.docs.LineAt(r.docs.P)
	}
	if read, err := r.docs.Unit(r.spanStep); err != nil || !read {
		return err
	}
	return r.emitOfScope(offset, line)
}

// quick reads the span that is next if it is as predicted and in memory. Else it takes nothing.
func (r *reader) quick() bool {
	c := &r.docs.Cursor
	start := c.P
	c.Reset()
	if !r.predicted(c) {
		c.P = start
		return false
	}
	if !r.lines {
		r.docs.SameLine()
	}
	return true
}

func (r *reader) emitOfScope(offset, line int64) error {
	r.b.Flow, r.b.FlowVersion = r.scopeName, r.scopeVersion
	return r.emit(offset, line)
}

func (r *reader) skipWaiting(c *scan.Cursor) error {
	if _, err := c.Peek(); err != nil {
		return err
	}
	r.from = c.P
	return c.Skip()
}

// emit hands the finished record to the sink.
func (r *reader) emit(offset, line int64) error {
	r.b.Offset, r.b.Line = offset, line
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
	err := r.waiting.Each(func(w waiting.Span) error {
		c := scan.NewCursor(w.Raw)
		switch err := r.waited(&c); err {
		case nil:
			r.b.Flow, r.b.FlowVersion = w.Scope, w.Version
			return r.emit(w.Offset, w.Line)
		case scan.ErrType:
			return r.sink.Broken(&trace.Problem{Offset: w.Offset + int64(c.P), Line: w.Line, Message: c.Message()})
		default: // its syntax was checked before it was stored
			return err
		}
	})
	if err != nil {
		return err
	}
	return r.waiting.Reset()
}

// waited reads a span that waited.
func (r *reader) waited(c *scan.Cursor) error {
	if r.predicted(c) {
		return nil
	}
	c.Reset()
	c.P = 0
	return r.span(c)
}
