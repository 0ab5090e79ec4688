package vectors

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Line is a line that a driver prints, with the spans in the very bytes that the client wrote.
type Line struct {
	Name       string            `json:"name"`
	LeftOut    string            `json:"left_out,omitempty"` // what the language cannot hold, or ""
	Spans      []json.RawMessage `json:"spans"`
	OTLP       json.RawMessage   `json:"otlp"`
	Violations []Violation       `json:"violations"`
}

// Foreseen is what the validator finds in a case that no client can report when it emits. It is an item of findings.json.
type Foreseen struct {
	Name     string   `json:"name"`
	Whole    bool     `json:"whole"`    // the spans are a flow from its start to its end, and are validated as complete too
	Findings []string `json:"findings"` // rule, span and tag, with spaces between
}

// Validate runs the validator on the spans of a case, in both formats. Its findings must be what the client reports and
// what is foreseen, neither more nor less, and what the client expects must be what the validator expects, word for word. It
// returns what differs.
func (l *Line) Validate(v *validator.Validator, foreseen Foreseen) ([]string, error) {
	want, err := l.reported()
	if err != nil {
		return nil, err
	}
	for _, finding := range foreseen.Findings {
		if _, reported := want[finding]; !reported {
			want[finding] = nil
		}
	}
	var out []string
	for _, format := range []validator.Format{validator.SpanEvent, validator.OTLPJSON} {
		findings, err := l.validate(v, validator.Options{Format: format, Incomplete: true, Examples: len(l.Spans) + 1})
		if err != nil {
			return nil, err
		}
		for _, text := range l.difference(want, findings) {
			out = append(out, fmt.Sprintf("%s: %s: %s", l.Name, format, text))
		}
		if !foreseen.Whole {
			continue
		}
		if findings, err = l.validate(v, validator.Options{Format: format}); err != nil {
			return nil, err
		}
		for i := range findings {
			if f := &findings[i]; f.Severity > trace.Info {
				out = append(out, fmt.Sprintf("%s: %s: the whole flow breaks %s %s %s: %s", l.Name, format, f.Rule, f.Span, f.Tag, f.Message))
			}
		}
	}
	return out, nil
}

func (l *Line) validate(v *validator.Validator, options validator.Options) ([]trace.Finding, error) {
	data := []byte(l.OTLP)
	if options.Format == validator.SpanEvent {
		lines := make([][]byte, len(l.Spans))
		for i, span := range l.Spans {
			lines[i] = span
		}
		data = bytes.Join(lines, []byte("\n"))
	}
	result, err := v.Validate(context.Background(), l.Name, data, options)
	if err != nil {
		return nil, err
	}
	if input := result.Inputs[0]; !input.Complete || input.Records != int64(len(l.Spans)) {
		return nil, fmt.Errorf("cannot validate %q: %d spans in %s were read as %+v; see what the client wrote", l.Name, len(l.Spans), options.Format, input)
	}
	return result.Findings, nil
}

// finding is how findings are compared.
func finding(rule, span, tag string) string {
	return strings.TrimRight(rule+" "+span+" "+tag, " ")
}

// words are the texts of a violation or of a finding that must be equal. What was seen is compared for tag-value alone: of a
// trace id that does not match, a client shows the tag's value and the validator the trace id.
func words(rule, expected, seen string) string {
	if rule == "tag-value" {
		return fmt.Sprintf("%s, not %q", expected, seen)
	}
	return expected
}

// expectations are findings, each with the texts that are expected in it: nil where they are not compared.
type expectations map[string]map[string]bool

func (e expectations) add(finding, expected string) {
	if e[finding] == nil {
		e[finding] = map[string]bool{}
	}
	e[finding][expected] = true
}

// reported returns what the validator has to find of what the client reports.
func (l *Line) reported() (expectations, error) {
	out := expectations{}
	for _, v := range l.Violations {
		switch v.Rule {
		case "tag-value":
			// Of the undeclared tags only the client asks that their numbers are finite; and the tag that gives the span's
			// trace is not among those that the span carries.
			undeclared := v.Expected == "a finite number"
			carried := v.Span != "notification:notify" || v.Tag != "notification_id"
			if !undeclared && carried {
				out.add(finding(v.Rule, v.Span, v.Tag), words(v.Rule, v.Expected, v.Value))
			}
		case "trace-id-mismatch":
			out.add(finding(v.Rule, v.Span, v.Tag), words(v.Rule, v.Expected, v.Value))
		case "missing-parent":
			out.add(finding("unexpected-root", v.Span, ""), v.Expected)
		case "invalid-utf8", "ended-twice", "shadowed-tag":
			// What is emitted is right: the text is repaired, and there is no second span and no second tag.
		default:
			return nil, fmt.Errorf("cannot validate %q: the client reports %q, which is no rule of docs/runtime-contract.md", l.Name, v.Rule)
		}
	}
	return out, nil
}

// difference returns what is found and not wanted, the other way round, and where other words are expected.
func (l *Line) difference(want expectations, findings []trace.Finding) []string {
	found := expectations{}
	for i := range findings {
		f := &findings[i]
		text := finding(f.Rule, f.Span, f.Tag)
		if service := finding(f.Rule, "", f.Tag); want[service] != nil {
			text = service // a client names no span for a tag of the service, a finding each
		}
		if found[text] == nil {
			found[text] = map[string]bool{} // also where a finding has no example
		}
		for _, example := range f.Examples {
			found.add(text, words(f.Rule, example.Expected, example.Actual))
		}
	}
	var out []string
	for _, text := range slices.Sorted(maps.Keys(found)) {
		texts, wanted := want[text]
		switch {
		case !wanted:
			out = append(out, "the validator finds "+text+", which was not reported")
		case texts != nil && !maps.Equal(texts, found[text]):
			out = append(out, fmt.Sprintf("%s: the client expects %q, the validator %q", text,
				slices.Sorted(maps.Keys(texts)), slices.Sorted(maps.Keys(found[text]))))
		}
	}
	for _, text := range slices.Sorted(maps.Keys(want)) {
		if found[text] == nil {
			out = append(out, "the validator does not find "+text)
		}
	}
	return out
}
