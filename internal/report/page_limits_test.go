package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// huge is a result at the limits of the validator, whose texts are as long as they can be and take as much room as they can when they are escaped.
func huge() Findings {
	const kinds, sources = 2010, 9
	long := strings.Repeat(`"<&`, 66)
	r := &validator.Result{Overview: &validator.Overview{ErrorTraces: 600_000, SourcesInAll: 5_000_000}}
	r.Summary = validator.Summary{Records: 1e9, FlowRecords: 1e9, Traces: 1e8}
	shown := &Shown{Sources: diag.Sources{"spec.yaml": []byte(strings.Repeat(long+"\n", 20))}, Pictures: map[trace.ID]*picture.Picture{}}
	var stages []validator.FunnelStage
	for i := range 500 {
		r.Inputs = append(r.Inputs, validator.Input{File: long, Broken: 2, Problem: trace.Problem{Line: 3, Message: long}})
		shown.Flows = append(shown.Flows, &model.Flow{Entry: model.Entry{Name: long, Brief: long, Pos: diag.Range{File: long}}})
		times := validator.FunnelTimes{Count: 1e6, P50: 1e6, P95: 1e9, P99: 1e12}
		for n := range 60 {
			times.Buckets = append(times.Buckets, validator.FunnelBucket{Lower: 1 << (n / 2), Count: int64(n) * 1e9})
		}
		stages = append(stages, validator.FunnelStage{
			Span: fmt.Sprint(i, long), Before: []string{long, long}, HasShare: true, Within: 5e9, Measured: true, Steps: 1e12, Asked: 1e12, Came: 5e11, Lost: 4e11, NotDone: 1e11,
			Waiting: 1e9, Orphans: 1e9, Late: 1e9, Sampling: 1, Time: times, Lasted: times,
		})
	}
	value := []validator.FunnelValue{{Key: long, Value: long}, {Key: long, Value: long}}
	flow := validator.FlowFunnel{Flow: long, Groups: []validator.FunnelGroup{{Stages: stages}}, Lost: &validator.FunnelLost{Stage: long, Whole: stages[0]}, Compare: &validator.FunnelComparison{Where: long, Base: long}}
	for range 500 {
		flow.Lost.Groups = append(flow.Lost.Groups, validator.FunnelGroupLost{By: value, Stage: stages[0]})
		flow.Compare.Differences = append(flow.Compare.Differences,
			validator.FunnelDifference{Stage: long, Measure: validator.FunnelShare, By: value, Called: validator.FunnelFewer, Base: 0.9, Where: 0.8, Difference: -0.1, Low: -0.2, High: -0.05},
			validator.FunnelDifference{Stage: long, Measure: validator.FunnelP95, Called: validator.FunnelSlower, Base: 1, Where: 1e9, Difference: 1e9, Low: -1e9, High: 1e12})
	}
	for range 40 {
		r.Overview.Sources = append(r.Overview.Sources, validator.SourceCount{Service: long, Version: long, Records: 1e12, Broken: 1e11})
	}
	r.Funnel = &validator.FunnelResult{Flows: []validator.FlowFunnel{flow, flow, flow}}
	for k := range kinds {
		d := validator.Defect{Fingerprint: fmt.Sprint(k), Severity: trace.Severity(1 + k%3), Records: 1e9, Traces: 1e8, Cause: -1}
		for s := range sources {
			d.Findings = append(d.Findings, len(r.Findings))
			id := trace.ID{byte(k), byte(k >> 8), byte(s)}
			r.Findings = append(r.Findings, trace.Finding{
				Rule: validator.Rules()[k%len(validator.Rules())].ID, Severity: d.Severity, Span: long, Tag: long, Service: long, Version: long, Records: 1e9, Traces: 1e8, Message: long + long,
				Suggestion: long, Fingerprint: d.Fingerprint, Spec: trace.Place{File: "spec.yaml", Line: 7, Column: 3},
				Examples: []trace.Example{{TraceID: id.String(), Input: long, Actual: long, Expected: long}},
			})
			if k < 50 {
				shown.Pictures[id] = hugePicture(id, long)
			}
		}
		r.Defects = append(r.Defects, d)
	}
	return Findings{Result: r, FailOn: trace.Error, Shown: shown}
}

// hugePicture is a trace with more branches than are drawn.
func hugePicture(id trace.ID, text string) *picture.Picture {
	row := func() *picture.Row {
		one := &picture.Row{Label: text, State: picture.Wrong, Record: &trace.Judged{Emitter: text, App: text}, HasAt: true, HasAfter: true, At: 1e9, From: 1e8, After: 9e8, Lasts: 1e9}
		for range 10 {
			one.Breaks = append(one.Breaks, trace.Breach{Rule: "tag-value", Severity: trace.Error, Tag: text, Span: text, Actual: text, Expected: text})
		}
		return one
	}
	p := &picture.Picture{TraceID: id, ID: picture.KeyValue{Tag: text, Value: text}, Start: 1, Verdict: picture.Verdict{Text: text}, Trunk: []*picture.Row{row()}, BranchNoun: text, Longest: 1e15}
	for range 100 {
		p.Branches = append(p.Branches, &picture.Branch{Key: []picture.KeyValue{{Tag: text, Value: text}}, About: text, Steps: []*picture.Row{row(), {Label: text, State: picture.Lost, HasDue: true, Due: 1e12}}})
	}
	return p
}

// TestPageAtTheLimits holds the size of a page, whatever the result.
func TestPageAtTheLimits(t *testing.T) {
	f := huge()
	got := printed(t, "html", f, output.Options{})
	if len(got) >= 300_000 {
		t.Errorf("the page has %d bytes", len(got))
	}
	kinds, traces := strings.Count(got, "<details class=kind"), strings.Count(got, "<figure class=trace")
	if kinds == 0 || traces == 0 || traces > page.MostTraces {
		t.Errorf("%d kinds and %d traces in %d bytes", kinds, traces, len(got))
	}
	for _, want := range []string{"have no room here; specgen validate --verbose lists them", "for all stages; specgen funnel lists them", "4,999,960 more services and versions"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if n := len(f.TracesToShow()); n > page.MostTraces*mostCandidates {
		t.Errorf("%d traces are collected", n)
	}
}
