package output

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/diag"
)

// Diagnostics is the result of check: what is wrong with specs.
type Diagnostics struct {
	// All is in the order in which it is printed; diag.List.Sorted gives the one that people expect.
	All []diag.Diagnostic
	// Sources has the texts of the files, for excerpts. A file that is not there gets none.
	Sources diag.Sources
	// Codes documents the codes, for formats that say what a code means.
	Codes []diag.CodeDoc
	// Flows are those about which there is nothing to say. The text has a line for each, unless it is to be quiet.
	Flows []Flow
}

// Flow is what a spec holds, in numbers.
type Flow struct {
	File    string `json:"file"`
	Name    string `json:"flow"`
	Version string `json:"version"`
	Spans   int    `json:"spans"`
	Tags    int    `json:"tags"`
	// Services are those that emit.
	Services int `json:"services"`
}

// Items returns the diagnostics.
func (d *Diagnostics) Items() []Item {
	docs := make(map[string]string, len(d.Codes))
	for _, code := range d.Codes {
		docs[code.Code] = code.Doc
	}
	items := make([]Item, 0, len(d.All))
	for i := range d.All {
		one := &d.All[i]
		items = append(items, Item{
			Code: one.Code, Doc: docs[one.Code], Severity: one.Severity, Message: one.Message, Place: one.Range,
			Remarks: remarks(one), Related: one.Notes, Fix: one.Fix,
			Effect: effectOf(one),
		})
	}
	return items
}

// Suites returns one suite, in which the specs without a mistake have passed.
func (d *Diagnostics) Suites() []Suite {
	suite := Suite{Name: "check", Items: d.Items()}
	for i := range d.Flows {
		suite.Passed = append(suite.Passed, d.Flows[i].File)
	}
	if len(d.Flows) == 1 {
		suite.Summary = d.Flows[0].Sentence()
	} else if len(d.Flows) > 1 {
		suite.Summary = Count(len(d.Flows), "flow") + " without a mistake"
	}
	return []Suite{suite}
}

func effectOf(d *diag.Diagnostic) Effect {
	switch {
	case IsUnreadable(d):
		return Stops
	case d.Severity == diag.Error:
		return Fails
	}
	return None
}

// IsUnreadable reports whether a diagnostic says that a file could not be read at all.
func IsUnreadable(d *diag.Diagnostic) bool {
	return slices.Contains([]string{"file/missing", "file/unreadable", "file/directory", "file/not-regular"}, d.Code)
}

// remarks returns what to do about a diagnostic.
func remarks(d *diag.Diagnostic) []Remark {
	var out []Remark
	for _, remark := range []Remark{{"write", d.Suggestion}, {"expected", d.Expected}, {"help", d.Help}} {
		if remark.Text != "" {
			out = append(out, remark)
		}
	}
	return out
}

// diagnosticsDocument is described by docs/check.schema.json.
type diagnosticsDocument struct {
	Diagnostics []DiagnosticDocument `json:"diagnostics"`
}

// DiagnosticDocument is a diagnostic in JSON. Every member but the fix is always there: an unknown position is 0, a missing text is
// empty. Where a diagnostic has no Expected, its Help takes that place.
type DiagnosticDocument struct {
	Code       string       `json:"code"`
	Severity   string       `json:"severity"`
	Message    string       `json:"message"`
	File       string       `json:"file"`
	Line       int          `json:"line"`
	Column     int          `json:"column"`
	EndLine    int          `json:"end_line"`
	EndColumn  int          `json:"end_column"`
	Expected   string       `json:"expected"`
	Suggestion string       `json:"suggestion"`
	Fix        *FixDocument `json:"fix,omitempty"`
}

// FixDocument is a fix in JSON.
type FixDocument struct {
	Title string         `json:"title"`
	Edits []EditDocument `json:"edits"`
}

// EditDocument is an edit of a fix in JSON.
type EditDocument struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

func fixDocument(fix *diag.Fix) *FixDocument {
	if fix == nil {
		return nil
	}
	out := &FixDocument{Title: fix.Title}
	for _, e := range fix.Edits {
		at := e.Range
		out.Edits = append(out.Edits, EditDocument{at.File, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column, e.Text})
	}
	return out
}

// Document returns the JSON document of check, which has no version.
func (d *Diagnostics) Document(string) any { return diagnosticsDocument{d.Documents()} }

// Documents returns the diagnostics for JSON.
func (d *Diagnostics) Documents() []DiagnosticDocument {
	out := make([]DiagnosticDocument, 0, len(d.All))
	for _, one := range d.All {
		out = append(out, DiagnosticDocument{
			Code:       one.Code,
			Severity:   one.Severity.String(),
			Message:    one.Message,
			File:       one.Range.File,
			Line:       one.Range.Start.Line,
			Column:     one.Range.Start.Column,
			EndLine:    one.Range.End.Line,
			EndColumn:  one.Range.End.Column,
			Expected:   cmp.Or(one.Expected, one.Help),
			Suggestion: one.Suggestion,
			Fix:        fixDocument(one.Fix),
		})
	}
	return out
}
