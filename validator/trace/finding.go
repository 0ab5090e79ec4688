package trace

import "time"

// Severity says how bad a finding is.
type Severity uint8

// The severities, the least first. Off is for options only: a rule that is off finds nothing.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// String returns off, info, warning or error.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "off"
}

// ParseSeverity reads off, info, warning or error.
func ParseSeverity(word string) (Severity, bool) {
	for _, s := range [...]Severity{Off, Info, Warning, Error} {
		if word == s.String() {
			return s, true
		}
	}
	return Off, false
}

// Finding is one mistake in the data: all records of one service and app version that break one rule at the same span and tag.
type Finding struct {
	Rule     string
	Severity Severity
	Flow     string // "" where it is not about a flow
	Span     string
	Tag      string
	Service  string
	Version  string // of the app: its tag app_version, else service.version; in unknown-version that of the flow
	Records  int64  // how many records break the rule; 0 where the mistake is that a record is missing
	Traces   int64  // in how many traces
	Places   int64  // how many places of inputs could not be read; else 0
	Message  string // one sentence without a full stop
	Spec     Place  // of the declaration in the spec that is broken
	// Suggestion is a name of the spec that may have been meant, or "".
	Suggestion string
	Examples   []Example // those of the earliest records, in the order of their times
	// FirstSeen and LastSeen are when the earliest and the latest record start that show the finding, in UTC. They are zero where
	// no record does, or none with a valid time.
	FirstSeen, LastSeen time.Time
	// Fingerprint names what is wrong in any run, on any machine: it depends on rule, flow, span and tag alone, and in never-seen on
	// the service. Findings of several services and versions have the same.
	Fingerprint string
	// Group is the Fingerprint of the finding that explains this one: its own where nothing else does.
	Group string
}

// Place is a place in a spec. Line and Column count from 1, columns in characters; a zero Line means unknown.
type Place struct {
	File   string
	Line   int
	Column int
}

// Example is one record that shows a finding.
type Example struct {
	TraceID  string // 32 hex digits, or "" where there is none
	SpanID   string // 16 hex digits, or "" where there is none
	Input    string // the name of the input
	Offset   int64  // in bytes, after decompression
	Line     int64  // from 1; 0 where the format has no lines
	Actual   string // what was seen
	Expected string // what the spec requires
}
