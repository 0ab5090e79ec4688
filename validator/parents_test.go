package validator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// severalSpec has spans below one of several others: in their own kind of trace, in another one, in either, and below none.
const severalSpec = `specgen: v1
flow: several
version: 1.0.0
brief: Steps that come after one of several others.
owners: [tests]
namespace: "several:"
traces:
  visit: { brief: A visit., sampling: 100% }
  order: { brief: An order., sampling: 100% }
  parcel: { brief: A parcel., sampling: 100% }
  look: { brief: A look., sampling: 10% }
services:
  shop: { brief: It sells. }
spans:
  "several:visited":
    brief: A root.
    trace: visit
    services: [shop]
    parent: none
    followed_by: { any_of: ["several:told"], within: 1h }
  "several:placed": { brief: Below another trace or a root., trace: order, services: [shop], parent: ["several:visited", none], occurs: once }
  "several:attempt": { brief: A try., trace: order, services: [shop], parent: ["several:placed", "several:attempt"] }
  "several:closed":
    brief: An end.
    trace: order
    services: [shop]
    parent: ["several:placed", "several:attempt"]
    followed_by: { any_of: ["several:told"], within: 1h }
  "several:checked":
    brief: One for each.
    trace: order
    services: [shop]
    parent: ["several:attempt", "several:closed"]
    occurs: { once_per: parent }
  "several:sent": { brief: Below another trace or its own., trace: parcel, services: [shop], parent: ["several:attempt", "several:returned"] }
  "several:returned": { brief: It comes back., trace: parcel, services: [shop], parent: "several:sent" }
  "several:told":
    brief: Below another trace, its own, or none.
    trace: order
    services: [shop]
    parent: ["several:visited", "several:closed", none]
    occurs: { at_most_once_per: parent }
    within: 1h
  "several:noted": { brief: Below what occurs once., trace: order, services: [shop], parent: ["several:visited", "several:placed"] }
  "several:looked": { brief: Not always kept., trace: look, services: [shop], parent: none }
  "several:asked": { brief: Below what may not be kept., trace: order, services: [shop], parent: ["several:looked", "several:placed"] }
  "several:billed": { brief: One for each., trace: parcel, services: [shop], parent: ["several:noted", "several:asked"], occurs: { once_per: parent } }
`

// The traces of a several.
const (
	visitTrace  = 10
	orderTrace  = 11
	parcelTrace = 12
	billTrace   = 13
)

// several is the records of one order of severalSpec, which no generated client emitted, by their span ids.
type several map[int]event

func newSeveral() several {
	s := several{}
	s.add("visited", visitTrace, 1, 0)
	s.add("placed", orderTrace, 2, 1)
	s.add("attempt", orderTrace, 3, 2)
	s.add("checked", orderTrace, 4, 3)
	s.add("attempt", orderTrace, 5, 3)
	s.add("checked", orderTrace, 6, 5)
	s.add("closed", orderTrace, 7, 5)
	s.add("checked", orderTrace, 8, 7)
	s.add("sent", parcelTrace, 9, 5)
	s.add("returned", parcelTrace, 10, 9)
	s.add("sent", parcelTrace, 11, 10)
	s.add("told", orderTrace, 12, 1)
	s.add("told", orderTrace, 13, 7)
	s.add("told", orderTrace, 14, 0)
	s.add("told", orderTrace, 15, 0)
	s.add("noted", orderTrace, 16, 2)
	s.add("noted", orderTrace, 17, 1)
	s.add("asked", orderTrace, 18, 2)
	for i := range 3 {
		s.add("billed", billTrace, 20+i, 16+i)
	}
	for i := range 3 { // which end when the input does: one alone would be taken for a clock that is ahead
		s.add("looked", 90+i, 90+i, 0)["timestamp"] = begin + day.Microseconds()
	}
	return s
}

