package show

import (
	"encoding/json"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Document returns the result as docs/show.schema.json describes it. Members are only ever added.
func (t *Traces) Document(version string) any {
	c := t.Collection
	doc := document{Tool: "specgen", Version: version, Inputs: []inputJSON{}, Matched: c.Matched, Cut: c.Cut, Traces: []traceJSON{}}
	for _, in := range c.Inputs {
		doc.Inputs = append(doc.Inputs, inputOf(in))
	}
	for i, p := range t.Pictures {
		if t.List && i >= max(t.Limit, 1) {
			break
		}
		doc.Traces = append(doc.Traces, traceOf(p))
	}
	return doc
}

type document struct {
	Tool    string      `json:"tool"`
	Version string      `json:"version"`
	Inputs  []inputJSON `json:"inputs"`
	Matched int         `json:"matched"`
	Cut     bool        `json:"cut"`
	Traces  []traceJSON `json:"traces"`
}

type inputJSON struct {
	File     string `json:"file"`
	Records  int64  `json:"records"`
	Complete bool   `json:"complete"`
	Problem  string `json:"problem,omitempty"`
}

func inputOf(in validator.Input) inputJSON {
	return inputJSON{in.File, in.Records, in.Complete, in.Problem.Message}
}

type traceJSON struct {
	TraceID  string        `json:"trace_id"`
	ID       *idJSON       `json:"id,omitempty"`
	Flow     string        `json:"flow"`
	Start    int64         `json:"start"`
	Verdict  verdictJSON   `json:"verdict"`
	Records  int           `json:"records"`
	Findings []findingJSON `json:"findings"`
	Trunk    []stepJSON    `json:"trunk"`
	Branches []branchJSON  `json:"branches"`
	Loose    []stepJSON    `json:"loose"`
	Links    []linkJSON    `json:"links"`
}

type idJSON struct {
	Tag   string `json:"tag"`
	Value string `json:"value"`
}

type verdictJSON struct {
	State string `json:"state"`
	Text  string `json:"text"`
}

type branchJSON struct {
	Key        map[string]string `json:"key"`
	About      string            `json:"about"`
	Service    string            `json:"service"`
	AppVersion string            `json:"app_version"`
	Steps      []stepJSON        `json:"steps"`
}

type linkJSON struct {
	TraceID string `json:"trace_id"`
	Span    string `json:"span"`
	Came    bool   `json:"came"`
}

type stepJSON struct {
	Span     string            `json:"span"`
	State    string            `json:"state"`
	Why      string            `json:"why"`
	Again    bool              `json:"again,omitempty"`
	Key      map[string]string `json:"key,omitempty"`
	At       *int64            `json:"at_ns,omitempty"`
	After    *int64            `json:"after_ns,omitempty"`
	Due      *int64            `json:"due_ns,omitempty"`
	Record   *recordJSON       `json:"record,omitempty"`
	Findings []findingJSON     `json:"findings"`
}

type recordJSON struct {
	TraceID  string         `json:"trace_id"`
	SpanID   string         `json:"span_id"`
	Service  string         `json:"service"`
	Version  string         `json:"version"`
	Start    int64          `json:"start"`
	Duration int64          `json:"duration_ns"`
	Tags     map[string]any `json:"tags"`
	Input    string         `json:"input"`
	Line     int64          `json:"line"`
	Offset   int64          `json:"offset"`
}

type findingJSON struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Tag      string `json:"tag"`
	Actual   string `json:"actual"`
	Expected string `json:"expected"`
}

func traceOf(p *picture.Picture) traceJSON {
	out := traceJSON{
		TraceID: p.TraceID.String(), Flow: p.Flow.Name, Start: p.Start, Verdict: verdictJSON{p.Verdict.State.Word(), p.Verdict.Text}, Records: p.Records,
		Findings: findingsOf(p.Breaks), Trunk: stepsJSON(p.Trunk), Loose: stepsJSON(p.Loose), Branches: []branchJSON{}, Links: []linkJSON{},
	}
	if p.ID.Tag != "" {
		out.ID = &idJSON{p.ID.Tag, p.ID.Value}
	}
	for _, b := range p.Branches {
		out.Branches = append(out.Branches, branchJSON{keyJSON(b.Key), b.About, b.Service, b.Version, stepsJSON(b.Steps)})
	}
	for _, l := range p.Links {
		out.Links = append(out.Links, linkJSON{l.TraceID.String(), l.Span, l.Came})
	}
	return out
}

func keyJSON(key []picture.KeyValue) map[string]string {
	out := map[string]string{}
	for _, k := range key {
		out[k.Tag] = k.Value
	}
	return out
}

func stepsJSON(rows []*picture.Row) []stepJSON {
	out := []stepJSON{}
	for _, r := range rows {
		step := stepJSON{Span: r.Span, State: r.State.Word(), Why: r.Why, Again: r.Again, Findings: findingsOf(r.Breaks)}
		if len(r.Key) > 0 {
			step.Key = keyJSON(r.Key)
		}
		for _, one := range []struct {
			has bool
			n   int64
			to  **int64
		}{{r.HasAt, int64(r.At), &step.At}, {r.HasAfter, int64(r.After), &step.After}, {r.HasDue, int64(r.Due), &step.Due}} {
			if one.has {
				*one.to = &one.n
			}
		}
		if r.Record != nil {
			step.Record = recordOf(r.Record)
		}
		out = append(out, step)
	}
	return out
}

func recordOf(r *trace.Judged) *recordJSON {
	out := &recordJSON{
		TraceID: r.TraceID.String(), SpanID: r.SpanID.String(), Service: r.Emitter, Version: r.App, Start: r.Start, Duration: r.End - r.Start,
		Tags: map[string]any{}, Input: r.Input, Line: r.Line, Offset: r.Offset,
	}
	if r.Resource != nil {
		addTags(out.Tags, r.Resource.Tags)
	}
	addTags(out.Tags, r.Tags)
	return out
}

func addTags(to map[string]any, tags []trace.Tag) {
	for i := range tags {
		to[string(tags[i].Key)] = valueOf(&tags[i].Value)
	}
}

// valueOf returns a value in its own type. A number that JSON does not have is its text.
func valueOf(v *trace.Value) any {
	switch v.Kind {
	case trace.Empty:
		return nil
	case trace.Int:
		return v.Int()
	case trace.Bool:
		return v.Bool()
	case trace.Double:
		if _, err := json.Marshal(v.Double()); err != nil {
			return v.Plain()
		}
		return v.Double()
	case trace.List:
		items := []any{}
		for i := range v.Items {
			items = append(items, valueOf(&v.Items[i]))
		}
		return items
	}
	return v.Plain()
}

func findingsOf(breaks []trace.Breach) []findingJSON {
	out := []findingJSON{}
	for _, b := range breaks {
		out = append(out, findingJSON{b.Rule, b.Severity.String(), b.Tag, b.Actual, b.Expected})
	}
	return out
}
