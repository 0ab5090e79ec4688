package validator

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Options is how a run judges. The zero value is complete data, default severities and 256 MiB.
type Options struct {
	// Incomplete says that the input is a cut-out of what was emitted: rules about what is missing are off.
	Incomplete bool
	// Settle leaves traces open whose newest record is that close to the end of the input: what is missing in them may still
	// come. The input ends with its newest record; the few of clocks that run ahead by more than a day do not count.
	Settle time.Duration
	// RequireCoverage makes never-seen an error.
	RequireCoverage bool
	// Severity changes how bad rules are. Where several fit, the last one counts.
	Severity []Severity
	// Examples is how many examples a finding keeps; 0 means DefaultExamples.
	Examples int
	// Memory is how many bytes grouping may take before it goes on disk; 0 means DefaultMemory.
	Memory int64
	// TempDir is the folder for what goes on disk; "" means the system's.
	TempDir string
	// Format is what inputs are written in, one of Formats; "" means to find out from the bytes of each.
	Format Format
}

// Severity is how bad a rule is, for one span or for all.
type Severity struct {
	Rule string // the id of one of Rules
	Span string // the name of a span of a spec; "" for every span
	Is   trace.Severity
}

// The defaults of Options.
const (
	DefaultExamples = 3
	DefaultMemory   = 256 << 20
)

// check refuses what cannot be meant.
func (o *Options) check(v *Validator) error {
	if o.Format != "" {
		if _, err := ParseFormat(string(o.Format)); err != nil {
			return err
		}
	}
	for _, s := range o.Severity {
		if _, ok := RuleByID(s.Rule); !ok {
			return fmt.Errorf("cannot change the severity of the rule %q: there is none%s", s.Rule, near(s.Rule, ruleIDs()))
		}
		if s.Span != "" && !v.HasSpan(s.Span) {
			return fmt.Errorf("cannot change the severity of %s for the span %q: no flow has it%s", s.Rule, s.Span, near(s.Span, v.spans()))
		}
	}
	return nil
}

// near names the word that may have been meant, if any.
func near(word string, words []string) string {
	if meant := diag.Nearest(word, words); meant != "" {
		return fmt.Sprintf("; did you mean %s?", meant)
	}
	return ""
}

func ruleIDs() []string {
	var ids []string
	for _, r := range Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// forEngine returns the options that the engine has.
func (o *Options) forEngine() engine.Options {
	out := engine.Options{
		Incomplete: o.Incomplete, Settle: o.Settle, RequireCoverage: o.RequireCoverage, Examples: o.Examples, Memory: o.Memory, TempDir: o.TempDir,
	}
	for _, s := range o.Severity {
		out.Overrides = append(out.Overrides, rules.Override{Rule: s.Rule, Span: s.Span, Severity: s.Is})
	}
	return out
}