// add adds a record whose parent is the record with a span id, or 0, in whatever trace that is.
func (s several) add(name string, traceID, spanID, parent int) event {
	e := event{
		"trace_id": fmt.Sprintf("%032x", traceID), "span_id": fmt.Sprintf("%016x", spanID), "name": "several:" + name, "service_name": "shop",
		"timestamp": begin + spanID, "duration": 1, "tags": map[string]any{},
	}
	s[spanID] = e
	s.move(spanID, parent)
	return e
}

// move puts a record below another one.
func (s several) move(spanID, parent int) {
	e := s[spanID]
	delete(e, "parent_id")
	delete(e, "parent_trace_id")
	if parent == 0 {
		return
	}
	e["parent_id"] = fmt.Sprintf("%016x", parent)
	if p := s[parent]; p != nil && p["trace_id"] != e["trace_id"] {
		e["parent_trace_id"] = p["trace_id"]
	}
}

// bare takes the names of the parents' traces off all records.
func (s several) bare() {
	for _, e := range s {
		delete(e, "parent_trace_id")
	}
}

func (s several) drop(spanIDs ...int) {
	for _, id := range spanIDs {
		delete(s, id)
	}
}

// numbered returns the records of the nth order, whose ids are of its own.
func (s several) numbered(n int) []event {
	out := s.all()
	for _, e := range out {
		for _, key := range []string{"trace_id", "span_id", "parent_id", "parent_trace_id"} {
			if id, ok := e[key].(string); ok {
				e[key] = fmt.Sprintf("%04x", n) + id[4:]
			}
		}
	}
	return out
}

