// Package findings collects what rules report: it groups reports by rule, span, tag, service and version, keeps the first
// few examples, and counts records and traces exactly, each once, whatever the order of the reports.
//
// A report leaves a short row in a group.Store for the finding and the record, and one for the finding and the trace, as far
// as it counts them. Counting the distinct rows at the end gives the exact numbers, whatever rule reported them and in which order. The
// finding is a part of the rows' key, so that a million reports about one trace spread over the partitions like reports
// about a million traces.
//
// The number of distinct findings, names and services is limited. Past 15,000 findings a new one is for all services
// together, "(others)"; past 20,000 names that no spec declares are counted together too. Rules and declared names are
// always kept apart.
package findings

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// The limits that keep hostile data from filling the memory: above them names are counted together under others.
const (
	fineGroups = 15_000 // findings; above, a new one is about all services and versions together
	maxGroups  = 20_000 // findings; above, a new one is about all undeclared names together
	maxNames   = 100_000
	maxSources = 50_000
	maxText    = 200 // bytes of a name, or of a text in an example
)

// others stands for the names above the limits.
const others = "(others)"

// Key is what a finding is about. Its numbers come from Name and Source; 0 means none.
type Key struct {
	Rule     uint8
	Severity trace.Severity
	Flow     uint16 // 1 + the index in compiled.Flows.All; 0 for none
	Span     uint32
	Tag      uint32
	Source   uint32
}

// Place is where a record stands in the input, with its ids.
type Place struct {
	TraceID trace.ID
	SpanID  trace.SpanID
	Input   uint32
	Line    int64
	Offset  int64
}

// Detail is the text of a report. A finding has that of its first example.
type Detail struct {
	Actual, Expected string
	Message          string // of the finding
	Suggestion       string
	Spec             diag.Range
}

// Example is a record that shows a finding.
type Example struct {
	Place
	Detail
}

// Finding is all that was reported under one key.
type Finding struct {
	Key
	Records, Traces int64
	Examples        []Example // by input and offset
	Absence         Detail    // of a finding that no record shows
}

// Detail returns the text of the finding: that of its first example.
func (f *Finding) Detail() Detail {
	if len(f.Examples) > 0 {
		return f.Examples[0].Detail
	}
	return f.Absence
}

// Collector collects reports. It is not safe for concurrent use.
type Collector struct {
	keep        int
	names       map[string]uint32
	nameList    []string
	declared    uint32 // the last number of a declared name
	sources     map[string]uint32
	pairs       []pair
	scratch     []byte
	groups      map[Key]uint32
	findings    []*Finding
	occurrences *group.Store
	latest      [4096]occurrence // by hash, so that one that is recorded again and again is stored once
	seed        maphash.Seed
}

type pair struct{ service, version string }

// New returns a collector that keeps the given number of examples for each finding. Occurrences are counted in a store of its own,
// which holds budget bytes in memory and keeps the rest in a temporary file in dir.
func New(keep int, budget int64, dir string) *Collector {
	return &Collector{
		keep: max(keep, 1), names: map[string]uint32{}, nameList: []string{""}, sources: map[string]uint32{}, pairs: []pair{{}},
		groups: map[Key]uint32{}, occurrences: group.New(budget, dir), seed: maphash.MakeSeed(),
	}
}

// What a report counts.
const (
	countRecord = 1 << iota
	countTrace
)

// Report reports that a record breaks a rule. It calls detail only if the record is kept as an example.
func (c *Collector) Report(k Key, at Place, detail func() Detail) error {
	return c.report(k, at, countRecord|countTrace, detail)
}

// ReportTrace reports that a trace breaks a rule although none of its records does; at is the record to show.
func (c *Collector) ReportTrace(k Key, at Place, detail func() Detail) error {
	return c.report(k, at, countTrace, detail)
}

// ReportInput reports a finding about a place in an input rather than about a record.
func (c *Collector) ReportInput(k Key, at Place, detail func() Detail) error {
	at.TraceID, at.SpanID = trace.ID{}, trace.SpanID{}
	return c.report(k, at, countRecord, detail)
}

// ReportAbsence adds a finding that no record shows.
func (c *Collector) ReportAbsence(k Key, detail Detail) {
	n, ok := c.groups[k]
	if !ok {
		n = c.add(k) // there are as many as the spec has names
	}
	c.findings[n].Absence = detail
}

