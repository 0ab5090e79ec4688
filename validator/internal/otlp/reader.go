// Package otlp reads OTLP JSON (opentelemetry-proto 1.9, docs/specification.md, "JSON Protobuf Encoding") into records,
// in all the shapes that it is found in: see Reader. It is lax where the data is clear and strict about JSON itself.
package otlp

import (
	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/trace"
)

// Sink takes what a reader reads.
type Sink interface {
	// Record takes a record, which is valid until it returns.
	Record(*trace.Record) error
	// Broken takes a place that cannot be read.
	Broken(*scan.Error)
	// Skipped takes the number of requests that hold another signal than traces.
	Skipped(int64)
}

// Reader reads documents of OTLP JSON. A document is
//
//   - a request or TracesData: {"resourceSpans": […]}, also under the names resource_spans and batches (Tempo 1),
//   - the same below "result" (Jaeger's api_v3) or "trace" (Tempo 2),
//   - one ResourceSpans (Java's logging exporter).
//
// Keys may be camel or snake case and come in any order; a span that comes before its resource or scope waits for it.
type Reader struct {
	s    *scan.Source
	sink Sink
	b    build.Builder

	resources    map[string]*trace.Resource
	resource     *trace.Resource // nil until it is seen
	scopeName    []byte
	scopeVersion []byte
	scopeSeen    bool
	known        bool // the document has a member of OTLP
	waiting      waiting

	spanStep, resourceStep, scopeStep, waitStep func(*scan.Cursor) error
	links                                       linkParts
	from                                        int // where the unit that waitStep skipped begins
	held                                        int // bytes of the keys of resources

	lost bool  // something was left out
	err  error // the sink's
}

// Read reads every document of s into sink. Spans that wait for their resource go to temporary files in dir, "" for the
// system's folder, where they are many. It reports whether it read everything; an error is the sink's or of such a file.
func Read(s *scan.Source, sink Sink, dir string) (whole bool, err error) {
	return newReader(s, sink, dir).read()
}

func newReader(s *scan.Source, sink Sink, dir string) *Reader {
	r := &Reader{s: s, sink: sink, resources: map[string]*trace.Resource{}, waiting: newWaiting(dir)}
	r.spanStep, r.resourceStep, r.scopeStep, r.waitStep = r.span, r.readResource, r.scope, r.skipWaiting
	return r
}

func (r *Reader) read() (whole bool, err error) {
	whole = scan.Documents(r.s, r)
	if closing := r.waiting.reset(); r.err == nil {
		r.err = closing
	}
	return whole && !r.lost && r.err == nil, r.err
}

// Document reads one document.
func (r *Reader) Document() error {
	r.resource, r.scopeSeen, r.known = nil, false, false
	if err := r.waiting.reset(); err != nil {
		r.err = err
		return errGivenUp
	}
	start, line := r.s.Offset(), r.s.LineAt(r.s.P)
	empty, err := r.document(0)
	if err == nil && !r.known && !empty {
		r.Broken(&scan.Error{Offset: start, Line: line, Message: "an object without resourceSpans is no OTLP request"})
	}
	return err
}

// errGivenUp ends the input because the sink failed.
var errGivenUp = &scan.Error{Fatal: true, Message: "reading was given up"}

// Broken passes on what is wrong with the input.
func (r *Reader) Broken(e *scan.Error) {
	r.lost = true
	if r.err == nil {
		r.sink.Broken(e)
	}
}

// document reads the members of an object that may be a request, a wrapper of one, or one ResourceSpans.
func (r *Reader) document(depth int) (empty bool, err error) {
	if entered, err := r.s.Enter('{'); err != nil || !entered {
		return true, err
	}
	for first := true; ; first = false {
		key, more, err := r.s.Member(first)
		if err != nil {
			return false, err
		}
		if !more {
			return first, r.release()
		}
		if err := r.topMember(key, depth); err != nil {
			return false, err
		}
	}
}

