package validator

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/causes"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/internal/temp"
	"github.com/specgen/specgen/validator/trace"
)

// Finish runs the checks that need all inputs, and returns the result. It ends the run, and removes temporary files also if it
// fails. It fails only if the context ends or a temporary file cannot be written or read.
func (r *Run) Finish(ctx context.Context) (result *Result, err error) {
	if r.closed {
		return nil, errors.New("cannot finish a run twice")
	}
	defer func() {
		if closing := r.Close(); err == nil && closing != nil {
			result, err = nil, closing
		}
	}()
	if r.err != nil {
		return nil, r.err
	}
	found, err := r.engine.Finish(ctx)
	if err != nil {
		return nil, err
	}
	result = &Result{Inputs: r.inputs, Summary: r.summary(), Partial: r.opts.Incomplete}
	result.Findings, result.Defects = r.report(found, r.engine.Defects())
	if result.Overview, err = r.readOverview(); err != nil {
		return nil, err
	}
	result.Funnel, err = r.finishFunnel(ctx)
	return result, err
}

// FinishEarly is Finish for a run in which the context of a Read ended, or a temporary file could not be written: the result is that of the
// records read until then, with Interrupted set. The inputs count as incomplete, so rules about missing spans are off. Where no Read
// was interrupted it is Finish. After a full disk it may take twice Options.Memory, and fails where that is not enough.
func (r *Run) FinishEarly(ctx context.Context) (*Result, error) {
	early := errors.Is(r.err, context.Canceled) || errors.Is(r.err, context.DeadlineExceeded) || NoRoom(r.err)
	if early && !r.closed {
		r.err, r.cut = nil, true
		r.engine.Interrupt()
	}
	result, err := r.Finish(ctx)
	if err == nil {
		result.Interrupted = early
	}
	return result, err
}

// NoRoom reports whether an error of a run is that a temporary file could not be written: the disk is full, or no file can be made in
// Options.TempDir.
func NoRoom(err error) bool {
	_, ok := errors.AsType[*temp.Error](err)
	return ok
}

// report converts findings and defects, each sorted with the worst first.
func (r *Run) report(found []*findings.Finding, defects []*causes.Defect) ([]trace.Finding, []Defect) {
	list := make([]trace.Finding, len(found))
	for i, f := range found {
		list[i] = r.finding(f)
	}
	for _, d := range defects {
		cause := d
		if d.Cause >= 0 {
			cause = defects[d.Cause]
		}
		for _, n := range d.Findings {
			list[n].Fingerprint, list[n].Group = d.Fingerprint, cause.Fingerprint
		}
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compare(&list[a], &list[b]) })
	sorted, place := make([]trace.Finding, len(list)), make([]int, len(list))
	for at, i := range order {
		sorted[at], place[i] = list[i], at
	}
	out := make([]Defect, 0, len(defects))
	for _, d := range defects {
		one := Defect{Fingerprint: d.Fingerprint, Severity: d.Severity, Records: d.Records, Traces: d.Traces, Cause: d.Cause}
		for _, n := range d.Findings {
			one.Findings = append(one.Findings, place[n])
		}
		slices.SortFunc(one.Findings, func(a, b int) int { return cmp.Or(cmp.Compare(sorted[b].Traces, sorted[a].Traces), cmp.Compare(a, b)) })
		out = append(out, one)
	}
	return sorted, out
}

// compare orders findings: the worst first, then those with the most places or records, then by rule, span and further fields.
func compare(a, b *trace.Finding) int {
	return cmp.Or(
		cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Places, a.Places), cmp.Compare(b.Records, a.Records), cmp.Compare(b.Traces, a.Traces),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Tag, b.Tag),
		cmp.Compare(a.Service, b.Service), cmp.Compare(a.Version, b.Version),
	)
}

// doubt is what is said of something missing where a part of an input could not be read.
const doubt = "; it may be in what could not be read"

