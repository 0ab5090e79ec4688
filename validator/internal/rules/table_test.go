package rules

import (
	"reflect"
	"testing"

	"github.com/specgen/specgen/validator/internal/facts"
)

// TestRulesAreWellFormed checks that every rule is as Rule and Doc require.
func TestRulesAreWellFormed(t *testing.T) {
	ids, abouts := map[string]bool{}, map[string]bool{}
	about := ""
	for _, r := range All() {
		if r.About != about && abouts[r.About] {
			t.Errorf("%s stands apart from the other rules about %q", r.ID, r.About)
		}
		about, abouts[r.About] = r.About, true
		if r.ID == "" || ids[r.ID] {
			t.Errorf("the id %q is there twice, or none", r.ID)
		}
		ids[r.ID] = true
		if own := countChecks(r.Checks); r.Client && (own > 0 || r.New != nil) || !r.Client && (own > 0) == (r.New != nil) {
			t.Errorf("%s has %d checks of its own, and New: %v", r.ID, own, r.New != nil)
		}
		checks := r.checks()
		if may := conditions(checks); !may.Has(r.Needs) {
			t.Errorf("%s needs %#b, but for the facts that it checks only %#b may hold", r.ID, r.Needs, may)
		}
		if checks.Record != nil && r != &unknownSpan && r != &unknownVersion && !r.Needs.Has(facts.DeclaredSpan) {
			t.Errorf("%s checks records without a span, which it does not expect", r.ID)
		}
	}
}

// countChecks counts the checks that are there.
func countChecks(c Checks) (n int) {
	fields := reflect.ValueOf(c)
	for i := range fields.NumField() {
		if !fields.Field(i).IsNil() {
			n++
		}
	}
	return n
}

// conditions returns the conditions that can hold for the facts that the checks look at.
func conditions(c Checks) (may facts.Condition) {
	for _, one := range []struct {
		present bool
		may     facts.Condition
	}{
		{c.Record != nil, facts.OfRecord}, {c.Parent != nil, facts.OfParent}, {c.UnresolvedParent != nil, facts.OfAbsence},
		{c.UnresolvedLink != nil, facts.OfAbsence}, {c.LinkCount != nil, facts.OfLinkCount}, {c.Input != nil, facts.OfInput},
	} {
		if one.present {
			may |= one.may
		}
	}
	return may
}
