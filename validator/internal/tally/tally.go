// Package tally counts findings: it groups what rules report by rule, span, tag, service and version, keeps the first few
// examples, and counts records and traces exactly, each once, in whatever order they are reported.
package tally

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// The limits that keep hostile data from filling the memory: past them names are put together under Others.
const (
	fineGroups = 15_000 // past them a new finding is for all services and versions together
	maxGroups  = 20_000 // past them a new finding is for all names together that no spec declares
	maxNames   = 100_000
	maxSources = 50_000
	maxText    = 200 // bytes of a name, or of a text in an example
)

// Others stands for the names past the limits.
const Others = "(others)"

// Key is what a finding is about. Its numbers come from Name and Source; 0 means none.
type Key struct {
	Rule     uint8
	Severity trace.Severity
	Flow     uint16 // 1 + the family's index
	Span     uint32
	Tag      uint32
	Source   uint32
}

// Place is a record: where it stands and what it calls itself.
type Place struct {
	TraceID trace.ID
	SpanID  trace.SpanID
	Input   uint32
	Line    int64
	Offset  int64
}

// Detail is what only one example says.
type Detail struct {
	Actual, Expected string
	Message          string // of the finding
	Suggestion       string
	Spec             diag.Range
}

// Shown is an example with what it says about the finding.
type Shown struct {
	Place
	Detail
}

// Finding is all that was reported under one key.
type Finding struct {
	Key
	Records, Traces int64
	Examples        []Shown // by input and offset
	Absence         Detail  // of a finding that no record shows
}

// Detail returns what the finding says: that of its first example.
func (f *Finding) Detail() Detail {
	if len(f.Examples) > 0 {
		return f.Examples[0].Detail
	}
	return f.Absence
}

// Tally collects reports. It is not safe for concurrent use.
type Tally struct {
	keep     int
	names    map[string]uint32
	nameList []string
	declared uint32 // the last number of a declared name
	sources  map[string]uint32
	pairs    []pair
	scratch  []byte
	groups   map[Key]uint32
	findings []*Finding
	marks    *group.Store
	latest   [4096]mark // by hash, so that what is marked again and again is stored once
	seed     maphash.Seed
}

type pair struct{ service, version string }

// New returns a tally that keeps the given number of examples for each finding. Its marks are counted in a store of its
// own, with the given budget and folder.
func New(keep int, budget int64, dir string) *Tally {
	return &Tally{
		keep: max(keep, 1), names: map[string]uint32{}, nameList: []string{""}, sources: map[string]uint32{}, pairs: []pair{{}},
		groups: map[Key]uint32{}, marks: group.New(budget, dir), seed: maphash.MakeSeed(),
	}
}

// What a report counts.
const (
	countRecord = 1 << iota
	countTrace
)

// Report reports that a record breaks a rule. It calls detail only for an example that is kept.
func (t *Tally) Report(k Key, at Place, detail func() Detail) error {
	return t.report(k, at, countRecord|countTrace, detail)
}

// ReportTrace reports that a trace breaks a rule without a record that is wrong; at is the record to show.
func (t *Tally) ReportTrace(k Key, at Place, detail func() Detail) error {
	return t.report(k, at, countTrace, detail)
}

// ReportInput reports a finding about a place in an input, which is no record of a trace.
func (t *Tally) ReportInput(k Key, at Place, detail func() Detail) error {
	at.TraceID, at.SpanID = trace.ID{}, trace.SpanID{}
	return t.report(k, at, countRecord, detail)
}

// ReportAbsence adds a finding that no record shows.
func (t *Tally) ReportAbsence(k Key, detail Detail) {
	n, ok := t.groups[k]
	if !ok {
		n = t.add(k) // there are as many as the spec has names
	}
	t.findings[n].Absence = detail
}

