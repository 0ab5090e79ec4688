package validator

import (
	"cmp"
	"context"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Flows returns the current flows, in the order in which they were given. They are for what draws traces as their spec does, within this
// module: the type is internal to it.
func (v *Validator) Flows() []*model.Flow {
	var out []*model.Flow
	for _, f := range v.flows.All {
		out = append(out, f.Current.Model)
	}
	return out
}

// Judge holds records against the specs, as a [Run] over them does, and fills in what else is known of each, its Breaks above all. Record
// and Input must be set, the rest is overwritten. Of options only Incomplete, Settle, From, Until, Severity and TempDir count; a trace is
// complete if all of its records are given, and those of traces that they name.
func (v *Validator) Judge(ctx context.Context, records []*trace.Judged, opts Options) error {
	if err := opts.check(v); err != nil {
		return err
	}
	scan := engine.NewScan(v.flows)
	for _, r := range records {
		scan.Add(&r.Record)
	}
	return v.judge(ctx, records, scan, nil, opts)
}

// judge is Judge of records that are a part of what was scanned. Of a trace that is not among the given ones, if there are any, only some
// records are there: what rules about traces say of it is left out.
func (v *Validator) judge(ctx context.Context, records []*trace.Judged, scan *engine.Scan, whole map[trace.ID]bool, opts Options) (err error) {
	opts.Memory, opts.Examples, opts.RequireCoverage, opts.Jobs = DefaultMemory, 1, false, 1 // only one engine is listened to
	list := rules.All()
	e := engine.New(v.flows, list, opts.forEngine())
	defer func() { err = cmp.Or(err, e.Close()) }()
	alone := true // what is reported is about single records
	e.Listen(func(report *findings.Report) {
		if _, known := whole[report.TraceID]; alone || known || whole == nil {
			breach(records[report.Offset], report, e)
		}
	})
	var one trace.Record
	for i, r := range records {
		describe(r, scan)
		// The place says which record a report is about.
		one = r.Record
		one.Offset, one.Line = int64(i), 0
		if err := e.Record(&one); err != nil {
			return err
		}
	}
	alone = false
	if err := e.CheckSelected(ctx, scan); err != nil {
		return err
	}
	for _, r := range records {
		r.Breaks = worstFirst(r.Breaks)
	}
	return nil
}

// describe fills in what is known of a record by itself, and gives it the parent that its first link stands for.
func describe(r *trace.Judged, scan *engine.Scan) {
	*r = trace.Judged{Record: r.Record, Input: r.Input, Emitter: string(r.Service)}
	known := scan.Facts(&r.Record)
	if known == nil {
		return
	}
	service, version := known.Emitter()
	r.Emitter, r.App, r.Flow = string(service), string(version), known.Flow.AllVersions.Name
	if known.Service != nil {
		r.Emitter = known.Service.Model.Name
	}
	if known.Span == nil {
		return
	}
	r.Span = known.Span.Model.Name
	if known.Raw != &r.Record {
		r.ParentID, r.ParentTraceID, r.Links = known.Raw.ParentID, known.Raw.ParentTraceID, known.Raw.Links
		r.LinkMayBeParent = false
	}
}

// maxBreaks is how many breaches of one record are kept: one with thousands of unknown tags breaks a rule with each.
const maxBreaks = 100

// breach notes what is reported of a record.
func breach(r *trace.Judged, report *findings.Report, e *engine.Engine) {
	if len(r.Breaks) == maxBreaks {
		return
	}
	d, names := report.Detail, e.Names()
	one := trace.Breach{
		Rule: e.Rule(report.Rule).ID, Severity: report.Severity, Span: names.NameOf(report.Span), Tag: names.NameOf(report.Tag), Message: d.Message, Actual: d.Actual,
		Expected: d.Expected, Suggestion: d.Suggestion, OfTrace: !report.OfRecord,
	}
	if e.Doubtful(report.Rule) {
		one.Severity = min(one.Severity, trace.Warning)
		one.Message += doubt
		one.Expected += doubt
	}
	r.Breaks = append(r.Breaks, one)
}

// worstFirst sorts what a record breaks, and leaves out what is said twice.
func worstFirst(list []trace.Breach) []trace.Breach {
	slices.SortFunc(list, func(a, b trace.Breach) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Tag, b.Tag),
			cmp.Compare(a.Actual, b.Actual), cmp.Compare(a.Expected, b.Expected))
	})
	return slices.Compact(list)
}
