// Package lint checks a flow whose names are resolved for what the language allows but cannot work or was most likely not meant. Each
// check is a file of its own, named like its code; checks.go is the table.
//
// A check sees the model alone, not YAML. It reports nothing that may follow from what could not be resolved
// (internal/gap, model.Entry.Gaps), because that was reported.
package lint

import (
	"slices"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// Env is what checks depend on besides the flow.
type Env struct {
	Today time.Time // of expires; only the day in UTC counts
	// ExpiresWithin is how long before the last day of an entry that is reported; 0 for never.
	ExpiresWithin time.Duration
}

// DefaultExpiresWithin is how long before its last day an entry is reported where specgen.yaml does not say.
const DefaultExpiresWithin = 30 * 24 * time.Hour

// Check is one thing that may be wrong with a flow.
type Check struct {
	Code     string // group/name, never changed once released
	Severity diag.Severity
	Doc      Doc
	run      func(*pass)
}

// Doc explains a check to whoever met its diagnostic.
type Doc struct {
	Title   string // what is wrong, in a few words
	Text    string // why it is wrong
	Example string // YAML that the check reports
	Fix     string // what to do
}

// Run returns the diagnostics of all checks, sorted. The flow may have errors, and may be nil.
func Run(flow *model.Flow, env Env) []diag.Diagnostic {
	if flow == nil {
		return nil
	}
	p := &pass{flow: flow, today: env.Today.UTC().Truncate(24 * time.Hour), expiresWithin: env.ExpiresWithin, facts: newFacts(flow)}
	for i := range checks {
		p.check = &checks[i]
		p.check.run(p)
	}
	return p.list.Sorted()
}

// Checks returns all checks in the order of the table.
func Checks() []Check { return append([]Check(nil), checks...) }

// Codes returns the codes of all diagnostics of this package, in order, with what each means in one line.
func Codes() []diag.CodeDoc {
	out := []diag.CodeDoc{{Code: CodeClash, Doc: "Two entries get one name in the code of a language, or one gets a name that is taken."}}
	out = append(out, releasedCodes...)
	for _, c := range checks {
		out = append(out, diag.CodeDoc{Code: c.Code, Doc: codegen.Title(c.Doc.Title) + "."})
	}
	slices.SortFunc(out, func(a, b diag.CodeDoc) int { return strings.Compare(a.Code, b.Code) })
	return out
}

// pass is one run of all checks over one flow.
type pass struct {
	flow          *model.Flow
	today         time.Time
	expiresWithin time.Duration
	facts         *facts
	check         *Check
	list          diag.List
}

// report adds a diagnostic of the check that runs.
func (p *pass) report(d diag.Diagnostic) {
	d.Code, d.Severity = p.check.Code, p.check.Severity
	p.list.Add(d)
}

// note is a second place for a diagnostic, or none where the place is unknown.
func note(at diag.Range, message string) []diag.Note {
	if !at.IsValid() {
		return nil
	}
	return []diag.Note{{Range: at, Message: message}}
}