func (r *Run) finding(f *findings.Finding) trace.Finding {
	names := r.engine.Names()
	detail := f.Detail()
	out := trace.Finding{
		Rule: r.engine.Rule(f.Rule).ID, Severity: f.Severity, Span: names.NameOf(f.Span), Tag: names.NameOf(f.Tag),
		Records: f.Records, Traces: f.Traces, Message: detail.Message, Spec: place(detail.Spec), Suggestion: detail.Suggestion,
		Examples: make([]trace.Example, 0, len(f.Examples)),
	}
	if out.Rule == rules.BrokenInput {
		out.Records, out.Places = 0, f.Records
	}
	if r.engine.Doubtful(f.Rule) {
		out.Message += doubt
	}
	if f.Flow > 0 {
		out.Flow = r.v.flows.All[f.Flow-1].Name
	}
	out.Service, out.Version = names.SourceOf(f.Source)
	for _, e := range f.Examples {
		out.Examples = append(out.Examples, r.example(e))
	}
	if f.First != 0 {
		out.FirstSeen, out.LastSeen = time.Unix(0, f.First).UTC(), time.Unix(0, f.Last).UTC()
	}
	return out
}

func place(at diag.Range) trace.Place {
	return trace.Place{File: at.File, Line: at.Start.Line, Column: at.Start.Column}
}

func (r *Run) example(e findings.Example) trace.Example {
	out := trace.Example{
		Input: r.inputs[e.Input].File, Offset: e.Offset, Line: e.Line, Actual: e.Actual, Expected: e.Expected,
	}
	if !e.TraceID.IsZero() {
		out.TraceID = e.TraceID.String()
	}
	if !e.SpanID.IsZero() {
		out.SpanID = e.SpanID.String()
	}
	return out
}

func (r *Run) summary() Summary {
	counts := r.engine.Counts()
	s := Summary{
		Records: counts.Records, FlowRecords: counts.FlowRecords, Unknown: counts.FlowRecords, Traces: counts.Traces, Services: r.services(),
		Spans: []SpanCount{}, Funnels: []Funnel{}, LeftOut: LeftOut(r.engine.Names().LeftOut()),
	}
	for _, n := range counts.Spans {
		s.Unknown -= n
	}
	for _, flow := range r.v.flows.All {
		funnel := Funnel{Flow: flow.Name, Stages: []Stage{}}
		for _, span := range flow.Current.Spans {
			s.Spans = append(s.Spans, SpanCount{flow.Name, span.Model.Name, counts.Spans[span.Name.Index]})
		}
		for _, name := range r.v.flows.SpanNames {
			if name.Flow == flow && flow.Current.Span([]byte(name.Text)) == nil && counts.Spans[name.Index] > 0 {
				s.Spans = append(s.Spans, SpanCount{flow.Name, name.Text, counts.Spans[name.Index]})
			}
		}
		for _, stage := range flow.Current.Model.Funnel {
			span := flow.Current.Span([]byte(stage.Name))
			funnel.Stages = append(funnel.Stages, Stage{stage.Name, stage.Trace.Name, counts.SpanTraces[span.Name.Index], stage.Trace.Sampling})
		}
		if len(funnel.Stages) > 0 {
			s.Funnels = append(s.Funnels, funnel)
		}
	}
	return s
}

func (r *Run) services() []ServiceCount {
	records := map[string]int64{}
	r.engine.ServiceCounts(func(service string, n int64) { records[service] += n })
	out := []ServiceCount{}
	for _, flow := range r.v.flows.All {
		for _, service := range flow.Current.Services {
			known := func(c ServiceCount) bool { return c.Service == service.Model.Name }
			if !slices.ContainsFunc(out, known) {
				out = append(out, ServiceCount{service.Model.Name, records[service.Model.Name], true})
			}
		}
	}
	declared := len(out)
	for service, n := range records {
		if !slices.ContainsFunc(out[:declared], func(c ServiceCount) bool { return c.Service == service }) {
			out = append(out, ServiceCount{service, n, false})
		}
	}
	slices.SortFunc(out[declared:], func(a, b ServiceCount) int { return cmp.Compare(a.Service, b.Service) })
	return out
}