func (r *Reader) topMember(key []byte, depth int) error {
	switch string(key) {
	case "resourceSpans", "resource_spans", "batches":
		r.known = true
		return r.each(r.resourceSpans)
	case "result", "trace":
		b, err := r.s.Peek()
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
	return r.s.Skip()
}

// each calls read for every object of a list.
func (r *Reader) each(read func() error) error {
	if entered, err := r.s.Enter('['); err != nil || !entered {
		return err
	}
	for first := true; ; first = false {
		more, err := r.s.Element(first)
		if err != nil || !more {
			return err
		}
		if err := read(); err != nil {
			return err
		}
	}
}

// resourceSpans reads one ResourceSpans.
func (r *Reader) resourceSpans() error {
	r.resource = nil
	if entered, err := r.s.Enter('{'); err != nil || !entered {
		return err
	}
	for first := true; ; first = false {
		key, more, err := r.s.Member(first)
		if err != nil {
			return err
		}
		if !more {
			err := r.release()
			r.resource = nil
			return err
		}
		if err := r.resourceMember(key); err != nil {
			return err
		}
	}
}

func (r *Reader) resourceMember(key []byte) error {
	switch string(key) {
	case "resource":
		r.known = true
		_, err := r.unit(r.resourceStep)
		return err
	case "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans":
		r.known = true
		return r.each(r.scopeSpans)
	}
	return r.s.Skip()
}

// unit reads a value that has to be in memory as a whole. One of another type is left out and reported.
func (r *Reader) unit(step func(*scan.Cursor) error) (read bool, err error) {
	soft, err := r.s.Unit(step)
	if soft != nil {
		r.Broken(soft)
	}
	return soft == nil && err == nil, err
}

// scopeSpans reads one ScopeSpans, of old an InstrumentationLibrarySpans.
func (r *Reader) scopeSpans() error {
	r.scopeSeen = false
	r.scopeName, r.scopeVersion = r.scopeName[:0], r.scopeVersion[:0]
	if entered, err := r.s.Enter('{'); err != nil || !entered {
		return err
	}
	for first := true; ; first = false {
		key, more, err := r.s.Member(first)
		if err != nil {
			return err
		}
		if !more {
			return r.sunk(r.waiting.name(r.scopeName, r.scopeVersion))
		}
		switch string(key) {
		case "scope", "instrumentationLibrary", "instrumentation_library":
			r.scopeSeen = true
			_, err = r.unit(r.scopeStep)
		case "spans":
			err = r.each(r.nextSpan)
		default:
			err = r.s.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// nextSpan reads one span, or puts it by where its resource or scope is not known yet.
func (r *Reader) nextSpan() error {
	if _, err := r.s.Peek(); err != nil {
		return err
	}
	offset, line := r.s.Offset(), r.s.LineAt(r.s.P)
	if r.resource == nil || !r.scopeSeen {
		if read, err := r.unit(r.waitStep); err != nil || !read {
			return err
		}
		return r.sunk(r.waiting.add(offset, line, r.s.B[r.from:r.s.P]))
	}
	if read, err := r.unit(r.spanStep); err != nil || !read {
		return err
	}
	r.b.Flow, r.b.FlowVersion = r.scopeName, r.scopeVersion
	return r.emit(offset, line)
}

func (r *Reader) skipWaiting(c *scan.Cursor) error {
	if _, err := c.Peek(); err != nil {
		return err
	}
	r.from = c.P
	return c.Skip()
}

// emit hands the finished record to the sink.
func (r *Reader) emit(offset, line int64) error {
	r.b.Offset, r.b.Line = offset, line
	if r.b.Resource = r.resource; r.resource != nil {
		r.b.Service = r.resource.Service
	}
	return r.sunk(r.sink.Record(&r.b.Record))
}

// sunk keeps an error that is not about the input, and ends the reading.
func (r *Reader) sunk(err error) error {
	if err == nil {
		return nil
	}
	r.err = err
	return errGivenUp
}

// release reads the spans that waited for their resource, which is known now or never.
func (r *Reader) release() error {
	if r.waiting.empty() {
		return nil
	}
	err := r.waiting.each(func(w waiter) error {
		c := scan.NewCursor(w.raw)
		switch err := r.span(&c); err {
		case nil:
			r.b.Flow, r.b.FlowVersion = w.scope, w.version
			return r.emit(w.offset, w.line)
		case scan.ErrType:
			r.Broken(&scan.Error{Offset: w.offset + int64(c.P), Line: w.line, Message: c.Message()})
			return nil
		default: // its grammar was checked before it was put by
			return r.sunk(err)
		}
	})
	if err != nil && r.err == nil {
		return r.sunk(err)
	}
	if err == nil {
		err = r.sunk(r.waiting.reset())
	}
	return err
}
