package live

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Lines prints rounds on a terminal. Whatever came is escaped and bounded.
type Lines struct {
	W     io.Writer
	Color bool
	Quiet bool // only what is wrong
	// told are the rules whose remedy was said: once is enough.
	told map[string]bool
}

// Widths of the columns, which longer texts move to the right, and what is shown of a text at most.
const (
	nameColumn, sourceColumn = 12, 20
	mostText                 = 40
	mostFinding              = 300
)

// Print prints a round.
func (l *Lines) Print(r *Round) error {
	var out strings.Builder
	for i := range r.Lines {
		if one := &r.Lines[i]; !l.Quiet || len(one.Breaks) > 0 {
			l.line(&out, one)
		}
	}
	if r.More > 0 {
		fmt.Fprintf(&out, "  and %s, which came at once with these\n", output.Count(r.More, "record"))
	}
	_, err := io.WriteString(l.W, out.String())
	return err
}

func (l *Lines) line(out *strings.Builder, one *Line) {
	mark, color := "✓", "32"
	switch worst(one.Breaks) {
	case trace.Error:
		mark, color = "✗", "31"
	case trace.Warning:
		mark, color = "!", "33"
	}
	r := one.Record
	id := r.TraceID.String()
	text := padded(safe(Label(r, one.Flow)), nameColumn) + " " + padded(safe(strings.TrimSpace(r.Emitter+" "+r.App)), sourceColumn) + " " + id[:4] + "…" + id[28:]
	if len(one.Key) > 0 {
		text += "  " + safe(strings.Join(one.Key, ", "))
	}
	if one.Timed {
		text += "  " + after(one)
	}
	fmt.Fprintf(out, "%s %s\n", l.paint(mark, color), text)
	for i := range one.Breaks {
		if i == 5 {
			fmt.Fprintf(out, "    └ and %s\n", output.Count(len(one.Breaks)-i, "finding"))
			return
		}
		l.finding(out, &one.Breaks[i])
	}
}

func after(one *Line) string {
	if one.After < 0 {
		return model.DurationWords(-one.After) + " before its parent"
	}
	return "+" + model.DurationWords(one.After)
}

// finding prints what is wrong, and the first time for each rule what to do.
func (l *Lines) finding(out *strings.Builder, b *trace.Breach) {
	color := map[trace.Severity]string{trace.Error: "31", trace.Warning: "33"}[b.Severity]
	text := BreachText(b)
	if l.told == nil {
		l.told = map[string]bool{}
	}
	if rule, ok := validator.RuleByID(b.Rule); ok && !l.told[b.Rule] {
		l.told[b.Rule] = true
		text += ". " + rule.Fix
	}
	head := b.Severity.String() + " " + b.Rule
	if color == "" {
		color = "36"
	}
	fmt.Fprintf(out, "    └ %s: %s\n", l.paint(head, color), bounded(output.Escaped(text), mostFinding))
}

// BreachText says in one sentence, without a full stop, what a record breaks. It is not escaped.
func BreachText(b *trace.Breach) string {
	text := b.Message
	if b.Actual != "" {
		text = b.Actual
		if b.Tag != "" {
			text = b.Tag + " is " + b.Actual
		}
		if b.Expected != "" {
			text += ", expected " + b.Expected
		}
	}
	if b.Suggestion != "" {
		text += "; perhaps " + b.Suggestion
	}
	return text
}

// Label is the name of a record's span without the namespace of its flow.
func Label(r *trace.Judged, flow *model.Flow) string {
	if flow == nil || flow.Namespace == "" {
		return string(r.Name)
	}
	return strings.TrimPrefix(string(r.Name), flow.Namespace)
}

func worst(breaks []trace.Breach) trace.Severity {
	out := trace.Off
	for i := range breaks {
		out = max(out, breaks[i].Severity)
	}
	return out
}

// safe makes a text of a record safe for a line.
func safe(text string) string {
	if text == "" {
		return strconv.Quote(text)
	}
	return bounded(output.Escaped(bounded(text, 4*mostText)), mostText)
}

func padded(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-utf8.RuneCountInString(text)))
}

func (l *Lines) paint(text, code string) string {
	if !l.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
