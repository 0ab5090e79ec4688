// Package report holds what validate and ci found as results of internal/output: laid out for people, as JSON, and as items
// with places. Like internal/output it writes to nothing but what it is given.
package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Findings is the result of validate.
type Findings struct {
	*validator.Result
	// FailOn is the severity from which on a finding fails the command; trace.Off is never.
	FailOn trace.Severity
	// Baseline is nil where there is none.
	Baseline *Comparison
	// Shown is what the page shows besides; nil where there is none.
	Shown  *Shown
	sample bool // one of several results, all of which Baseline is about
}

// standardInput is the name of standard input, which is not a file that a tool could open.
const standardInput = "-"

// severityOf returns a severity of findings as one of diagnostics. A finding is never off.
func severityOf(s trace.Severity) diag.Severity {
	switch s {
	case trace.Error:
		return diag.Error
	case trace.Warning:
		return diag.Warning
	}
	return diag.Info
}

// Items returns an item for each finding, at the place in the spec that asks for it: that place is the same in each run and
// in the repository, where inputs come and go. Inputs that could not be read have an item each.
func (f Findings) Items() []output.Item {
	items := make([]output.Item, 0, len(f.Findings))
	for i := range f.Findings {
		items = append(items, f.itemsOf(&f.Findings[i])...)
	}
	return append(items, f.interrupted()...)
}

// interrupted returns an item where the run ended before its inputs did.
func (f Findings) interrupted() []output.Item {
	if !f.Interrupted {
		return nil
	}
	return []output.Item{{
		Code: "validate/interrupted", Doc: "The run ended before its inputs did.", Severity: diag.Error, Effect: output.Stops,
		Message: "the run was interrupted, so only what was read until then was judged",
	}}
}

func (f Findings) itemsOf(finding *trace.Finding) []output.Item {
	rule, _ := validator.RuleByID(finding.Rule)
	if finding.Places > 0 {
		return f.unreadable(finding, rule)
	}
	item := itemOf(finding, rule)
	item.Effect, item.State = f.effectOf(finding), f.Baseline.state(finding.Fingerprint)
	if words := f.Baseline.words(finding.Fingerprint); words != "" {
		item.Remarks = append(item.Remarks, output.Remark{Label: "baseline", Text: words})
	}
	return []output.Item{item}
}

func itemOf(f *trace.Finding, rule validator.Rule) output.Item {
	item := output.Item{
		Code: f.Rule, Doc: rule.What, Severity: severityOf(f.Severity), Message: f.Message,
		Fingerprint: f.Fingerprint, Place: diag.Range{File: f.Spec.File, Start: diag.Position{Line: f.Spec.Line, Column: f.Spec.Column}},
	}
	if f.Group != f.Fingerprint {
		item.Cause = f.Group
	}
	remark := func(label, text string) {
		if text != "" {
			item.Remarks = append(item.Remarks, output.Remark{Label: label, Text: text})
		}
	}
	remark("in", about(f))
	if len(f.Examples) > 0 {
		first := f.Examples[0]
		remark("seen", first.Actual)
		remark("expected", first.Expected)
		remark("perhaps", f.Suggestion)
		where, which := examplePlace(first)
		remark("for one", strings.TrimSuffix(where+", "+which, ", "))
	} else {
		remark("perhaps", f.Suggestion)
	}
	remark("to do", rule.Fix)
	for _, e := range f.Examples {
		_, which := examplePlace(e)
		item.Related = append(item.Related, diag.Note{Range: inputRange(e.Input, e.Line), Message: which})
	}
	if item.Place.File == "" && len(item.Related) > 0 {
		item.Place = item.Related[0].Range
	}
	return item
}

// unreadable returns an item for each input that could not be read as a whole.
func (f Findings) unreadable(finding *trace.Finding, rule validator.Rule) []output.Item {
	var items []output.Item
	for i := range f.Inputs {
		in := &f.Inputs[i]
		if in.Broken == 0 {
			continue
		}
		items = append(items, output.Item{
			Code: finding.Rule, Doc: rule.What, Severity: severityOf(finding.Severity), Message: finding.Message, Fingerprint: finding.Fingerprint,
			Effect:  output.Stops,
			Place:   inputRange(in.File, in.Problem.Line),
			Remarks: []output.Remark{{Label: "seen", Text: problem(in)}, {Label: "to do", Text: rule.Fix}},
		})
	}
	return items
}

// inputRange returns a line of an input as a place. Of standard input there is none.
func inputRange(input string, line int64) diag.Range {
	if input == standardInput {
		return diag.Range{}
	}
	return diag.Range{File: input, Start: diag.Position{Line: int(line)}}
}

// about returns how many records and traces a finding has, and of which service and version.
func about(f *trace.Finding) string {
	text := amount(f.Records, f.Traces, f.Places)
	if f.Service != "" && text != "" {
		text += " from " + source(f)
	}
	return text
}

// amount says how many records and traces, or places. It is "" for none.
func amount(records, traces, places int64) string {
	if records > 0 && traces > 0 {
		return output.Count(records, "record") + " in " + output.Count(traces, "trace")
	}
	return measure(records, traces, places)
}

// measure says how many traces or else places or records. It is "" for none.
func measure(records, traces, places int64) string {
	switch {
	case traces > 0:
		return output.Count(traces, "trace")
	case places > 0:
		return output.Count(places, "place")
	case records > 0:
		return output.Count(records, "record")
	}
	return ""
}

// place is where something stands in an input.
func place(input string, line, offset int64) string {
	if line > 0 {
		input += ":" + strconv.FormatInt(line, 10)
	}
	return input + ", byte " + strconv.FormatInt(offset, 10)
}

// examplePlace says where an example stands, and which record it is.
func examplePlace(e trace.Example) (where, which string) {
	var ids []string
	if e.TraceID != "" {
		ids = append(ids, "trace "+e.TraceID)
	}
	if e.SpanID != "" {
		ids = append(ids, "span "+e.SpanID)
	}
	return place(e.Input, e.Line, e.Offset), strings.Join(ids, " ")
}

// problem returns why an input could not be read completely, and where. An input that cannot be read at all has no place.
func problem(in *validator.Input) string {
	where := in.File
	if in.Problem.Line > 0 || in.Problem.Offset > 0 {
		where = place(in.File, in.Problem.Line, in.Problem.Offset)
	}
	text := where + ": " + in.Problem.Message
	if in.Broken > 1 {
		text += fmt.Sprintf(" (and %s)", output.Count(in.Broken-1, "further place"))
	}
	return text
}
