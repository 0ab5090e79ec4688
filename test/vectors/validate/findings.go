package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/test/vectors"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// foreseen is what the validator finds in a case that no client can report when it emits. It is an item of findings.json or
// order-findings.json.
type foreseen struct {
	Name     string   `json:"name"`
	Whole    bool     `json:"whole"`    // the spans are a flow from its start to its end, and are validated as complete too
	Findings []string `json:"findings"` // rule, span and tag, with spaces between
}

// compare runs the validator on the spans of a case: on all of them as SpanEvents, on those that are sampled as OTLP. Its findings
// must be what the client reports and what is foreseen, neither more nor less, and what the client expects must be what the
// validator expects, word for word. It returns what differs.
func compare(v *validator.Validator, l *vectors.Line, also foreseen) ([]string, error) {
	want, err := reported(l)
	if err != nil {
		return nil, err
	}
	for _, finding := range also.Findings {
		if _, reported := want[finding]; !reported {
			want[finding] = nil
		}
	}
	unsampled, err := unsampledNames(l)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, in := range []input{
		{validator.SpanEvent, bytes.Join(asBytes(l.Spans), []byte("\n")), len(l.Spans), nil},
		{validator.OTLPJSON, l.OTLP, len(l.Spans) - len(l.Unsampled), unsampled},
	} {
		findings, err := find(v, l, in, validator.Options{Format: in.format, Incomplete: true, Examples: len(l.Spans) + 1})
		if err != nil {
			return nil, err
		}
		for _, text := range difference(want, findings, in.absent) {
			out = append(out, fmt.Sprintf("%s: %s: %s", l.Name, in.format, text))
		}
		if !also.Whole {
			continue
		}
		if findings, err = find(v, l, in, validator.Options{Format: in.format}); err != nil {
			return nil, err
		}
		for i := range findings {
			if f := &findings[i]; f.Severity > trace.Info {
				out = append(out, fmt.Sprintf("%s: %s: the whole flow breaks %s %s %s: %s", l.Name, in.format, f.Rule, f.Span, f.Tag, f.Message))
			}
		}
	}
	return out, nil
}

// input is what the validator is given of a case.
type input struct {
	format validator.Format
	data   []byte
	spans  int             // how many are in data
	absent map[string]bool // the names of the spans of which some are not in data
}

func asBytes(texts []json.RawMessage) [][]byte {
	out := make([][]byte, len(texts))
	for i, text := range texts {
		out[i] = text
	}
	return out
}

// lists returns the tags that are lists, each behind its span and a space.
func lists(l *vectors.Line) (map[string]bool, error) {
	out := map[string]bool{}
	for i, text := range l.Spans {
		var span struct {
			Name string
			Tags map[string]any
		}
		if err := json.Unmarshal(text, &span); err != nil {
			return nil, fmt.Errorf("cannot validate %q: span %d is no SpanEvent: %w; mend the driver", l.Name, i, err)
		}
		for tag, value := range span.Tags {
			if _, list := value.([]any); list {
				out[span.Name+" "+tag] = true
			}
		}
	}
	return out, nil
}

// unsampledNames returns the names of the spans that are not sampled.
func unsampledNames(l *vectors.Line) (map[string]bool, error) {
	out := map[string]bool{}
	for _, i := range l.Unsampled {
		if i < 0 || i >= len(l.Spans) {
			return nil, fmt.Errorf("cannot validate %q: there is no span %d that could be unsampled; mend the driver", l.Name, i)
		}
		var span struct{ Name string }
		if err := json.Unmarshal(l.Spans[i], &span); err != nil {
			return nil, fmt.Errorf("cannot validate %q: span %d is no SpanEvent: %w; mend the driver", l.Name, i, err)
		}
		out[span.Name] = true
	}
	return out, nil
}

func find(v *validator.Validator, l *vectors.Line, in input, options validator.Options) ([]trace.Finding, error) {
	result, err := v.Validate(context.Background(), l.Name, in.data, options)
	if err != nil {
		return nil, err
	}
	if read := result.Inputs[0]; !read.Complete || read.Records != int64(in.spans) {
		return nil, fmt.Errorf("cannot validate %q: %d spans in %s were read as %+v; see what the client wrote", l.Name, in.spans, in.format, read)
	}
	return result.Findings, nil
}

// finding is how findings are compared.
func finding(rule, span, tag string) string {
	return strings.TrimRight(rule+" "+span+" "+tag, " ")
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
func reported(l *vectors.Line) (expectations, error) {
	lists, err := lists(l)
	if err != nil {
		return nil, err
	}
	out := expectations{}
	for _, v := range l.Violations {
		switch v.Rule {
		case "tag-value":
			// Of the undeclared tags only the client asks that their numbers are finite; and the tag that gives the span's
			// trace is not among those that the span carries.
			undeclared := v.Expected == "a finite number"
			carried := v.Span != "notification:notify" || v.Tag != "notification_id"
			if !undeclared && carried {
				out.add(finding(v.Rule, v.Span, v.Tag), tagValue(v.Expected, v.Value, lists[v.Span+" "+v.Tag]))
			}
		case "trace-id-mismatch":
			out.add(finding(v.Rule, v.Span, v.Tag), v.Expected)
		case "missing-parent":
			out.add(finding("unexpected-root", v.Span, ""), v.Expected)
		case "invalid-utf8", "ended-twice", "end-before-start", "shadowed-tag":
			// What is emitted is right: the text is repaired, there is no second span and no second tag, and the end is behind the start.
		default:
			return nil, fmt.Errorf("cannot validate %q: the client reports %q, which is no rule of docs/runtime-contract.md", l.Name, v.Rule)
		}
	}
	return out, nil
}

// tagValue is a violation of a tag, or a finding, as text.
func tagValue(expected, value string, list bool) string {
	if list {
		return expected + ", not that list"
	}
	return fmt.Sprintf("%s, not %q", expected, value)
}

// words are the text of a finding that must be that of the violation. Of a trace id that does not match, the client expects the trace
// that the record is in, and the validator the one that the tag gives. Of a list, the client shows the item or the number of
// items, and the validator the list.
func words(rule string, example trace.Example) string {
	switch rule {
	case "tag-value":
		return tagValue(example.Expected, example.Actual, strings.HasPrefix(example.Actual, "["))
	case "trace-id-mismatch":
		return example.Actual
	}
	return example.Expected
}

// difference returns what is found and not wanted, the other way round, and where other words are expected. What is wanted of spans
// of which some are absent need not be found.
func difference(want expectations, findings []trace.Finding, absent map[string]bool) []string {
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
			found.add(text, words(f.Rule, example))
		}
	}
	var out []string
	for _, text := range slices.Sorted(maps.Keys(found)) {
		texts, wanted := want[text]
		switch {
		case !wanted:
			out = append(out, "the validator finds "+text+", which was not reported")
		case texts != nil && !maps.Equal(texts, found[text]) && !isAbout(text, absent):
			out = append(out, fmt.Sprintf("%s: the client expects %q, the validator %q", text,
				slices.Sorted(maps.Keys(texts)), slices.Sorted(maps.Keys(found[text]))))
		}
	}
	for _, text := range slices.Sorted(maps.Keys(want)) {
		if found[text] == nil && !isAbout(text, absent) {
			out = append(out, "the validator does not find "+text)
		}
	}
	return out
}

// isAbout reports whether a finding is about one of the spans.
func isAbout(finding string, spans map[string]bool) bool {
	_, about, _ := strings.Cut(finding, " ")
	for name := range spans {
		if about == name || strings.HasPrefix(about, name+" ") {
			return true
		}
	}
	return false
}