func (t *Tally) report(k Key, at Place, count byte, detail func() Detail) error {
	f, n := t.group(k)
	t.example(f, at, detail)
	if count&countRecord != 0 {
		if err := t.mark(recordMark(n, at)); err != nil {
			return err
		}
	}
	if count&countTrace != 0 && !at.TraceID.IsZero() {
		return t.mark(traceMark(n, at.TraceID))
	}
	return nil
}

// mark puts a mark by to be counted, unless it is among those that were put by of late.
func (t *Tally) mark(m mark) error {
	if slot := &t.latest[maphash.Comparable(t.seed, m)%uint64(len(t.latest))]; *slot != m {
		*slot = m
		return t.marks.Add(m.key(), m.row())
	}
	return nil
}

// group returns the finding of a key, and its number. Past the limits it puts together what no spec bounds: never rules,
// nor the spans and tags that are declared.
func (t *Tally) group(k Key) (*Finding, uint32) {
	n, ok := t.groups[k]
	if !ok && len(t.findings) >= fineGroups && k.Source != 0 {
		k.Source = t.Source([]byte(Others), nil)
		n, ok = t.groups[k]
	}
	if !ok && len(t.findings) >= maxGroups {
		k.Span, k.Tag = t.declaredOr(k.Span), t.declaredOr(k.Tag)
		n, ok = t.groups[k]
	}
	if !ok {
		n = t.add(k)
	}
	return t.findings[n], n
}

func (t *Tally) add(k Key) uint32 {
	n := uint32(len(t.findings))
	t.groups[k] = n
	t.findings = append(t.findings, &Finding{Key: k})
	return n
}

// declaredOr returns the number of a name that a spec declares, else that of Others.
func (t *Tally) declaredOr(name uint32) uint32 {
	if name <= t.declared {
		return name
	}
	return t.Name([]byte(Others))
}

// example keeps the first examples by input and offset, one for each record. Where a record breaks a rule twice the text
// that sorts first is kept, so that the order of reports does not matter.
func (t *Tally) example(f *Finding, at Place, detail func() Detail) {
	if n := len(f.Examples); n >= t.keep && f.Examples[n-1].before(at) {
		return
	}
	one := Shown{at, detail()}
	one.Actual, one.Expected = Text([]byte(one.Actual)), long(one.Expected)
	i, same := slices.BinarySearchFunc(f.Examples, one, func(a, b Shown) int { return a.compare(b.Place) })
	switch {
	case same:
		if old := f.Examples[i]; cmp.Or(cmp.Compare(one.Actual, old.Actual), cmp.Compare(one.Expected, old.Expected)) < 0 {
			f.Examples[i] = one
		}
		return
	case len(f.Examples) < t.keep:
		f.Examples = append(f.Examples, one)
	}
	copy(f.Examples[i+1:], f.Examples[i:])
	f.Examples[i] = one
}

func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Input, q.Input), cmp.Compare(p.Offset, q.Offset))
}

func (p Place) before(q Place) bool { return p.compare(q) < 0 }

// Findings counts the marks and returns all findings, in no order that matters. It gives up when the context ends.
func (t *Tally) Findings(ctx context.Context) ([]*Finding, error) {
	var marks []mark
	err := t.marks.Each(func(pieces []group.Rows, _ int64) error { // what is left out is the same mark again
		if err := ctx.Err(); err != nil {
			return err
		}
		marks = marks[:0]
		for _, rows := range pieces {
			for len(rows) > 0 {
				var key [group.KeySize]byte
				var row []byte
				key, row, rows = rows.Next()
				marks = append(marks, readMark(key, row))
			}
		}
		t.count(marks)
		return nil
	})
	return t.findings, err
}

func (t *Tally) count(marks []mark) {
	slices.SortFunc(marks, mark.compare)
	for i, m := range marks {
		switch f := t.findings[m.finding]; {
		case i > 0 && marks[i-1] == m:
		case m.kind == ofTrace:
			f.Traces++
		default:
			f.Records++
		}
	}
}

// Close removes temporary files.
func (t *Tally) Close() error { return t.marks.Close() }
