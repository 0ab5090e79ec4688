package validator

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Options configure a run. The zero value expects complete data, and has the default severities and limits.
type Options struct {
	// Incomplete says that the inputs are only a part of what was emitted: rules about missing spans are off.
	Incomplete bool
	// Settle is for inputs that end now: in a trace whose newest record is closer than that to the end of the input, nothing is
	// reported as missing, as it may still come. The input ends with its newest record, those of a few clocks that run ahead
	// left out.
	Settle time.Duration
	// From and Until are for an input that is a window of a longer one: nothing is reported as missing from a trace with a record that
	// starts before From or ends after Until, as records of it may lie beyond the input. Reading a margin on both sides tells
	// which traces those are. The zero time is no bound. Times are from 1970 to 2262.
	From, Until time.Time
	// RequireCoverage makes the rule never-seen an error: every span, tag and service of the specs has to be in the inputs.
	RequireCoverage bool
	// Severity changes the severities of rules. Where several entries apply, the last one wins.
	Severity []Severity
	// Examples is how many examples a finding has at most; 0 means DefaultExamples. With many findings they have fewer, about 20,000 in
	// all: see LeftOut.
	Examples int
	// Memory is how many bytes the grouping of records takes in memory, above which it uses temporary files; 0 means DefaultMemory. All
	// else takes at most about 64 MiB, whatever the input. Up to 256 MiB it changes no byte of a result; above, larger traces are
	// checked as a whole.
	Memory int64
	// Jobs is how many goroutines judge records, 0 is one. Inputs that consist of many documents are cut for that, and several inputs are
	// read at the same time: see [Run.ReadAll]. It changes no byte of a result. Where Memory is too little for so many there are fewer.
	Jobs int
	// TempDir is the folder for temporary files; "" means the system's.
	TempDir string
	// Format is the format of all inputs, one of Formats; "" means that the format of each is detected from its bytes.
	Format Format
	// Funnel asks for Result.Funnel; nil does not.
	Funnel *FunnelOptions
	// Overview asks for Result.Overview.
	Overview bool

	seed uint64 // of the order of rows in a part; 0 for none
}

// setDefaults sets what is not set.
func (o *Options) setDefaults() {
	if o.Examples <= 0 {
		o.Examples = DefaultExamples
	}
	if o.Memory <= 0 {
		o.Memory = DefaultMemory
	}
	o.Jobs = min(max(o.Jobs, 1), engine.MostJobs(o.Memory))
}

// Severity sets the severity of a rule, for one span or for all.
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

// check returns an error for options that cannot be meant, such as a negative limit or an unknown rule.
func (o *Options) check(v *Validator) error {
	if o.Format != "" {
		if _, err := ParseFormat(string(o.Format)); err != nil {
			return err
		}
	}
	if !o.From.IsZero() && !o.Until.IsZero() && !o.From.Before(o.Until) {
		return fmt.Errorf("cannot read a window from %s until %s: it ends before it begins", o.From.Format(time.RFC3339), o.Until.Format(time.RFC3339))
	}
	if err := o.Funnel.check(v); err != nil {
		return err
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

// near suggests the word that was most likely meant, if any.
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

// forEngine returns the options of the engine.
func (o *Options) forEngine() engine.Options {
	out := engine.Options{
		Incomplete: o.Incomplete, Settle: o.Settle, From: o.From, Until: o.Until, RequireCoverage: o.RequireCoverage, Examples: o.Examples, Memory: o.Memory, TempDir: o.TempDir,
		Jobs: o.Jobs, Seed: o.seed,
	}
	for _, s := range o.Severity {
		out.Overrides = append(out.Overrides, rules.Override{Rule: s.Rule, Span: s.Span, Severity: s.Is})
	}
	return out
}
