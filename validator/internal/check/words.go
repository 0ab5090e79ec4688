package check

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/validator/internal/plan"
	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

// show writes a value as examples have it.
func show(v *trace.Value) string {
	switch v.Kind {
	case trace.String, trace.Bytes, trace.Map:
		return tally.Text(v.Text)
	case trace.Int:
		return strconv.FormatInt(v.Int(), 10)
	case trace.Double:
		return constraint.Double(v.Double())
	case trace.Bool:
		return strconv.FormatBool(v.Bool())
	case trace.List:
		return showList(v)
	}
	return "no value"
}

// showList writes the first items of a list.
func showList(v *trace.Value) string {
	var b strings.Builder
	b.WriteByte('[')
	for i := range v.Items {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.Len() > 200 {
			b.WriteString("…")
			break
		}
		b.WriteString(show(&v.Items[i]))
	}
	b.WriteByte(']')
	return b.String()
}

// typed writes a value behind its type.
func typed(v *trace.Value) string {
	switch v.Kind {
	case trace.Empty:
		return "no value"
	case trace.String:
		return "string " + strconv.Quote(tally.Text(v.Text))
	}
	return v.Kind.String() + " " + show(v)
}

// quoted writes a name of the input in quotes.
func quoted(name []byte) string { return strconv.Quote(tally.Text(name)) }

// serviceName writes the name of the record's service.
func (s *Subject) serviceName() string {
	if len(s.R.Service) == 0 {
		return "none"
	}
	return tally.Text(s.R.Service)
}

// spanNames lists the names of spans.
func spanNames(spans []*plan.Span) []string {
	names := make([]string, len(spans))
	for i, s := range spans {
		names[i] = s.Model.Name
	}
	return names
}

// nanos writes a duration in nanoseconds as people do: 5m, where Go says 5m0s.
func nanos(n int64) string {
	text := time.Duration(n).String()
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return text
}

// clock writes a time in nanoseconds since 1970.
func clock(n int64) string { return time.Unix(0, n).UTC().Format("2006-01-02T15:04:05.000000Z") }

// times writes how often something is.
func times(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// plausible reports whether a time lies between 2000 and 2200: one that does not was written in another unit.
func plausible(n int64) bool {
	const from, to = 946_684_800_000_000_000, 7_258_118_400_000_000_000
	return n >= from && n < to
}
