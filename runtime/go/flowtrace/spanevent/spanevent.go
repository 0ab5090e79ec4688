// Package spanevent writes finished spans as SpanEvent lines: one JSON object a line, the flat form of
// docs/runtime-contract.md, which `specgen validate` reads.
package spanevent

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// full is how many bytes are buffered before they are written. A line is always written in one piece.
const full = 64 << 10

// Exporter writes spans to a writer. It does not close the writer. It is safe for concurrent use.
type Exporter struct {
	mu  sync.Mutex
	out io.Writer
	buf []byte
}

var _ flowtrace.SpanExporter = (*Exporter)(nil)

// New returns an exporter that writes to out.
func New(out io.Writer) *Exporter { return &Exporter{out: out} }

// Export implements [flowtrace.SpanExporter]. It writes complete lines. After an error the rest of the batch is lost.
func (e *Exporter) Export(ctx context.Context, spans []flowtrace.SpanData) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.buf = e.buf[:0]
	for i := range spans {
		e.buf = Append(e.buf, &spans[i])
		if len(e.buf) < full && i < len(spans)-1 {
			continue
		}
		err := ctx.Err()
		if err == nil {
			_, err = e.out.Write(e.buf)
		}
		if err != nil {
			return fmt.Errorf("cannot write all spans of a batch: %w; see to the writer or to the time it has", err)
		}
		e.buf = e.buf[:0]
	}
	if cap(e.buf) > 4*full {
		e.buf = nil // one huge span must not hold its memory for ever
	}
	return nil
}

// Shutdown implements [flowtrace.SpanExporter]. It does nothing, as Export leaves nothing in a buffer.
func (e *Exporter) Shutdown(context.Context) error { return nil }

// Append appends a span as a line with its line feed, and returns the extended slice. It allocates only to extend it.
func Append(to []byte, span *flowtrace.SpanData) []byte {
	context, parent := span.Context(), span.Parent()
	to = hex.AppendEncode(append(to, `{"trace_id":"`...), context.TraceID[:])
	to = hex.AppendEncode(append(to, `","span_id":"`...), context.SpanID[:])
	if parent.IsValid() {
		to = hex.AppendEncode(append(to, `","parent_id":"`...), parent.SpanID[:])
		if parent.TraceID != context.TraceID {
			to = hex.AppendEncode(append(to, `","parent_trace_id":"`...), parent.TraceID[:])
		}
	}
	resource := span.Resource()
	to = flowtrace.AppendString(append(to, `","name":`...), span.Name())
	to = flowtrace.AppendString(append(to, `,"service_name":`...), resource.ServiceName())
	start, end := span.StartTime(), span.EndTime()
	to = strconv.AppendInt(append(to, `,"timestamp":`...), start/int64(time.Microsecond), 10)
	to = strconv.AppendInt(append(to, `,"duration":`...), (end-start)/int64(time.Microsecond), 10)
	if span.Status().Code == flowtrace.StatusError {
		to = append(to, `,"error":true`...)
	}
	to = flowtrace.AppendString(append(to, `,"flow":`...), resource.Flow())
	to = flowtrace.AppendString(append(to, `,"flow_version":`...), resource.FlowVersion())
	to = appendTags(to, span)
	to = appendLinks(to, span)
	return append(to, "}\n"...)
}

func appendTags(to []byte, span *flowtrace.SpanData) []byte {
	const first, next = `,"tags":{`, `,`
	before := first
	for tag := range span.Resource().Tags() {
		to = appendTag(append(to, before...), tag)
		before = next
	}
	for tag := range span.Tags() {
		to = appendTag(append(to, before...), tag)
		before = next
	}
	if before == first {
		return to
	}
	return append(to, '}')
}

func appendTag(to []byte, tag flowtrace.Tag) []byte {
	return tag.Value.AppendJSON(append(flowtrace.AppendString(to, tag.Key), ':'))
}

func appendLinks(to []byte, span *flowtrace.SpanData) []byte {
	before := `,"links":[{"trace_id":"`
	for link := range span.Links() {
		to = hex.AppendEncode(append(to, before...), link.SpanContext.TraceID[:])
		to = hex.AppendEncode(append(to, `","span_id":"`...), link.SpanContext.SpanID[:])
		before = `"},{"trace_id":"`
	}
	if span.LinkCount() == 0 {
		return to
	}
	to = append(to, `"}]`...)
	if n := span.DroppedLinks(); n > 0 {
		to = strconv.AppendInt(append(to, `,"dropped_links":`...), int64(n), 10)
	}
	return to
}
