// Package findings collects what rules report: it groups reports by rule, span, tag, service and version, keeps the
// earliest examples, and counts records and traces exactly, each once, whatever the order of the reports.
//
// A report leaves a short row in a group.Store for the finding and the record, and one for the finding and the trace, as far
// as it counts them. Counting the distinct rows at the end gives the exact numbers, whatever rule reported them and in which order. The
// finding is a part of the rows' key, so that a million reports about one trace spread over the partitions like reports
// about a million traces.
//
// Memory is bounded. Of names that no spec declares, of services, of versions and of findings a sample is kept past a limit;
// the others are counted together under "(others)". What is in a sample depends on the set of what was offered, not on its
// order or the run: see sampleLevel. Rules and declared names are always kept apart. The number of examples of each finding
// falls with the number of findings.
package findings

import (
	"hash/maphash"
	"sync"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// The limits that keep data with very many names from filling the memory. None depends on the budget, so that the budget changes
// no byte of a report.
const (
	maxFindings = 6000  // about a source or an undeclared name
	maxUnnamed  = 2_000 // about an undeclared name, whatever the sources
	maxNames    = 2_000 // undeclared names of spans and tags
	maxServices = 1_000 // undeclared ones
	maxVersions = 5_000
	maxExamples = 20_000 // in all, about
	maxRecent   = 4096   // sources that are looked up without hashing them
	maxText     = 200    // bytes of a name, or of a text in an example
)

// others stands for what is not kept apart.
const others = "(others)"

var (
	othersHash = Hash([]byte(others))
	anySource  = Source{Service: othersHash}
)

// Key is what a finding is about. Span and Tag come from Name, 0 for none.
type Key struct {
	Rule     uint8
	Severity trace.Severity
	Flow     uint16 // 1 + the index in compiled.Flows.All; 0 for none
	Span     uint64
	Tag      uint64
	Source   Source
}

// hash returns a hash of a key that is the same in every run.
func (k Key) hash() uint64 {
	h := uint64(k.Rule) | uint64(k.Severity)<<8 | uint64(k.Flow)<<16
	for _, part := range [...]uint64{k.Span, k.Tag, k.Source.Service, k.Source.Version} {
		h = finish(h*0x9E3779B97F4A7C15 + part)
	}
	return h
}

// Place is where a record stands in the input, with its ids.
type Place struct {
	TraceID trace.ID
	SpanID  trace.SpanID
	Input   uint32
	Line    int64
	Offset  int64
	Time    int64 // when the record starts, in nanoseconds since 1970; 0 where that is not known
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
	First, Last     int64     // the earliest and the latest Place.Time; 0 where none is known
	Examples        []Example // the earliest first
	Absence         Detail    // of a finding that no record shows
	names           namesSeen
}

// seenAt notes the time of a record.
func (f *Finding) seenAt(time int64) {
	if time == 0 {
		return
	}
	if f.First == 0 || time < f.First {
		f.First = time
	}
	f.Last = max(f.Last, time)
}

// Detail returns the text of the finding: that of its first example.
func (f *Finding) Detail() Detail {
	if len(f.Examples) > 0 {
		return f.Examples[0].Detail
	}
	return f.Absence
}

// merge adds all that is known of another finding but its counts.
func (f *Finding) merge(g *Finding, keep int) {
	f.seenAt(g.First)
	f.seenAt(g.Last)
	f.names.merge(g.names)
	if len(f.Examples) == 0 && len(g.Examples) == 0 {
		f.Absence = g.Absence
	}
	for _, e := range g.Examples {
		f.show(e, keep)
	}
}

// Collector collects reports. It is not safe for concurrent use, but several collectors of one collection are: see Fork.
type Collector struct {
	*collection
	recent   map[string]Source // by the length of the service, service and version
	scratch  []byte
	marks    *group.Writer
	listener func(*Report)    // of Listen, or nil
	latest   [4096]occurrence // by hash, so that one that is recorded again and again is stored once
	seed     maphash.Seed
}

// collection is what was reported to all collectors that belong together. What they report is the same whoever reports it: a collector is
// one only for what it remembers by itself.
type collection struct {
	mu          sync.Mutex // of all that follows, until everything was reported
	most        int        // examples of a finding, whatever the number of findings
	trimmed     int        // how many they have at most, since they were last cut
	budget      int64
	dir         string
	names       texts
	services    texts
	versions    texts
	details     interned
	groups      map[Key]uint32 // the numbers of findings
	level       sampleLevel    // of the fine ones
	fine        int            // how many of those are kept
	unnamed     map[Key]struct{}
	unnamedAt   sampleLevel
	findings    []*Finding // by number; nil for one that became a part of another
	partOf      []uint32   // the number of that
	final       *final     // after Collected
	occurrences *group.Store
	overview    *Overview // of CountIn, or nil
	onFull      func(error)
}

// New returns a collector that keeps the given number of examples for each finding. Occurrences are counted in a store of its own,
// which holds budget bytes in memory and keeps the rest in a temporary file in dir.
func New(keep int, budget int64, dir string) *Collector {
	keep = max(keep, 1)
	return (&collection{
		most: keep, trimmed: keep, budget: budget, dir: dir, names: newTexts(maxNames), services: newTexts(maxServices), versions: newTexts(maxVersions),
		groups: map[Key]uint32{}, unnamed: map[Key]struct{}{}, occurrences: group.New(budget, dir),
	}).collector()
}

func (c *collection) collector() *Collector {
	return &Collector{collection: c, recent: map[string]Source{}, marks: c.occurrences.Writer(), seed: maphash.MakeSeed()}
}

// NoRoom sets what is called when occurrences cannot be put by on disk, as group.Store.NoRoom does. It must be called before the first report.
func (c *Collector) NoRoom(onFull func(error)) {
	c.onFull = onFull
	c.occurrences.NoRoom(onFull)
	if c.overview != nil {
		c.overview.noRoom(onFull)
	}
}

// newStore returns a store like that of the occurrences.
func (c *collection) newStore() *group.Store {
	s := group.New(c.budget, c.dir)
	s.NoRoom(c.onFull)
	return s
}

// Fork returns another collector of the same findings, for another goroutine. All have to be there before several goroutines report.
func (c *Collector) Fork() *Collector { return c.collector() }

// What a report counts.
const (
	countRecord = 1 << iota
	countTrace
)

// Report reports that a record breaks a rule. It calls detail only if the record is kept as an example.
func (c *Collector) Report(k Key, at Place, detail func() Detail) error {
	return c.report(k, at, countRecord|countTrace, 0, detail)
}

// ReportNaming is Report of a record that breaks the rule because of another one, which has the name.
func (c *Collector) ReportNaming(k Key, at Place, name []byte, detail func() Detail) error {
	return c.report(k, at, countRecord|countTrace, hashOf(name), detail)
}

// ReportTrace reports that a trace breaks a rule although none of its records does; at is the record to show.
func (c *Collector) ReportTrace(k Key, at Place, detail func() Detail) error {
	return c.report(k, at, countTrace, 0, detail)
}

// ReportInput reports a finding about a place in an input rather than about a record.
func (c *Collector) ReportInput(k Key, at Place, detail func() Detail) error {
	at.TraceID, at.SpanID = trace.ID{}, trace.SpanID{}
	return c.report(k, at, countRecord, 0, detail)
}

// ReportAbsence adds a finding that no record shows. There are as many as the spec has names, which are declared.
func (c *Collector) ReportAbsence(k Key, detail Detail) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, _ := c.group(k)
	f.Absence = detail
}

