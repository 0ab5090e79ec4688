package report

import (
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// counted is a result with a funnel in which one version loses more, and with an error in fewer traces than those.
func counted() Findings {
	times := validator.FunnelTimes{Count: 100, P50: 40 * time.Millisecond, P95: 2 * time.Second, P99: 90 * time.Second, Buckets: []validator.FunnelBucket{{Lower: 40 * time.Millisecond, Count: 90}, {Lower: time.Minute, Count: 10}}}
	begin := validator.FunnelStage{Span: "upload:begin", Trace: "upload", Sampling: 1, Steps: 12_000, Asked: 12_000}
	end := validator.FunnelStage{
		Span: "upload:end", Trace: "upload", Sampling: 1, Before: []string{"upload:begin"}, Within: 5 * time.Minute, HasShare: true, Steps: 10_004, Asked: 11_900, Came: 10_000, Lost: 1_900,
		Waiting: 100, Orphans: 4, Late: 7, Time: times,
	}
	asked := validator.FunnelStage{Span: "upload:ask", Trace: "request", Sampling: 0.01, Steps: 119}
	by := func(value string) []validator.FunnelValue {
		return []validator.FunnelValue{{Key: "platform", Value: value}}
	}
	lost := func(value string, lost, asked int64) validator.FunnelGroupLost {
		return validator.FunnelGroupLost{By: by(value), Stage: validator.FunnelStage{Span: "upload:end", Lost: lost, Asked: asked}}
	}
	flow := validator.FlowFunnel{
		Flow: "upload", Version: "1.0.0",
		Groups: []validator.FunnelGroup{{Stages: []validator.FunnelStage{asked, begin, end}}, {Side: validator.FunnelWhere, Stages: []validator.FunnelStage{asked, begin, {Span: "upload:end", Asked: 6000}}}},
		Lost: &validator.FunnelLost{Stage: "upload:end", Whole: end, Groups: []validator.FunnelGroupLost{
			lost("android", 1200, 4000), {By: []validator.FunnelValue{{Key: "platform", Value: validator.FunnelUnknown, Kind: validator.FunnelNotKnown}}, Stage: end}, lost("ios", 700, 7900),
		}},
		Compare: &validator.FunnelComparison{
			Where: "2.0.0", Base: "1.9.0", Keys: []string{"device_id"}, Shares: 2, Worst: 0, Explains: 1, Explained: 0.95, Inferred: []string{"version"}, Carry: []string{"upload:begin"},
			Differences: []validator.FunnelDifference{
				{Stage: "upload:end", Measure: validator.FunnelShare, Base: 0.9, Where: 0.8, Difference: -0.1, Low: -0.12, High: -0.08, P: 0.001, Called: validator.FunnelFewer},
				{Stage: "upload:end", Measure: validator.FunnelShare, By: by("android"), Base: 0.9, Where: 0.7, Difference: -0.2, Low: -0.23, High: -0.17, P: 0.001, Called: validator.FunnelFewer},
				{Stage: "upload:end", Measure: validator.FunnelShare, By: by("ios"), Base: 0.9, Where: 0.9, Low: -0.01, High: 0.01, P: 1, Called: validator.FunnelSeesNone},
				{Stage: "upload:end", Measure: validator.FunnelP95, Base: 2, Where: 1.5, Difference: -0.5, Low: -0.7, High: -0.3, P: 1, Called: validator.FunnelFaster},
				{Stage: "upload:end", Measure: validator.FunnelP95, By: by("ios"), Base: 2, Where: 2, P: 1, Called: validator.FunnelTooFew},
			},
		},
	}
	r := some()
	r.Funnel = &validator.FunnelResult{From: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 16, 19, 31, 0, 0, time.UTC), Flows: []validator.FlowFunnel{flow}}
	r.Summary.Traces = 12_000
	r.Overview = &validator.Overview{ErrorTraces: 1, SourcesInAll: 2, Sources: []validator.SourceCount{{Service: "web", Version: "1.4.0", Records: 2, Broken: 2}, {Service: "api", Records: 22_000}}}
	return Findings{Result: r, FailOn: trace.Error}
}

// TestPageOfAFunnel compares the page of a result with a funnel with a file, and holds what stands first: what most traces suffer from.
func TestPageOfAFunnel(t *testing.T) {
	got := printed(t, "html", counted(), output.Options{})
	golden(t, "funnel.html", got)
	_, body, _ := strings.Cut(got, "<body>")
	for i, want := range []string{
		"in 1 of 12,000 traces", "“begin”", "1,900 (16.0 %) never came to “end”", "and 7 came late", "android 2.0.0", "end comes less often: 70.0 %, was 90.0 %",
		"an input cannot be read as a whole", "about 11,900", "84.0 % of begin", "1,900 lost (16.0 %)", "100 may still come", "due in 5m",
		"Who is lost before end", "30.0 %", "2.0.0 beside 1.9.0", "2.0.0 loses 10.0 points more at end than 1.9.0", "fewer come", "faster",
	} {
		at := strings.Index(body, want)
		if at < 0 {
			t.Errorf("the page does not say %q, or not behind what comes before it (%d)", want, i)
			continue
		}
		body = body[at:]
	}
	if strings.Contains(got, validator.FunnelUnknown) {
		t.Error("a group of which nothing is known is shown among those who are lost")
	}
}
