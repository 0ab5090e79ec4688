package validator

import (
	"context"
	"slices"
	"time"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/funnel"
	"github.com/specgen/specgen/validator/internal/rules"
)

// observe adds a funnel's counter to the run, which shares its memory. It returns the rules that are left.
func (r *Run) observe(list []*rules.Rule, options *engine.Options) []*rules.Rule {
	o := r.opts.Funnel
	memory := r.opts.Memory / 2
	if o.Alone {
		memory, list, options.ObserveOnly = r.opts.Memory/8*7, nil, true
	}
	options.Memory -= memory
	question := funnel.Question{
		By: o.By, Where: funnelTerms(o.Where), Base: funnelTerms(o.Base), Versions: o.Versions, Window: int64(o.Window), Lost: o.Lost, LostAtWorst: o.LostAtWorst,
	}
	nameOf := func(number uint32) string { return r.inputs[number].File }
	r.funnel = funnel.New(r.v.flows, question, nameOf, memory, r.opts.TempDir)
	if r.opts.seed != 0 {
		r.funnel.Seed(r.opts.seed)
	}
	options.Observer = r.funnel
	return list
}

func funnelTerms(terms []FunnelTerm) (out []funnel.Term) {
	for _, t := range terms {
		out = append(out, funnel.Term{Key: t.Key, Value: t.Value, From: nanos(t.From), To: nanos(t.To)})
	}
	return out
}

// nanos returns a time in nanoseconds since 1970, 0 for none.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func (r *Run) closeFunnel() error {
	if r.funnel == nil {
		return nil
	}
	return r.funnel.Close()
}

