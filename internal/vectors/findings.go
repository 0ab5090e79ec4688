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
	Whole    bool     `json:"whole"`    // the spans are a flow from its start to its end, and are judged as that too
	Findings []string `json:"findings"` // rule, span and tag, with spaces between
}

// Judge holds the spans of a case to the validator, in both formats. What is found must be what the client reports and
// what is foreseen, neither more nor less. It returns what differs.
func (l *Line) Judge(v *validator.Validator, foreseen Foreseen) ([]string, error) {
	want, err := l.reported()
	if err != nil {
		return nil, err
	}
	for _, finding := range foreseen.Findings {
		want[finding] = true
	}
	var out []string
	for _, format := range []validator.Format{validator.SpanEvent, validator.OTLPJSON} {
		findings, err := l.validate(v, validator.Options{Format: format, Incomplete: true})
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
		return nil, fmt.Errorf("cannot judge %q: %d spans in %s were read as %+v; see what the client wrote", l.Name, len(l.Spans), options.Format, input)
	}
	return result.Findings, nil
}

// finding is how findings are compared.
func finding(rule, span, tag string) string {
	return strings.TrimRight(rule+" "+span+" "+tag, " ")
}

// reported returns what the validator has to find of what the client reports.
func (l *Line) reported() (map[string]bool, error) {
	out := map[string]bool{}
	for _, v := range l.Violations {
		switch v.Rule {
		case "tag-value":
			// Of the undeclared tags only the client asks that their numbers are finite; and the tag that gives the span's
			// trace is not among those that the span carries.
			undeclared := v.Expected == "a finite number"
			carried := v.Span != "notification:notify" || v.Tag != "notification_id"
			if !undeclared && carried {
				out[finding(v.Rule, v.Span, v.Tag)] = true
			}
		case "trace-id-mismatch":
			out[finding(v.Rule, v.Span, v.Tag)] = true
		case "missing-parent":
			out[finding("unexpected-root", v.Span, "")] = true
		case "invalid-utf8", "ended-twice", "shadowed-tag":
			// What is emitted is right: the text is repaired, and there is no second span and no second tag.
		default:
			return nil, fmt.Errorf("cannot judge %q: the client reports %q, which is no rule of docs/runtime-contract.md", l.Name, v.Rule)
		}
	}
	return out, nil
}

// difference returns what is found and not wanted, and the other way round.
func (l *Line) difference(want map[string]bool, findings []trace.Finding) []string {
	found := map[string]bool{}
	for i := range findings {
		f := &findings[i]
		text := finding(f.Rule, f.Span, f.Tag)
		if service := finding(f.Rule, "", f.Tag); want[service] {
			text = service // a client names no span for a tag of the service, a finding each
		}
		found[text] = true
	}
	var out []string
	for _, text := range slices.Sorted(maps.Keys(found)) {
		if !want[text] {
			out = append(out, "the validator finds "+text+", which was not reported")
		}
	}
	for _, text := range slices.Sorted(maps.Keys(want)) {
		if !found[text] {
			out = append(out, "the validator does not find "+text)
		}
	}
	return out
}
