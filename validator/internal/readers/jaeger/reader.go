// Package jaeger reads Jaeger's JSON into records: what its query service and its UI give out (internal/uimodel/model.go of
// jaegertracing/jaeger), and the documents that it stores in Elasticsearch.
package jaeger

import (
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/jsonrecord"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/readers/waiting"
	"github.com/specgen/specgen/validator/trace"
)

// reader reads documents of Jaeger. A document is
//
//   - an answer of the query service: {"data": […]} with several traces, or one,
//   - a trace: {"spans": […], "processes": {…}}, whose processes nearly always come behind the spans, which wait for them,
//   - a span with its process in it, as Elasticsearch stores it,
//   - such a span below "_source" in a line of a dump, or in the hits of a search: {"hits": {"hits": […]}}.
type reader struct {
	docs *scan.Documents
	sink input.Sink
	b    jsonrecord.Builder

	resources record.Resources
	processes processes
	waiting   waiting.Spans
	again     scan.Cursor // on a span that waited

	isSpan bool // the object is a span
	known  bool // the document has a member of Jaeger's

	// Of the span that is being read:
	process      *trace.Resource // where it is in the span; else nil
	processID    []byte
	parentSpanID []byte
	references   []reference
	keys         []byte // memory of keys that are not as they stand in the input

	// The steps of docs.Unit, which are made once.
	shapeStep, spanStep, waitStep, processStep func(*scan.Cursor) error
	from                                       int             // where the span that waitStep skipped begins
	read                                       *trace.Resource // by processStep
	general                                    bool            // the quick ways are not used
	processKey                                 []byte          // the id of the process that processStep reads
}

// maxNesting is how deep traces and spans may stand in a document: hits of hits are two.
const maxNesting = 6

// Read reads every document of in, as input.Reader says. Spans that wait for their processes go to a temporary file once they take
// more than 8 MB.
func Read(in io.Reader, sink input.Sink, tempDir string) error {
	return newReader(in, sink, tempDir).readAll()
}

func newReader(in io.Reader, sink input.Sink, tempDir string) *reader {
	r := &reader{docs: scan.NewDocuments(in, sink.Broken), sink: sink, waiting: waiting.New(tempDir)}
	r.shapeStep, r.spanStep, r.waitStep, r.processStep = r.shape, r.span, r.skipWaiting, r.readProcess
	return r
}

func (r *reader) readAll() error { return errors.Join(r.docs.Each(r.document), r.waiting.Reset()) }

// document reads one document.
func (r *reader) document() error {
	r.known = false
	r.processes.begin()
	if err := r.waiting.Reset(); err != nil { // spans of a trace that broke off are left out
		return err
	}
	offset, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	empty, err := r.object(0)
	if err == nil && !r.known && !empty {
		return r.sink.Broken(&trace.Problem{Offset: offset, Line: line, Message: "an object without traceID, spans and data is nothing of Jaeger's"})
	}
	return err
}

// object reads an object that may be a span, a trace, or something with them in it. It reports whether there is nothing in it.
func (r *reader) object(depth int) (empty bool, err error) {
	if _, err := r.docs.Peek(); err != nil {
		return false, err
	}
	at := r.docs.Offset()
	if read, err := r.docs.Unit(r.shapeStep); err != nil || !read {
		return true, err
	}
	r.docs.P -= int(r.docs.Offset() - at) // back to its beginning, which is still in memory
	if r.isSpan {
		r.known = true
		return false, r.nextSpan()
	}
	if err := r.release(); err != nil { // what is around this object, if anything, is no trace
		return false, err
	}
	r.processes.begin()
	empty = true
	err = r.docs.Object(func(key []byte) error {
		empty = false
		return r.member(key, depth)
	})
	if err != nil {
		return empty, err
	}
	err = r.release()
	r.processes.begin()
	return empty, err
}

// shape finds out whether the object is a span, as far as its first members are needed for that.
func (r *reader) shape(c *scan.Cursor) error {
	r.isSpan = false
	if null, err := c.Null(); null || err != nil {
		return err
	}
	if err := c.Open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return err
		}
		switch string(key) {
		case "spanID", "operationName", "references", "startTimeMillis", "parentSpanID", "process", "processID", "logs", "tags", "tag":
			r.isSpan = true
			return nil
		case "data", "spans", "processes", "hits", "_source", "errors":
			return nil
		}
		if err := c.Skip(); err != nil {
			return err
		}
	}
}

// member reads a member of an object that is no span.
func (r *reader) member(key []byte, depth int) error {
	switch string(key) {
	case "data", "hits", "_source":
		r.known = true
		return r.nested(depth + 1)
	case "traceID":
		r.known = true
	case "spans":
		r.known = true
		return r.docs.List(r.traceSpan)
	case "processes":
		r.known = true
		r.processes.seen = true
		return r.docs.Object(r.nextProcess)
	case "errors":
		r.known = true
		return r.errors()
	}
	return r.docs.Skip()
}

// nested reads an object, or all of a list.
func (r *reader) nested(depth int) error {
	b, err := r.docs.Peek()
	switch {
	case err != nil:
		return err
	case b == '{' && depth <= maxNesting:
		_, err := r.object(depth)
		return err
	case b == '[' && depth <= maxNesting:
		return r.docs.List(func() error { return r.nested(depth + 1) })
	}
	return r.docs.Skip()
}

// traceSpan reads one span of a trace, or stores it while the processes are not known yet.
func (r *reader) traceSpan() error {
	if r.processes.seen {
		return r.nextSpan()
	}
	if _, err := r.docs.Peek(); err != nil {
		return err
	}
	offset, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	if read, err := r.docs.Unit(r.waitStep); err != nil || !read {
		return err
	}
	return r.waiting.Add(offset, line, r.docs.B[r.from:r.docs.P])
}

func (r *reader) skipWaiting(c *scan.Cursor) error {
	if _, err := c.Peek(); err != nil {
		return err
	}
	r.from = c.P
	r.begin()
	if r.quickSpan(c) { // faster than to skip it
		return nil
	}
	c.Reset()
	c.P = r.from
	return c.Skip()
}

// nextSpan reads one span.
func (r *reader) nextSpan() error {
	if _, err := r.docs.Peek(); err != nil {
		return err
	}
	offset, line := r.docs.Offset(), r.docs.LineAt(r.docs.P)
	if read, err := r.docs.Unit(r.spanStep); err != nil || !read {
		return err
	}
	return r.emit(offset, line)
}

// emit hands the finished record to the sink.
func (r *reader) emit(offset, line int64) error {
	resource := r.process
	if resource == nil {
		resource = r.processes.find(r.processID)
	}
	if resource == nil && r.processes.full {
		return nil // its process was left out, as was said
	}
	r.b.Offset, r.b.Line = offset, line
	if r.b.Resource = resource; resource != nil {
		r.b.Service = resource.Service
	}
	return r.sink.Record(&r.b.Record)
}

// release reads the spans that waited for their processes, which are known now or never.
func (r *reader) release() error {
	if r.waiting.Empty() {
		return nil
	}
	err := r.waiting.Each(func(w waiting.Span) error {
		r.again.B, r.again.P = w.Raw, 0
		r.again.Reset()
		switch err := r.span(&r.again); err {
		case nil:
			return r.emit(w.Offset, w.Line)
		case scan.ErrType:
			return r.sink.Broken(&trace.Problem{Offset: w.Offset + int64(r.again.P), Line: w.Line, Message: r.again.Message()})
		default: // its syntax was checked before it was stored
			return err
		}
	})
	if err != nil {
		return err
	}
	return r.waiting.Reset()
}
