package validator

import (
	"time"

	"github.com/specgen/specgen/validator/trace"
)

// Options is how a run judges. The zero value is complete data, default severities and 256 MiB.
type Options struct {
	// Incomplete says that the input is a cut-out of what was emitted: then no finding rests on absence.
	Incomplete bool
	// Settle leaves traces open whose newest record is that close to the end of the input: what they lack may still come.
	// The input ends with its newest record, but for the few of clocks that run ahead by more than a day.
	Settle time.Duration
	// RequireCoverage makes never-seen an error.
	RequireCoverage bool
	// Severity changes how bad rules are. Where several fit, the last one counts.
	Severity []Severity
	// Examples is how many examples a finding keeps; 0 means 3.
	Examples int
	// Memory is how many bytes grouping may take before it goes on disk; 0 means 256 MiB.
	Memory int64
	// TempDir is the folder for what goes on disk; "" means the system's.
	TempDir string
	// Format is what inputs are written in: otlp-json or spanevent; "" means to find out from the bytes.
	Format string
	// Handler gets every finding when the run ends, before Finish returns; nil for none.
	Handler Handler
}

// Severity is how bad a rule is, for one span or for all.
type Severity struct {
	Rule string
	Span string // "" for every span
	Is   trace.Severity
}

// Handler gets findings: the worst first, then in an order that does not depend on that of the records.
type Handler interface {
	Finding(*trace.Finding)
}

// HandlerFunc is a function as a Handler.
type HandlerFunc func(*trace.Finding)

// Finding calls f.
func (f HandlerFunc) Finding(found *trace.Finding) { f(found) }

// The defaults of Options.
const (
	DefaultExamples = 3
	DefaultMemory   = 256 << 20
)