// finishFunnel returns the funnel, nil where none was asked for.
func (r *Run) finishFunnel(ctx context.Context) (*FunnelResult, error) {
	if r.funnel == nil {
		return nil, nil
	}
	complete := r.engine.Observed()
	complete.Partial = complete.Partial || r.cut
	counted, err := r.funnel.Finish(ctx, complete)
	if NoRoom(err) && r.cut && !r.opts.Funnel.Alone { // shares of a part of the input are worth less than its findings
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := &FunnelResult{Window: r.opts.Funnel.Window, By: slices.Clone(r.opts.Funnel.By), Flows: []FlowFunnel{}}
	if counted.First != 0 {
		out.From, out.To = time.Unix(0, counted.First).UTC(), time.Unix(0, counted.Last).UTC()
	}
	for _, flow := range counted.Flows {
		out.Flows = append(out.Flows, flowFunnel(flow))
	}
	if out.Window > 0 {
		out.dropRatios()
	}
	return out, nil
}

// dropRatios takes the ratios away: within a window Steps has some of records that had less time, and are not Asked.
func (r *FunnelResult) dropRatios() {
	for _, flow := range r.Flows {
		for _, g := range flow.Groups {
			for i := range g.Stages {
				g.Stages[i].Keyed = false
			}
		}
	}
}

func flowFunnel(f *funnel.Flow) FlowFunnel {
	out := FlowFunnel{Flow: f.Name, Version: f.Version, LargeTraces: f.Large, Partial: f.Partial, Groups: []FunnelGroup{}}
	for _, n := range f.Traces {
		out.Traces = max(out.Traces, n)
	}
	for _, g := range f.Groups {
		one := FunnelGroup{Side: [...]FunnelSide{funnel.All: FunnelAll, funnel.Where: FunnelWhere, funnel.Base: FunnelBase}[g.Side], By: funnelValues(g.By)}
		for _, s := range f.Stages {
			stage := funnelStage(f, g, s)
			if g.Side == funnel.All && len(g.By) == 0 {
				stage.Traces = f.Traces[s.Number]
			}
			one.Stages = append(one.Stages, stage)
		}
		out.Groups = append(out.Groups, one)
	}
	if f.Lost != nil {
		stage := f.Stages[f.Lost.Stage]
		out.Lost = &FunnelLost{Stage: stage.Span.Model.Name, Whole: funnelStage(f, f.Lost.Whole, stage)}
		for _, g := range f.Lost.Groups {
			out.Lost.Groups = append(out.Lost.Groups, FunnelGroupLost{funnelValues(g.By), funnelStage(f, g, stage)})
		}
	}
	if f.Compare != nil {
		out.Compare = funnelComparison(f, f.Compare)
	}
	return out
}

func funnelValues(values []funnel.Value) []FunnelValue {
	out := []FunnelValue{}
	for _, v := range values {
		one := FunnelValue{Key: v.Key, Value: v.Value}
		switch {
		case v.Unknown:
			one.Value, one.Kind = FunnelUnknown, FunnelNotKnown
		case v.Others:
			one.Value, one.Kind = FunnelOthers, FunnelManyTogether
		}
		out = append(out, one)
	}
	return out
}

func funnelStage(f *funnel.Flow, g *funnel.Group, s *funnel.Stage) FunnelStage {
	c, m := &g.Stages[s.Number], s.Span.Model
	out := FunnelStage{
		Span: m.Name, Trace: m.Trace.Name, Sampling: m.Trace.Sampling, Within: time.Duration(s.Within), Measured: m.Measured,
		Steps: c.Steps, HasShare: s.HasShare && !f.Partial, Keyed: s.IsRatio() && !f.Partial && g.Side == funnel.All && len(g.By) == 0,
		Asked: c.Asked, Came: c.Came, Lost: c.Lost, NotDone: c.NotDone, Waiting: c.Waiting, Orphans: c.Orphans, Late: c.Late,
		Time: funnelTimes(&c.Time, c.Negative), Lasted: funnelTimes(&c.Lasted, 0), Before: []string{},
	}
	for _, before := range s.Before {
		out.Before = append(out.Before, f.Stages[before].Span.Model.Name)
	}
	return out
}

func funnelTimes(h *funnel.Histogram, negative int64) FunnelTimes {
	at := func(share float64) time.Duration { return time.Duration(h.Quantile(share)) }
	out := FunnelTimes{Count: h.Total(), Negative: negative, P50: at(0.5), P95: at(0.95), P99: at(0.99), Buckets: []FunnelBucket{}}
	h.Each(func(lower, count int64) { out.Buckets = append(out.Buckets, FunnelBucket{time.Duration(lower), count}) })
	return out
}

func funnelComparison(f *funnel.Flow, c *funnel.Comparison) *FunnelComparison {
	out := &FunnelComparison{
		Where: c.Where, Base: c.Base, Keys: c.Keys, Shares: c.Shares, Worst: c.Worst, Explains: c.Explains, Inferred: c.Inferred, Carry: c.Carry,
		UnequalTime: c.UnequalTime, Explained: c.Explained, Differences: []FunnelDifference{},
	}
	if c.UnknownStage >= 0 {
		out.Unknown = FunnelUnknownSteps{f.Stages[c.UnknownStage].Span.Model.Name, c.UnknownAsked, c.UnknownCame}
	}
	for _, d := range c.Differences {
		measure := FunnelShare
		if d.Time {
			measure = FunnelP95
		}
		out.Differences = append(out.Differences, FunnelDifference{
			Stage: f.Stages[d.Stage].Span.Model.Name, Measure: measure, By: funnelValues(d.By), Base: d.Base, Where: d.Where, Difference: d.Where - d.Base,
			Low: d.Low, High: d.High, P: d.P, Called: funnelCalls[d.Call], Keys: d.Keys,
		})
	}
	return out
}

var funnelCalls = [...]FunnelCall{
	funnel.NoneSeen: FunnelSeesNone, funnel.TooFew: FunnelTooFew, funnel.Fewer: FunnelFewer, funnel.More: FunnelMore, funnel.Slower: FunnelSlower, funnel.Faster: FunnelFaster,
}