// all returns the records by their span ids.
func (s several) all() []event {
	var ids []int
	for id := range s {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []event
	for _, id := range ids {
		out = append(out, s[id])
	}
	return out
}

// severalMutants are mistakes, with the findings that they are. Each is tried with the names of parents' traces and without, unless
// only those show it: a parent in another trace that has no such children is not looked up by its id alone, and a record of which is
// not known in which trace its parent is may be what follows any other one.
var severalMutants = []struct {
	name   string
	named  bool // only where the parents' traces are named
	mutate func(s several)
	want   []string // rule, span and counts
}{
	{"conforming", false, func(s several) {}, nil},
	{"a root where none is among the parents", false, func(s several) { s.move(2, 0) }, nil},
	{"below the try before", false, func(s several) { s.move(7, 3) }, nil},

	{"a wrong parent", false, func(s several) { s.move(5, 4) }, []string{`error wrong-parent several:attempt 1`}},
	{"a wrong parent, which is of another trace", true, func(s several) { s.move(7, 1) }, []string{`error wrong-parent several:closed 1`}},
	{"a wrong parent where two kinds of trace may have it", false, func(s several) { s.move(9, 17) }, []string{`error wrong-parent several:sent 1`}},
	{"a wrong parent where none is among them", true, func(s several) { s.move(12, 9) }, []string{
		`error missing-outcome several:visited 1`, `error wrong-parent several:told 1`,
	}},
	{"a parent of the own kind in another trace", false, func(s several) {
		s.add("returned", 77, 30, 11)
		s.add("sent", 77, 31, 5)
		s.move(30, 31)
		s.move(11, 30)
	}, []string{`error wrong-parent several:sent 1`}},

	{"no parent", false, func(s several) { s.move(3, 0) }, []string{`error unexpected-root several:attempt 1`}},
	{"no parent in two kinds of trace", false, func(s several) { s.move(9, 0) }, []string{`error unexpected-root several:sent 1`}},

	{"a parent that is lost", false, func(s several) { s.move(5, 99) }, []string{`error missing-parent several:attempt 1`}},
	{"a parent that is lost, in one of two kinds of trace", false, func(s several) { s.move(11, 99) }, []string{`error missing-parent several:sent 1`}},
	{"a parent that is lost, in another trace", false, func(s several) {
		s.move(9, 99)
		s[9]["parent_trace_id"] = s[3]["trace_id"]
	}, []string{`error missing-parent several:sent 1`}},
	{"a parent that is lost, where there may be none", false, func(s several) { s.move(13, 99) }, []string{`error missing-parent several:told 1`}},
	{"a parent that may not have been kept", false, func(s several) { s.move(18, 99) }, nil},
	{"a parent that occurs once is lost", false, func(s several) { s.drop(2) }, []string{`error too-few several:placed 0`}},

	{"a cycle", false, func(s several) { s.move(3, 5) }, []string{`error cycle several:attempt 1`}},
	{"late, below one of them", false, func(s several) { s[13]["timestamp"] = begin + 7_200_000_000 }, []string{`warning late several:told 1`}},
	{"late, below another one", false, func(s several) { s[12]["timestamp"] = begin + 7_200_000_000 }, []string{`warning late several:told 1`}},
	{"early, below one of them", false, func(s several) { s[11]["timestamp"] = begin - 200_000_000 }, []string{`warning out-of-order several:sent 1`}},
	{"early, in another trace", false, func(s several) { s[17]["timestamp"] = begin - 200_000_000 }, []string{`warning out-of-order several:noted 1`}},

	{"two below one of them", false, func(s several) { s.add("told", orderTrace, 30, 7) }, []string{`error too-many several:told 1`}},
	{"two below another one", false, func(s several) { s.add("told", orderTrace, 30, 1) }, []string{`error too-many several:told 1`}},
	{"two below another one, in two traces", false, func(s several) {
		s.add("placed", 78, 31, 0)
		s.add("told", 78, 30, 1)
	}, []string{`error too-many several:told 1`}},
	{"none below one of them", false, func(s several) { s.drop(4) }, []string{`error too-few several:checked 1`}},
	{"none below another one", false, func(s several) { s.drop(8) }, []string{`error too-few several:checked 1`}},
	{"none in another trace", false, func(s several) { s.drop(21) }, []string{`error too-few several:billed 1`}},

	{"nothing follows in another trace", false, func(s several) { s.drop(12) }, []string{`error missing-outcome several:visited 1`}},
	{"nothing follows", true, func(s several) { s.drop(13) }, []string{`error missing-outcome several:closed 1`}},
	{"what follows is a root", true, func(s several) { s.move(13, 0) }, []string{`error missing-outcome several:closed 1`}},
	{"what follows one follows another", true, func(s several) { s.move(13, 1); s.drop(12) }, []string{`error missing-outcome several:closed 1`}},
}

// severalForms writes the records in all forms that can hold the mistake.
func severalForms(mutate func(several), named bool) map[string][]byte {
	s, bare := newSeveral(), newSeveral()
	mutate(s)
	mutate(bare)
	bare.bare()
	forms := forms(s.all())
	if !named {
		forms["lines without the parents' traces"], forms["otlp without the parents' traces"] = lines(bare.all()), asOTLP(bare.all())
	}
	return forms
}

// briefly writes findings in short.
func briefly(r *validator.Result) (out []string) {
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s %s %d", f.Severity, f.Rule, f.Span, f.Records))
	}
	slices.Sort(out)
	return out
}

func TestOneOfSeveralParents(t *testing.T) {
	v := compileText(t, severalSpec)
	for _, m := range severalMutants {
		for form, data := range severalForms(m.mutate, m.named) {
			got := briefly(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}))
			if !slices.Equal(got, m.want) {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", m.name, form, strings.Join(got, "\n"), strings.Join(m.want, "\n"))
			}
		}
	}
}

