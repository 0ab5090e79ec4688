package validator_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/validator"
)

// sample is data that is held to a spec.
type sample struct {
	name string
	v    *validator.Validator
	data []byte
}

// samples returns all mutants of rules, each by itself and those of one spec together, and all sample traces.
func samples(t *testing.T) []sample {
	t.Helper()
	notification, shop, remote := compile(t, notificationSpec), compileText(t, rulesSpec), compileText(t, remoteSpec)
	var out []sample
	var all, allOrders []event
	for _, m := range mutants {
		events := m.events()
		all = append(all, events...)
		out = append(out, sample{m.rule + ": " + m.name, notification, lines(events)})
	}
	for _, m := range otherMutants {
		events := m.events()
		allOrders = append(allOrders, events...)
		for form, data := range m.forms() {
			out = append(out, sample{m.rule + ": " + m.name + ", " + form, shop, data})
		}
	}
	out = append(out, sample{"all mutants", notification, lines(all)}, sample{"all mutants of orders", shop, lines(allOrders)})
	outcomes := compileText(t, outcomesSpec)
	for _, m := range outcomeMutants {
		p := newParcel()
		m.mutate(p)
		out = append(out, sample{"outcomes: " + m.name, outcomes, lines(p.all())})
	}
	several := compileText(t, severalSpec)
	for _, m := range severalMutants {
		for form, data := range severalForms(m.mutate, false) {
			out = append(out, sample{"several: " + m.name + ", " + form, several, data})
		}
	}
	for _, form := range remoteForms {
		for name, events := range remoteEvents(form.named) {
			out = append(out, sample{form.name + ": " + name, remote, form.write(events)})
		}
	}
	err := filepath.WalkDir("../testdata/traces", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		out = append(out, sample{path, notification, data})
		return err
	})
	if err != nil || len(out) < 100 {
		t.Fatalf("%d samples, %v", len(out), err)
	}
	return out
}

// TestRulesDoNotDependOnTheirOrder runs the rules in many orders: the findings are the same bytes.
func TestRulesDoNotDependOnTheirOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, s := range samples(t) {
		for _, opts := range []validator.Options{{Examples: 1000}, {Examples: 1, Memory: 1024, Incomplete: true}} {
			want := inJSON(t)(s.v.Validate(t.Context(), s.name, s.data, opts))
			for range 4 {
				if got := inJSON(t)(s.v.ValidateShuffled(s.name, s.data, opts, random)); got != want {
					t.Fatalf("%s: in another order\n%s\nwant\n%s", s.name, got, want)
				}
			}
		}
	}
}

// inJSON writes a result.
func inJSON(t *testing.T) func(*validator.Result, error) string {
	return func(r *validator.Result, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
}

// TestRulesNeedWhatTheySay asks each rule without one of the conditions that it says it needs: in some sample it then reports
// something else, or fails for want of it.
func TestRulesNeedWhatTheySay(t *testing.T) {
	all := samples(t)
	tried := 0
	for _, need := range validator.Needs() {
		if need.IsKnownOtherwise() {
			continue
		}
		tried++
		if !makesADifference(t, need, all) {
			t.Errorf("%s, which makes no difference", need)
		}
	}
	if tried < 15 {
		t.Errorf("only %d needs were tried", tried)
	}
}

func makesADifference(t *testing.T, need validator.Need, all []sample) (differs bool) {
	t.Helper()
	for _, s := range all {
		for _, opts := range []validator.Options{{}, {Incomplete: true}} {
			with := inJSON(t)(s.v.ValidateWith(need, s.name, s.data, opts))
			if differs = without(t, need, s, opts) != with; differs {
				return true
			}
		}
	}
	return false
}

// without returns the result without the need, or "" where the rule fails.
func without(t *testing.T, need validator.Need, s sample, opts validator.Options) (got string) {
	t.Helper()
	defer func() {
		if recover() != nil {
			got = ""
		}
	}()
	return inJSON(t)(s.v.ValidateWithout(need, s.name, s.data, opts))
}