func (c *Collector) report(k Key, at Place, count byte, detail func() Detail) error {
	f, n := c.group(k)
	c.example(f, at, detail)
	if count&countRecord != 0 {
		if err := c.record(recordOccurrence(n, at)); err != nil {
			return err
		}
	}
	if count&countTrace != 0 && !at.TraceID.IsZero() {
		return c.record(traceOccurrence(n, at.TraceID))
	}
	return nil
}

// record stores an occurrence to be counted in the end, unless it was stored a moment ago.
func (c *Collector) record(o occurrence) error {
	if slot := &c.latest[maphash.Comparable(c.seed, o)%uint64(len(c.latest))]; *slot != o {
		*slot = o
		return c.occurrences.Add(o.key(), o.row())
	}
	return nil
}

// group returns the finding of a key, and its number. Above the limits it counts services, versions and undeclared names together, but
// never rules or declared spans and tags.
func (c *Collector) group(k Key) (*Finding, uint32) {
	n, ok := c.groups[k]
	if !ok && len(c.findings) >= fineGroups && k.Source != 0 {
		k.Source = c.Source([]byte(others), nil)
		n, ok = c.groups[k]
	}
	if !ok && len(c.findings) >= maxGroups {
		k.Span, k.Tag = c.declaredOr(k.Span), c.declaredOr(k.Tag)
		n, ok = c.groups[k]
	}
	if !ok {
		n = c.add(k)
	}
	return c.findings[n], n
}

func (c *Collector) add(k Key) uint32 {
	n := uint32(len(c.findings))
	c.groups[k] = n
	c.findings = append(c.findings, &Finding{Key: k})
	return n
}

// declaredOr returns the number of a name that a spec declares, else that of others.
func (c *Collector) declaredOr(name uint32) uint32 {
	if name <= c.declared {
		return name
	}
	return c.Name([]byte(others))
}

// example keeps the first examples by input and offset, one for each record. Where a record breaks a rule twice the text
// that sorts first is kept, so that the order of reports does not matter.
func (c *Collector) example(f *Finding, at Place, detail func() Detail) {
	if n := len(f.Examples); n >= c.keep && f.Examples[n-1].before(at) {
		return
	}
	one := Example{at, detail()}
	one.Actual, one.Expected = Text([]byte(one.Actual)), long(one.Expected)
	i, same := slices.BinarySearchFunc(f.Examples, one, func(a, b Example) int { return a.compare(b.Place) })
	switch {
	case same:
		if old := f.Examples[i]; cmp.Or(cmp.Compare(one.Actual, old.Actual), cmp.Compare(one.Expected, old.Expected)) < 0 {
			f.Examples[i] = one
		}
		return
	case len(f.Examples) < c.keep:
		f.Examples = append(f.Examples, one)
	}
	copy(f.Examples[i+1:], f.Examples[i:])
	f.Examples[i] = one
}

func (p Place) compare(q Place) int {
	return cmp.Or(cmp.Compare(p.Input, q.Input), cmp.Compare(p.Offset, q.Offset))
}

func (p Place) before(q Place) bool { return p.compare(q) < 0 }

// Findings counts the occurrences and returns all findings, in an unspecified order. It returns early, with the context's error, when
// the context ends.
func (c *Collector) Findings(ctx context.Context) ([]*Finding, error) {
	var occurrences []occurrence
	err := c.occurrences.Each(func(pieces []group.Rows, _ int64) error { // what is left out is the same occurrence again
		if err := ctx.Err(); err != nil {
			return err
		}
		occurrences = occurrences[:0]
		for _, rows := range pieces {
			for len(rows) > 0 {
				var key [group.KeySize]byte
				var row []byte
				key, row, rows = rows.Next()
				occurrences = append(occurrences, readOccurrence(key, row))
			}
		}
		c.count(occurrences)
		return nil
	})
	return c.findings, err
}

func (c *Collector) count(occurrences []occurrence) {
	slices.SortFunc(occurrences, occurrence.compare)
	for i, m := range occurrences {
		switch f := c.findings[m.finding]; {
		case i > 0 && occurrences[i-1] == m:
		case m.kind == ofTrace:
			f.Traces++
		default:
			f.Records++
		}
	}
}

// Close removes temporary files.
func (c *Collector) Close() error { return c.occurrences.Close() }