// TestOneOfSeveralParentsInAnyOrder reads the records in many orders, with little memory.
func TestOneOfSeveralParentsInAnyOrder(t *testing.T) {
	v := compileText(t, severalSpec)
	random := rand.New(rand.NewPCG(5, 6))
	for _, m := range severalMutants {
		for _, bare := range []bool{false, true} {
			s := newSeveral()
			if m.mutate(s); bare {
				s.bare()
			}
			events := s.all()
			want := say(validate(t, v, lines(events), validator.Options{}))
			for range 4 {
				random.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
				if got := say(validate(t, v, lines(events), validator.Options{Memory: 1024, TempDir: t.TempDir()})); !slices.Equal(got, want) {
					t.Errorf("%s: in another order\n%s\nwant\n%s", m.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
		}
	}
}

// TestSeveralParentsAreNamed holds the words of findings.
func TestSeveralParentsAreNamed(t *testing.T) {
	v := compileText(t, severalSpec)
	for _, test := range []struct {
		mutate func(s several)
		want   string
	}{
		{func(s several) { s.move(5, 4) }, `has another parent than the spec has|several:checked|"several:placed" or "several:attempt"`},
		{func(s several) { s.move(13, 8) }, `has another parent than the spec has|several:checked|"several:visited" or "several:closed", or none`},
		{func(s several) { s.move(7, 1) }, `has a parent in another trace|0000000000000001 in trace 0000000000000000000000000000000a|"several:placed" or "several:attempt" in the same trace`},
		{func(s several) { s.add("returned", 77, 30, 31); s.add("sent", 77, 31, 5); s.move(11, 30) },
			`has a parent in another trace|several:returned in trace 0000000000000000000000000000004d|several:returned in the same trace`},
		{func(s several) { s.move(3, 0) }, `has no parent|no parent|several:placed or several:attempt`},
		{func(s several) { s.move(5, 99) }, `has a parent that is not in the input|no record 0000000000000063 in the trace|several:placed or several:attempt`},
	} {
		s := newSeveral()
		test.mutate(s)
		result := validate(t, v, lines(s.all()), validator.Options{Severity: []validator.Severity{seenOnly}})
		f := result.Findings[0]
		_, message, _ := strings.Cut(f.Message, `" `)
		if got := message + "|" + f.Examples[0].Actual + "|" + f.Examples[0].Expected; got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// TestSeveralParentsAndWhatMayStillCome asks for parents only where each of them would be known.
func TestSeveralParentsAndWhatMayStillCome(t *testing.T) {
	v := compileText(t, severalSpec)
	for _, bare := range []bool{false, true} {
		s := newSeveral()
		s.move(11, 99) // below its own trace, or another one
		s.move(5, 98)  // below its own trace
		if bare {
			s.bare()
		}
		for _, test := range []struct {
			opts validator.Options
			want int
		}{
			{validator.Options{}, 2}, {validator.Options{Incomplete: true}, 0}, {validator.Options{Settle: time.Hour}, 2}, {validator.Options{Settle: 2 * day}, 0},
		} {
			test.opts.Severity = []validator.Severity{seenOnly}
			if got := say(validate(t, v, lines(s.all()), test.opts)); len(got) != test.want {
				t.Errorf("%+v: %q", test.opts, got)
			}
		}
	}
}

// TestSeveralParentsAndTheirCause renames one of several parents, whose children stand under the new name and one level deeper.
func TestSeveralParentsAndTheirCause(t *testing.T) {
	var events []event
	for n := range 8 {
		s := newSeveral()
		for _, e := range s {
			if e["name"] == "several:attempt" {
				e["name"] = "several:atempt"
			}
		}
		events = append(events, s.numbered(n)...)
	}
	r := validate(t, compileText(t, severalSpec), lines(events), validator.Options{})
	var got []string
	for _, d := range r.Defects {
		f := r.Findings[d.Findings[0]]
		line := f.Rule + " " + strings.TrimPrefix(f.Span, "several:")
		if d.Cause >= 0 {
			line += " < " + r.Findings[r.Defects[d.Cause].Findings[0]].Rule
		}
		got = append(got, line)
	}
	want := []string{"unknown-span atempt", "wrong-parent checked < unknown-span", "wrong-parent closed < unknown-span", "wrong-parent sent < unknown-span",
		"never-seen attempt < unknown-span"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