func (c *Collector) report(k Key, at Place, count byte, name uint64, detail func() Detail) error {
	if err := c.overview.add(k, at, count); err != nil {
		return err
	}
	c.tell(k, at, count, detail)
	n := c.add(k, at, name, detail)
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

// add adds a report to a finding, and returns the finding's number.
func (c *collection) add(k Key, at Place, name uint64, detail func() Detail) uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, n := c.group(k)
	f.names.add(name)
	f.seenAt(at.Time)
	c.example(f, at, detail)
	return n
}

// record stores an occurrence to be counted in the end, unless it was stored a moment ago.
func (c *Collector) record(o occurrence) error {
	if slot := &c.latest[maphash.Comparable(c.seed, o)%uint64(len(c.latest))]; *slot != o {
		*slot = o
		return c.marks.Add(o.key(), o.row())
	}
	return nil
}

// example keeps the earliest examples, one for each record.
func (c *collection) example(f *Finding, at Place, detail func() Detail) {
	keep := c.keep()
	if n := len(f.Examples); n >= keep && f.Examples[keep-1].compareRecord(at) < 0 {
		return
	}
	one := Example{at, detail()}
	one.Actual, one.Expected = Text([]byte(one.Actual)), c.details.text(long(one.Expected))
	one.Message, one.Suggestion = c.details.text(one.Message), c.details.text(one.Suggestion)
	f.show(one, keep)
}

// Close removes temporary files.
func (c *collection) Close() error { return c.occurrences.Close() }
