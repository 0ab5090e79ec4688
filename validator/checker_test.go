package validator_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// handing is a sink that hands each record to a function.
type handing func(*trace.Record)

func (h handing) Record(r *trace.Record) error {
	h(r)
	return nil
}

func (handing) Broken(*trace.Problem) error { return nil }
func (handing) Skipped(int64)               {}

func eachRecord(t testing.TB, data []byte, do func(*trace.Record)) {
	t.Helper()
	if _, err := readers.Read(bytes.NewReader(data), readers.Options{}, handing(do)); err != nil {
		t.Fatal(err)
	}
}

func newChecker(t testing.TB, v *validator.Validator, report func(*validator.Breach)) *validator.Checker {
	t.Helper()
	c, err := v.NewChecker(validator.CheckerOptions{Report: report})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCheckerFindsWhatARunDoes holds a checker to a run over all samples: the same records break the same rules, with the same texts.
func TestCheckerFindsWhatARunDoes(t *testing.T) {
	ofRecords := validator.RecordRules()
	if len(ofRecords) < 20 {
		t.Fatalf("only %d rules are about records", len(ofRecords))
	}
	breaches := 0
	for _, s := range samples(t) {
		result := validate(t, s.v, s.data, validator.Options{Incomplete: true, Examples: 100})
		want, texts := map[string]int64{}, []string{}
		for _, f := range result.Findings {
			if !ofRecords[f.Rule] {
				continue
			}
			key := fmt.Sprintf("%s %s %q %q %q %q %q", f.Severity, f.Rule, f.Flow, f.Span, f.Tag, f.Service, f.Version)
			want[key] += f.Records
			texts = append(texts, key+f.Message+fmt.Sprint(f.Spec))
			for _, e := range f.Examples {
				want[key+e.TraceID+e.SpanID+e.Actual+e.Expected]++
			}
		}
		got, seen, flows := map[string]int64{}, map[string]bool{}, int64(0)
		var offset int64
		checker := newChecker(t, s.v, func(b *validator.Breach) {
			breaches++
			key := fmt.Sprintf("%s %s %q %q %q %q %q", b.Severity, b.Rule, b.Flow, b.Span, b.Tag, b.Service, b.Version)
			if !ofRecords[b.Rule] || seen[key+fmt.Sprint(offset)] {
				return // a run counts a record once
			}
			d := b.Detail()
			seen[key+fmt.Sprint(offset)], seen[key+d.Message+fmt.Sprint(d.Spec)] = true, true
			got[key]++
			got[key+idText(b.Record.TraceID)+idText(b.Record.SpanID)+d.Actual+d.Expected]++
		})
		eachRecord(t, s.data, func(r *trace.Record) {
			if offset = r.Offset; checker.Check(r) {
				flows++
			}
		})
		if flows != result.Summary.FlowRecords {
			t.Errorf("%s: %d records of flows, want %d", s.name, flows, result.Summary.FlowRecords)
		}
		for _, text := range texts { // that of one of the records
			if !seen[text] {
				t.Errorf("%s: no breach is %s", s.name, text)
			}
		}
		for key := range want {
			if got[key] != want[key] {
				t.Errorf("%s: %d of %s, want %d", s.name, got[key], key, want[key])
			}
			delete(got, key)
		}
		for key := range got {
			t.Errorf("%s: %s is no finding of a run", s.name, key)
		}
	}
	if breaches < 200 {
		t.Errorf("only %d breaches were compared", breaches)
	}
}

// idText writes an id as an example has it.
func idText(id interface {
	IsZero() bool
	String() string
}) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// TestCheckersAtOnce has several goroutines check at once, each with a checker of its own.
func TestCheckersAtOnce(t *testing.T) {
	v, data := compile(t, notificationSpec), lines(broken())
	counts := make([]int, 4)
	var all sync.WaitGroup
	for i := range counts {
		checker := newChecker(t, v, func(b *validator.Breach) {
			if b.Detail().Message != "" {
				counts[i]++
			}
		})
		all.Go(func() { eachRecord(t, data, func(r *trace.Record) { checker.Check(r) }) })
	}
	all.Wait()
	if slices.Min(counts) != slices.Max(counts) || counts[0] == 0 {
		t.Errorf("%d breaches", counts)
	}
}

// TestCheckerDeclared tells what a spec has from what data makes up.
func TestCheckerDeclared(t *testing.T) {
	v := compile(t, notificationSpec)
	declared := map[string]bool{}
	checker := newChecker(t, v, func(b *validator.Breach) { declared[b.Rule] = b.Declared })
	s := newNotification(1)
	s.sent.tags()["nobody_knows"] = 1
	s.read["name"] = "notification:raed"
	delete(s.notify.tags(), "team_id")
	eachRecord(t, lines(s.all()), func(r *trace.Record) { checker.Check(r) })
	if want := map[string]bool{"undeclared-tag": false, "unknown-span": false, "missing-tag": true}; !maps.Equal(declared, want) {
		t.Errorf("%v, want %v", declared, want)
	}
}

func TestCheckerOptions(t *testing.T) {
	v := compile(t, notificationSpec)
	_, err := v.NewChecker(validator.CheckerOptions{Severity: []validator.Severity{{Rule: "mising-tag"}}})
	if err == nil || !strings.Contains(err.Error(), "did you mean missing-tag?") {
		t.Error(err)
	}
	s := newNotification(1)
	delete(s.notify.tags(), "team_id")
	said := 0
	checker, err := v.NewChecker(validator.CheckerOptions{
		Severity: []validator.Severity{{Rule: "missing-tag", Is: trace.Off}}, Report: func(*validator.Breach) { said++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	eachRecord(t, lines(s.all()), func(r *trace.Record) { checker.Check(r) })
	if said > 0 {
		t.Errorf("a rule that is off spoke %d times", said)
	}
	eachRecord(t, lines(s.all()), func(r *trace.Record) { newChecker(t, v, nil).Check(r) })
}

// conforming returns a record that keeps the spec, which belongs to the caller.
func conforming(t testing.TB) *trace.Record {
	t.Helper()
	var one *trace.Record
	eachRecord(t, lines([]event{newNotification(1).sent}), func(r *trace.Record) { one = copyOf(r) })
	return one
}

func copyOf(r *trace.Record) *trace.Record {
	c := *r
	c.Name, c.Service = bytes.Clone(r.Name), bytes.Clone(r.Service)
	c.Flow, c.FlowVersion = bytes.Clone(r.Flow), bytes.Clone(r.FlowVersion)
	c.Links, c.Tags = slices.Clone(r.Links), slices.Clone(r.Tags)
	for i := range c.Tags {
		c.Tags[i].Key, c.Tags[i].Value.Text = bytes.Clone(c.Tags[i].Key), bytes.Clone(c.Tags[i].Value.Text)
	}
	return &c
}

// TestCheckerAllocatesNothing counts what a record costs that breaks no rule.
func TestCheckerAllocatesNothing(t *testing.T) {
	checker := newChecker(t, compile(t, notificationSpec), func(b *validator.Breach) { t.Errorf("%s: %+v", b.Rule, b.Detail()) })
	r := conforming(t)
	if n := testing.AllocsPerRun(1000, func() { checker.Check(r) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkChecker(b *testing.B) {
	checker, r := newChecker(b, compile(b, notificationSpec), nil), conforming(b)
	b.ReportAllocs()
	for b.Loop() {
		checker.Check(r)
	}
}
