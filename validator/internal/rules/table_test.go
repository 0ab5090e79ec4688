package rules

import (
	"reflect"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
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

// TestRowsOfOneOutline checks rows that differ in nothing but what no check of rows may look at.
func TestRowsOfOneOutline(t *testing.T) {
	flow := &compiled.Flow{Model: &model.Flow{}, AllVersions: &compiled.FlowVersions{}}
	parents := []compiled.Parent{{Name: &compiled.SpanName{Text: "parent"}}}
	spans := []*compiled.Span{
		{Model: &model.Span{Links: []*model.Link{{To: &model.Span{}}}}, MinLinks: 1, MaxLinks: 1},
		{Model: &model.Span{Parent: model.Parent{Kind: model.ParentSpan}}, Parents: parents, MayBeRoot: true},
		{Model: &model.Span{Parent: model.Parent{Kind: model.ParentSpan}}, Parents: parents},
	}
	to := findings.New(1, 1<<20, t.TempDir())
	defer func() {
		if err := to.Close(); err != nil {
			t.Error(err)
		}
	}()
	reporter := NewReporter(&compiled.Flows{SpanNames: []*compiled.SpanName{{Flow: flow.AllVersions}}}, All(), nil, to)
	reported := 0
	for number, rule := range All() {
		pass, checks := reporter.Start(rule, number)
		for n := uint64(0); checks.Row != nil && n < uint64(len(spans))<<14; n++ {
			span := spans[n>>14]
			span.Flow, span.Name = flow, &compiled.SpanName{Flow: flow.AllVersions}
			one := facts.Row{Span: span, Flags: facts.RowFlags(n & 0x7FF), Links: uint32(n >> 11 & 3)}
			if n>>13&1 != 0 {
				one.Target = trace.SpanID{1}
			}
			other := one
			other.TraceID, other.SpanID, other.ParentTraceID, other.Start, other.End, other.Hash, other.Key, other.Input, other.Line, other.Offset =
				trace.ID{2}, trace.SpanID{3}, trace.ID{4}, 5, 6, 7, 8, 9, 10, 11
			if other.Target != (trace.SpanID{}) {
				other.Target = trace.SpanID{12}
			}
			var reports [2]int64
			for i, row := range []*facts.Row{&one, &other} {
				before := reporter.Reports()
				checks.Row(pass, row)
				reports[i] = reporter.Reports() - before
			}
			if one.Outline() != other.Outline() || reports[0] != reports[1] {
				t.Fatalf("%s reports %d and %d of two rows with the outlines %x and %x", rule.ID, reports[0], reports[1], one.Outline(), other.Outline())
			}
			reported += int(reports[0])
		}
	}
	if reported == 0 {
		t.Error("nothing was reported")
	}
}
