// Package console prints finished spans for people, for debug builds. docs/runtime-contract.md, "What an app puts together", has the form.
package console

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// SpanProcessor prints each span in one line when it ends, on the goroutine that emits it. It is safe for concurrent use.
type SpanProcessor struct {
	mu   sync.Mutex
	to   io.Writer
	line []byte
	err  error // the first of writing
}

var (
	_ flowtrace.SpanProcessor      = (*SpanProcessor)(nil)
	_ flowtrace.UnsampledProcessor = (*SpanProcessor)(nil)
)

// New returns a processor that prints to w, which it does not close.
func New(w io.Writer) *SpanProcessor { return &SpanProcessor{to: w} }

// OnEnd implements [flowtrace.SpanProcessor].
func (p *SpanProcessor) OnEnd(span flowtrace.SpanData) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line = append(Append(p.line[:0], &span), '\n')
	if _, err := p.to.Write(p.line); err != nil && p.err == nil {
		p.err = fmt.Errorf("cannot print a span: %w", err)
	}
}

// ForceFlush implements [flowtrace.SpanProcessor]. It returns the first error of writing since the last call.
func (p *SpanProcessor) ForceFlush(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.err
	p.err = nil
	return err
}

// Shutdown implements [flowtrace.SpanProcessor].
func (p *SpanProcessor) Shutdown(ctx context.Context) error { return p.ForceFlush(ctx) }

// WantsUnsampled implements [flowtrace.UnsampledProcessor]: who debugs wants to see every span.
func (p *SpanProcessor) WantsUnsampled() bool { return true }

// Append appends the line of a span, without a line break.
func Append(to []byte, span *flowtrace.SpanData) []byte {
	to = appendText(to, span.Name())
	to = appendText(append(to, ' '), span.Resource().ServiceName())
	context, parent := span.Context(), span.Parent()
	to = append(append(to, ' '), context.TraceID.String()...)
	to = append(append(to, '/'), context.SpanID.String()...)
	if parent.IsValid() {
		to = append(to, " < "...)
		if parent.TraceID != context.TraceID {
			to = append(append(to, parent.TraceID.String()...), '/')
		}
		to = append(to, parent.SpanID.String()...)
	}
	to = append(append(to, ' '), duration(span.EndTime()-span.StartTime())...)
	for tag := range span.Tags() {
		to = appendText(append(to, ' '), tag.Key)
		to = tag.Value.AppendJSON(append(to, '='))
	}
	if n := span.LinkCount(); n == 1 {
		to = append(to, " 1 link"...)
	} else if n > 1 {
		to = append(strconv.AppendInt(append(to, ' '), int64(n), 10), " links"...)
	}
	if span.Status().Code == flowtrace.StatusError {
		to = append(to, " error"...)
	}
	if !context.IsSampled() {
		to = append(to, " not sampled"...)
	}
	return harmless(to)
}

// harmless escapes what a terminal would obey or show at another place, which JSON leaves as it is.
func harmless(line []byte) []byte {
	if !bytes.ContainsFunc(line, isObeyed) {
		return line
	}
	var out []byte
	for _, r := range string(line) {
		if isObeyed(r) {
			out = fmt.Appendf(out, "\\u%04x", r)
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

func isObeyed(r rune) bool {
	switch {
	case r >= 0x7F && r <= 0x9F, r == 0x061C, r == 0x200E, r == 0x200F, r == 0x2028, r == 0x2029, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// appendText appends a text as it stands in JSON, without its quotes: a control character in it reaches no terminal.
func appendText(to []byte, text string) []byte {
	start := len(to)
	to = flowtrace.AppendString(to, text)
	copy(to[start:], to[start+1:len(to)-1])
	return to[:len(to)-2]
}

var units = []struct {
	size int64
	name string
}{
	{int64(time.Hour), "h"}, {int64(time.Minute), "m"}, {int64(time.Second), "s"},
	{int64(time.Millisecond), "ms"}, {int64(time.Microsecond), "µs"}, {1, "ns"},
}

// duration writes nanoseconds in the two largest units that they have: 1m30s, 220ms, 1µs.
func duration(ns int64) string {
	for i, unit := range units {
		if ns < unit.size {
			continue
		}
		text := strconv.FormatInt(ns/unit.size, 10) + unit.name
		if i+1 < len(units) {
			if rest := ns % unit.size / units[i+1].size; rest > 0 {
				text += strconv.FormatInt(rest, 10) + units[i+1].name
			}
		}
		return text
	}
	return "0ns"
}
