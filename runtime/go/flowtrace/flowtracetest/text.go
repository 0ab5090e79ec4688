package flowtracetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Text returns the spans as lines that a test can compare. Ids of recorded spans are shown as the names of the spans, so that the
// text does not depend on the ids. Violations come last.
func (r *Recorder) Text() string {
	spans := r.Spans()
	names := map[flowtrace.SpanContext]string{} // whatever their sampled flags
	for i := range spans {
		names[spans[i].Context().WithSampled(true)] = spans[i].Name()
	}
	show := func(c flowtrace.SpanContext) string {
		if name, ok := names[c.WithSampled(true)]; ok {
			return name
		}
		return c.TraceID.String() + "/" + c.SpanID.String()
	}
	var b strings.Builder
	for i := range spans {
		s := &spans[i]
		fmt.Fprintf(&b, "%s (%s, %s", s.Name(), s.Resource().ServiceName(), time.Duration(s.EndTime()-s.StartTime()))
		if status := s.Status(); status.Code == flowtrace.StatusError {
			fmt.Fprintf(&b, ", error %s", status.Message)
		}
		if !s.Context().IsSampled() {
			b.WriteString(", not sampled")
		}
		b.WriteString(")\n")
		if s.Parent().IsValid() {
			fmt.Fprintf(&b, "  parent %s\n", show(s.Parent()))
		}
		for link := range s.Links() {
			fmt.Fprintf(&b, "  link %s\n", show(link.SpanContext))
		}
		for tag := range s.Tags() {
			fmt.Fprintf(&b, "  %s = %s\n", tag.Key, tag.Value.AppendJSON(nil))
		}
	}
	for _, v := range r.Violations() {
		fmt.Fprintf(&b, "violation %s\n", v)
	}
	return b.String()
}

// Want fails the test, with the caller's line, if [Recorder.Text] is not want, and shows the first line that differs and the complete
// text. White space at the start and the end is ignored.
func (r *Recorder) Want(want string) {
	if r.t == nil {
		panic("cannot fail a test: make the recorder with flowtracetest.New(t)")
	}
	r.t.Helper()
	got := strings.TrimSpace(r.Text())
	want = strings.TrimSpace(want)
	if got == want {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if g, w := line(gotLines, i), line(wantLines, i); g != w {
			r.t.Errorf("spans differ at line %d:\n  got  %s\n  want %s\nall spans:\n%s", i+1, g, w, got)
			return
		}
	}
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
