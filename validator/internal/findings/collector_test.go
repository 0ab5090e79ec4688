package findings

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
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
	records, traces := map[record]bool{}, map[inTrace]bool{}
	for range 60_000 {
		k := Key{Rule: uint8(random.IntN(5)), Span: uint32(random.IntN(3))}
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
		const many = 200_000
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

// TestManyNames has more names and sources than are kept apart.
func TestManyNames(t *testing.T) {
	c := newCollector(t)
	for n := range maxNames + 50 {
		name := fmt.Appendf(nil, "%d", n)
		number, source := c.Name(name), c.Source(name, nil)
		if got := c.NameOf(number); got != string(name) && (n < maxNames-1 || got != others) {
			t.Fatalf("name %d is %q", n, got)
		}
		if got, _ := c.SourceOf(source); got != string(name) && (n < maxSources-1 || got != others) {
			t.Fatalf("source %d is %q", n, got)
		}
	}
	if len(c.nameList) > maxNames+1 || len(c.pairs) > maxSources+1 {
		t.Errorf("%d names, %d sources", len(c.nameList), len(c.pairs))
	}
}

// TestManyGroups has more findings than are kept apart: services go first, then names that nobody declared, while rules and
// declared names stay.
func TestManyGroups(t *testing.T) {
	c := newCollector(t)
	span, tag := c.Declare("span"), c.Declare("tag")
	report := func(k Key, n int) {
		t.Helper()
		if err := c.Report(k, Place{TraceID: id(1), Offset: int64(n)}, none); err != nil {
			t.Fatal(err)
		}
	}
	for n := range maxGroups + 1000 {
		undeclared := c.Name(fmt.Appendf(nil, "%d", n))
		report(Key{Rule: 1, Span: span, Tag: undeclared, Source: c.Source(fmt.Appendf(nil, "%d", n), nil)}, n)
	}
	for n := range 1000 {
		source := c.Source(fmt.Appendf(nil, "late %d", n), nil)
		report(Key{Rule: 2, Span: span, Tag: tag, Source: source}, n)
		report(Key{Rule: 3, Span: c.Name(fmt.Appendf(nil, "late span %d", n)), Tag: tag, Source: source}, n)
	}
	report(Key{Rule: 4}, 0) // of an input
	c.ReportAbsence(Key{Rule: 5, Span: span, Source: c.Source([]byte("late 1"), nil)}, none())
	others, anyone := c.Name([]byte(others)), c.Source([]byte(others), nil)
	got := findings(t, c)
	for k, want := range map[Key]int64{
		{Rule: 1, Span: span, Tag: others, Source: anyone}: 1000, {Rule: 2, Span: span, Tag: tag, Source: anyone}: 1000,
		{Rule: 3, Span: others, Tag: tag, Source: anyone}: 1000, {Rule: 4}: 1, {Rule: 5, Span: span, Source: c.Source([]byte("late 1"), nil)}: 0,
	} {
		if f := got[k]; f == nil || f.Records != want {
			t.Errorf("%+v: %+v, want %d records", k, f, want)
		}
	}
	if len(got) != maxGroups+5 {
		t.Errorf("%d findings", len(got))
	}
}
