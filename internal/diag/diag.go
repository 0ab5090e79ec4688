// Package diag has the diagnostics about a spec: place in the source, severity, message and suggestion. It depends neither on YAML
// nor on flows. internal/output prints diagnostics.
package diag

import "sort"

// Position is a place in a source text. Line and Column count from 1, columns in characters (Unicode code points), as
// editors show them. The zero Position means unknown; it is never replaced by 1:1.
type Position struct {
	Line   int
	Column int
}

// IsValid reports whether the position is known.
func (p Position) IsValid() bool { return p.Line > 0 }

// Before reports whether p stands before q in the same file.
func (p Position) Before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// Range is a stretch of one source file, End exclusive. The zero Range means unknown.
type Range struct {
	File  string // the path as the user would name it
	Start Position
	End   Position
}

// IsValid reports whether the range is known.
func (r Range) IsValid() bool { return r.File != "" && r.Start.IsValid() }

// Severity says whether a diagnostic stops the work.
type Severity uint8

// The severities, the least first.
const (
	Info Severity = iota + 1
	Warning
	Error
)

// String returns info, warning or error.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "unknown"
}

// Diagnostic is one thing that is wrong with a spec.
type Diagnostic struct {
	// Code is group/name, for example yaml/duplicate-key or tag/unknown. Codes never change.
	Code     string
	Severity Severity
	Range    Range
	// Message is one sentence without a full stop: what is wrong, with the value as it is written in the source.
	Message string
	// Expected says what would be right here, for example "one of id, string, int". May be empty.
	Expected string
	// Suggestion is the text to write instead of what Range covers, where a near one is known. May be empty.
	Suggestion string
	// Help says what to do, where Expected and Suggestion do not. May be empty.
	Help string
	// Fix says how to change the files so that the diagnostic is gone, where that is safe. May be nil.
	Fix *Fix
	// Notes are second places: the first of two duplicates, the span that clashes.
	Notes []Note
}

// Note is a further place that a diagnostic refers to.
type Note struct {
	Range   Range
	Message string
}

// Fix is a change of sources after which a diagnostic is gone.
type Fix struct {
	Title string // what it does, such as "write kotlin"
	Edits []Edit // which do not overlap
}

// Edit puts a text in the place of what stands in a range.
type Edit struct {
	Range Range
	Text  string
}

// CodeDoc is what a code means, in one line.
type CodeDoc struct {
	Code string
	Doc  string
}

// List collects diagnostics. Its zero value is ready; stages append to it and none stops at the first.
type List struct {
	all  []Diagnostic
	seen map[diagnosticKey]bool
}

type diagnosticKey struct {
	code, message string
	at            Range
}

// Add appends d, unless the list has a diagnostic with the same code, range and message.
func (l *List) Add(d Diagnostic) {
	key := diagnosticKey{d.Code, d.Message, d.Range}
	if l.seen[key] {
		return
	}
	if l.seen == nil {
		l.seen = make(map[diagnosticKey]bool)
	}
	l.seen[key] = true
	l.all = append(l.all, d)
}

// AddAll appends every diagnostic of ds.
func (l *List) AddAll(ds []Diagnostic) {
	for _, d := range ds {
		l.Add(d)
	}
}

// Sorted returns the diagnostics by file, position and code, so that the output never depends on map order.
func (l *List) Sorted() []Diagnostic {
	out := append([]Diagnostic(nil), l.all...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Range.File != b.Range.File:
			return a.Range.File < b.Range.File
		case a.Range.Start != b.Range.Start:
			return a.Range.Start.Before(b.Range.Start)
		case a.Code != b.Code:
			return a.Code < b.Code
		}
		return a.Message < b.Message
	})
	return out
}

// Count returns how many diagnostics have the severity s.
func (l *List) Count(s Severity) int {
	n := 0
	for _, d := range l.all {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether anything in the list stops the work.
func (l *List) HasErrors() bool { return l.Count(Error) > 0 }
