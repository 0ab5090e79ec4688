package report

import (
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// jsonFindings is the JSON of validate. docs/validate.schema.json describes it; members are only ever added.
type jsonFindings struct {
	Tool        string        `json:"tool"`
	Version     string        `json:"version"`
	Inputs      []jsonInput   `json:"inputs"`
	Summary     jsonSummary   `json:"summary"`
	Findings    []jsonFinding `json:"findings"`
	Interrupted bool          `json:"interrupted,omitempty"`
	// Baseline is nil where there is none.
	Baseline *jsonBaseline `json:"baseline,omitempty"`
}

type jsonBaseline struct {
	File  string            `json:"file"`
	Known int               `json:"known"`
	Grown int               `json:"grown"`
	New   int               `json:"new"`
	Gone  []BaselineFinding `json:"gone"`
}

type jsonInput struct {
	File        string `json:"file"`
	Format      string `json:"format"`
	Compression string `json:"compression"`
	Bytes       int64  `json:"bytes"`
	Records     int64  `json:"records"`
	Skipped     int64  `json:"skipped,omitempty"`
	Whole       bool   `json:"whole"`
	Broken      int64  `json:"broken,omitempty"`
	// Problem is nil for none.
	Problem *jsonProblem `json:"problem,omitempty"`
}

type jsonProblem struct {
	Offset  int64  `json:"offset"`
	Line    int64  `json:"line"`
	Message string `json:"message"`
}

type jsonSummary struct {
	Records     int64         `json:"records"`
	FlowRecords int64         `json:"flow_records"`
	Unknown     int64         `json:"unknown,omitempty"`
	Traces      int64         `json:"traces"`
	Spans       []jsonSpan    `json:"spans"`
	Services    []jsonService `json:"services"`
	Funnel      []jsonFunnel  `json:"funnel"`
	// LeftOut is nil where nothing is left out.
	LeftOut *jsonLeftOut `json:"left_out,omitempty"`
}

type jsonSpan struct {
	Flow    string `json:"flow"`
	Span    string `json:"span"`
	Records int64  `json:"records"`
}

type jsonService struct {
	Service string `json:"service"`
	Records int64  `json:"records"`
}

type jsonFunnel struct {
	Flow   string      `json:"flow"`
	Stages []jsonStage `json:"stages"`
}

type jsonStage struct {
	Span   string `json:"span"`
	Trace  string `json:"trace"`
	Traces int64  `json:"traces"`
}

type jsonFinding struct {
	Rule        string        `json:"rule"`
	Severity    string        `json:"severity"`
	Flow        string        `json:"flow"`
	Span        string        `json:"span"`
	Tag         string        `json:"tag"`
	Service     string        `json:"service"`
	Version     string        `json:"version"`
	Records     int64         `json:"records"`
	Traces      int64         `json:"traces"`
	Places      int64         `json:"places,omitempty"`
	FirstSeen   string        `json:"first_seen,omitempty"`
	LastSeen    string        `json:"last_seen,omitempty"`
	Message     string        `json:"message"`
	Suggestion  string        `json:"suggestion,omitempty"`
	Fix         string        `json:"fix,omitempty"`
	Fingerprint string        `json:"fingerprint"`
	Group       string        `json:"group"`
	Baseline    output.State  `json:"baseline,omitempty"`
	Spec        jsonPlace     `json:"spec"`
	Examples    []jsonExample `json:"examples"`
}

type jsonPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type jsonExample struct {
	TraceID  string `json:"trace_id"`
	SpanID   string `json:"span_id"`
	Input    string `json:"input"`
	Offset   int64  `json:"offset"`
	Line     int64  `json:"line"`
	Actual   string `json:"actual"`
	Expected string `json:"expected"`
}

// Document returns the JSON document of validate.
func (f Findings) Document(version string) any { return f.document(version) }

func (f Findings) document(version string) jsonFindings {
	out := findings(f.Result, version)
	c := f.Baseline
	if c == nil {
		return out
	}
	out.Baseline = &jsonBaseline{
		File: c.File, Known: c.counts[output.Known], Grown: c.counts[output.Grown], New: c.counts[output.New], Gone: append([]BaselineFinding{}, c.gone...),
	}
	for i := range out.Findings {
		out.Findings[i].Baseline = c.state(out.Findings[i].Fingerprint)
	}
	return out
}

func findings(r *validator.Result, version string) jsonFindings {
	out := jsonFindings{Tool: "specgen", Version: version, Inputs: []jsonInput{}, Findings: []jsonFinding{}, Summary: summary(&r.Summary),
		Interrupted: r.Interrupted}
	for i := range r.Inputs {
		out.Inputs = append(out.Inputs, input(&r.Inputs[i]))
	}
	fixes := map[string]string{}
	for _, rule := range validator.Rules() {
		fixes[rule.ID] = rule.Fix
	}
	for i := range r.Findings {
		out.Findings = append(out.Findings, finding(&r.Findings[i], fixes[r.Findings[i].Rule]))
	}
	return out
}

func input(in *validator.Input) jsonInput {
	out := jsonInput{
		File: in.File, Format: string(in.Format), Compression: in.Compression, Bytes: in.Bytes, Records: in.Records, Skipped: in.Skipped,
		Whole: in.Complete, Broken: in.Broken,
	}
	if in.Problem != (trace.Problem{}) {
		problem := jsonProblem(in.Problem)
		out.Problem = &problem
	}
	return out
}

func summary(s *validator.Summary) jsonSummary {
	out := jsonSummary{
		Records: s.Records, FlowRecords: s.FlowRecords, Unknown: s.Unknown, Traces: s.Traces, Spans: []jsonSpan{}, Services: []jsonService{},
		Funnel: []jsonFunnel{}, LeftOut: leftOut(s.LeftOut),
	}
	for _, span := range s.Spans {
		out.Spans = append(out.Spans, jsonSpan(span))
	}
	for _, service := range s.Services {
		out.Services = append(out.Services, jsonService{service.Service, service.Records})
	}
	for _, f := range s.Funnels {
		funnel := jsonFunnel{Flow: f.Flow, Stages: []jsonStage{}}
		for _, stage := range f.Stages {
			funnel.Stages = append(funnel.Stages, jsonStage{stage.Span, stage.Trace, stage.Traces})
		}
		out.Funnel = append(out.Funnel, funnel)
	}
	return out
}

func finding(f *trace.Finding, fix string) jsonFinding {
	out := jsonFinding{
		Rule: f.Rule, Severity: f.Severity.String(), Flow: f.Flow, Span: f.Span, Tag: f.Tag, Service: f.Service,
		Version: f.Version, Records: f.Records, Traces: f.Traces, Places: f.Places, Message: f.Message, Suggestion: f.Suggestion,
		Spec: jsonPlace(f.Spec), Examples: []jsonExample{}, FirstSeen: instant(f.FirstSeen), LastSeen: instant(f.LastSeen), Fix: fix,
		Fingerprint: f.Fingerprint, Group: f.Group,
	}
	for _, e := range f.Examples {
		out.Examples = append(out.Examples, jsonExample(e))
	}
	return out
}

// instant writes a time as RFC 3339 has it, in UTC, with as many digits as it needs. It is "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
