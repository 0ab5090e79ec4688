package findings

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

func none() Detail { return Detail{} }

func id(n uint64) (id trace.ID) {
	binary.BigEndian.PutUint64(id[8:], n)
	return id
}

// newCollector returns a collector with little memory, which the test closes.
func newCollector(t *testing.T) *Collector {
	t.Helper()
	c := New(3, 1, t.TempDir())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// findings counts and returns the findings by their keys.
func findings(t *testing.T, c *Collector) map[Key]*Finding {
	t.Helper()
	list, err := c.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[Key]*Finding{}
	for _, f := range list {
		out[f.Key] = f
	}
	return out
}

// TestCounts reports at random, often the same again, and counts with maps.
func TestCounts(t *testing.T) {
	c := newCollector(t)
	random := rand.New(rand.NewPCG(1, 2))
	type record struct {
		Key
		input  uint32
		offset int64
	}
	type inTrace struct {
		Key
		id trace.ID
	}
	declared := []uint64{0, c.Declare("a"), c.Declare("b")}
	records, traces := map[record]bool{}, map[inTrace]bool{}
	for range 60_000 {
		k := Key{Rule: uint8(random.IntN(5)), Span: declared[random.IntN(3)]}
		at := Place{TraceID: id(random.Uint64N(400)), Input: uint32(random.IntN(3)), Offset: random.Int64N(500)}
		var err error
		switch random.IntN(3) {
		case 0:
			err = c.Report(k, at, none)
			records[record{k, at.Input, at.Offset}] = true
		case 1:
			err = c.ReportTrace(k, at, none)
		case 2:
			err, at.TraceID = c.ReportInput(k, at, none), trace.ID{}
			records[record{k, at.Input, at.Offset}] = true
		}
		if err != nil {
			t.Fatal(err)
		}
		if !at.TraceID.IsZero() {
			traces[inTrace{k, at.TraceID}] = true
		}
	}
	want := map[Key][2]int64{}
	for r := range records {
		n := want[r.Key]
		want[r.Key] = [2]int64{n[0] + 1, n[1]}
	}
	for r := range traces {
		n := want[r.Key]
		want[r.Key] = [2]int64{n[0], n[1] + 1}
	}
	got := findings(t, c)
	for k, n := range want {
		if f := got[k]; f == nil || f.Records != n[0] || f.Traces != n[1] {
			t.Errorf("%+v: %+v, want %v", k, f, n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d findings, want %d", len(got), len(want))
	}
}

// TestOccurrencesSpread has very many occurrences of one trace, or of none: no key has many of them, so that every partition is small,
// and what is said of a trace again and again is stored once.
func TestOccurrencesSpread(t *testing.T) {
	for name, at := range map[string]Place{"one trace": {TraceID: id(7)}, "no trace": {}} {
		c := newCollector(t)
		many := 200_000
		if testing.Short() {
			many /= 10
		}
		for n := range int64(many) {
			at.Offset = n
			if err := c.Report(Key{Rule: uint8(n % 3)}, at, none); err != nil {
				t.Fatal(err)
			}
		}
		if most := many*(4+16+occurrenceRow) + 10_000; c.occurrences.Spilled() > int64(most) {
			t.Errorf("%s: %d bytes of occurrences, want at most %d", name, c.occurrences.Spilled(), most)
		}
		largest := 0
		err := c.occurrences.Each(func(pieces []group.Rows, left int64) error {
			size := 0
			for _, p := range pieces {
				size += len(p)
			}
			largest = max(largest, size)
			if left > 0 {
				return fmt.Errorf("%d occurrences left out", left)
			}
			return nil
		})
		if err != nil || largest > 64<<10 {
			t.Errorf("%s: %v, a partition of %d bytes", name, err, largest)
		}
	}
}

// TestLongNames has names and services that begin alike and are cut off: each has one number and one look of its own, in
// whole characters.
func TestLongNames(t *testing.T) {
	c := newCollector(t)
	for _, length := range []int{198, 300, 5000} {
		for _, first := range []string{"", "a"} { // "ä" has two bytes, of which 200 may be either
			begins := first + strings.Repeat("ä", length)
			names, sources := map[string]bool{}, map[string]bool{}
			for n := range 3 {
				name := fmt.Appendf(nil, "%s%d", begins, n)
				number, source := c.Name(name), c.Source(name, name)
				for range 5 {
					if c.Name(name) != number || c.Source(name, name) != source {
						t.Fatalf("%d: another number for the same name", length)
					}
				}
				service, version := c.SourceOf(source)
				if text := c.NameOf(number); text != service || text != version || !utf8.ValidString(text) || len(text) > maxText+20 {
					t.Errorf("%d: %q, %q, %q", length, text, service, version)
				}
				names[c.NameOf(number)], sources[service] = true, true
			}
			if len(names) != 3 || len(sources) != 3 {
				t.Errorf("%d: %d names and %d services of 3", length, len(names), len(sources))
			}
		}
	}
}

// names of a kind, by their numbers.
func numbered(kind string, n int) []byte { return fmt.Appendf(nil, "%s %d", kind, n) }

// TestSamplesDoNotDependOnTheOrder has more names, services, versions and findings than are kept apart, in several orders: the
// findings are the same, with the same counts and examples. Declared names are always kept.
func TestSamplesDoNotDependOnTheOrder(t *testing.T) {
	const many = 30_000
	type report struct {
		key  func(c *Collector) Key
		at   Place
		said string
	}
	var reports []report
	for n := range many {
		at := Place{TraceID: id(uint64(1 + n%7000)), Offset: int64(n), Time: int64(1 + n%1000)}
		reports = append(reports,
			report{func(c *Collector) Key { // versions
				return Key{Rule: 1, Span: c.Name([]byte("span")), Source: c.Source([]byte("declared"), numbered("version", n%12_000))}
			}, at, "version"},
			report{func(c *Collector) Key { // names
				return Key{Rule: 2, Span: c.Name([]byte("span")), Tag: c.Name(numbered("tag", n%6000)), Source: c.Source([]byte("declared"), nil)}
			}, at, fmt.Sprint("name ", n%3)},
			report{func(c *Collector) Key { // services, names and versions
				return Key{Rule: 3, Span: c.Name(numbered("span", n%50)), Tag: c.Name([]byte("tag")), Source: c.Source(numbered("service", n%1500), numbered("version", n%11))}
			}, at, "service"},
			report{func(c *Collector) Key { return Key{Rule: 4, Span: c.Name([]byte("span"))} }, at, fmt.Sprint(n % 5)},
		)
	}
	reports = append(reports, reports[:1000]...)
	random := rand.New(rand.NewPCG(5, 6))
	var want string
	rounds := 4
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		c := New(3, 1<<20, t.TempDir())
		defer c.Close()
		c.Declare("span")
		c.Declare("tag")
		c.DeclareService("declared")
		switch round {
		case 1:
			slices.Reverse(reports)
		case 2, 3:
			random.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
		}
		for _, r := range reports {
			if err := c.Report(r.key(c), r.at, func() Detail { return Detail{Actual: r.said} }); err != nil {
				t.Fatal(err)
			}
		}
		c.ReportAbsence(Key{Rule: 5, Source: c.Source([]byte("declared"), nil)}, Detail{Message: "absent"})
		got := describe(t, c)
		if round == 0 {
			want = got
			checkTotals(t, c, many)
		}
		if got != want {
			t.Fatalf("round %d differs: %s", round, firstDifference(got, want))
		}
		if out := c.LeftOut(); out.Names < 3000 || out.Names > 5500 || out.Versions < 5000 || out.Services < 200 || out.Findings < 3000 || out.Examples != 0 {
			t.Errorf("left out: %+v", out)
		}
	}
}

// describe writes all findings with what is known of them, sorted.
func describe(t *testing.T, c *Collector) string {
	t.Helper()
	list, err := c.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range list {
		service, version := c.SourceOf(f.Source)
		line := fmt.Sprintf("%d %q %q %q %q: %d records, %d traces, %d to %d", f.Rule, c.NameOf(f.Span), c.NameOf(f.Tag), service, version, f.Records, f.Traces, f.First, f.Last)
		for _, e := range f.Examples {
			line += fmt.Sprintf(" [%d %d %x %s]", e.Time, e.Offset, e.TraceID, e.Actual)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "\n" + a[i] + "\nwant\n" + b[i]
		}
	}
	return fmt.Sprintf("%d findings, want %d", len(a), len(b))
}

// checkTotals checks that nothing is lost: of each rule as many records as were reported.
func checkTotals(t *testing.T, c *Collector, many int64) {
	t.Helper()
	records := map[uint8]int64{}
	for _, f := range c.Collected() {
		records[f.Rule] += f.Records
	}
	for rule := range uint8(4) {
		if records[rule+1] != many {
			t.Errorf("rule %d: %d records, want %d", rule+1, records[rule+1], many)
		}
	}
	if n := len(c.Collected()); n < maxFindings/4 || n > maxFindings+maxUnnamed+1000 {
		t.Errorf("%d findings", n)
	}
}

// TestMemoryOfMany has very many versions and names, of which little is kept, in the order that is worst: of falling hashes.
func TestMemoryOfMany(t *testing.T) {
	c := New(3, 1<<20, t.TempDir())
	defer c.Close()
	c.Declare("span")
	sorted := make([][]byte, 200_000)
	for n := range sorted {
		sorted[n] = numbered("version", n)
	}
	slices.SortFunc(sorted, func(a, b []byte) int { return cmp.Compare(Hash(b), Hash(a)) })
	for n, version := range sorted {
		k := Key{Rule: 1, Span: c.Name([]byte("span")), Tag: c.Name(version), Source: c.Source([]byte("service"), version)}
		if err := c.Report(k, Place{TraceID: id(1), Offset: int64(n)}, none); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.versions.others) > maxVersions || len(c.names.others) > maxNames || len(c.groups) > maxFindings+maxUnnamed+10 || len(c.findings) > 20*maxFindings {
		t.Errorf("%d versions, %d names, %d groups, %d numbers", len(c.versions.others), len(c.names.others), len(c.groups), len(c.findings))
	}
}

// TestExamplesShareALimit has findings with many examples each: with more findings they have fewer, whatever the order.
func TestExamplesShareALimit(t *testing.T) {
	for _, test := range []struct{ findings, want int }{{10, 100}, {200, 100}, {1000, 20}, {5000, 4}} {
		if testing.Short() && test.findings > 1000 {
			continue
		}
		c := New(100, 1<<20, t.TempDir())
		defer c.Close()
		for n := range test.findings * 110 {
			i := n % test.findings
			at := Place{TraceID: id(uint64(1 + n)), Offset: int64(n), Time: int64(1_000_000_000 - n)}
			if err := c.Report(Key{Rule: 1, Tag: Hash([]byte("tag")), Source: c.Source([]byte("s"), numbered("version", i))}, at, none); err != nil {
				t.Fatal(err)
			}
		}
		kept, held := 0, 0
		for _, f := range c.findings {
			held += cap(f.Examples)
		}
		for _, f := range c.Collected() {
			kept = max(kept, len(f.Examples))
			for i := 1; i < len(f.Examples); i++ {
				if f.Examples[i-1].Time >= f.Examples[i].Time {
					t.Fatal("not the earliest first")
				}
			}
		}
		if kept != test.want || held > 5*maxExamples {
			t.Errorf("%d findings: %d examples, want %d; room for %d", test.findings, kept, test.want, held)
		}
		if out := c.LeftOut().Examples; out != 0 && out != test.want || out == 0 && test.want != 100 {
			t.Errorf("%d findings: left out %d", test.findings, out)
		}
	}
}
