package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/validator"
)

// What is shown of how far flows came.
const (
	mostPageStages = 24 // of all flows together
	mostPageGroups = 8  // of who is lost
)

// flows returns how far the flows came, and the axis of all their times. There is nothing where no funnel was counted.
func (p *findingsPage) flows() ([]page.Flow, *page.Axis) {
	if p.Funnel == nil || p.Summary.FlowRecords == 0 {
		return nil, nil
	}
	axis := page.NewTimesAxis()
	var out []page.Flow
	room := mostPageStages
	for i := range p.Funnel.Flows {
		f := &p.Funnel.Flows[i]
		all := wholeOf(f)
		if all == nil || room == 0 {
			continue
		}
		view := &flowPage{findingsPage: p, axis: axis, flow: p.Shown.flow(f.Flow)}
		one := page.Flow{Lost: view.lost(f, i), Beside: view.beside(f, i)}
		if len(p.Funnel.Flows) > 1 {
			one.Name = f.Flow
		}
		one.Stages = view.stages(all, min(room, len(all)))
		if left := len(all) - len(one.Stages); left > 0 {
			one.More = page.Numbered(int64(left), "more stage") + "; specgen funnel lists them."
		}
		room -= len(one.Stages)
		out = append(out, one)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, axis
}

// wholeOf returns the stages of the whole flow; nil where it has none, or no record came to any.
func wholeOf(f *validator.FlowFunnel) []validator.FunnelStage {
	for i := range f.Groups {
		g := &f.Groups[i]
		if len(g.By) > 0 || g.Side != validator.FunnelAll {
			continue
		}
		for _, s := range g.Stages {
			if s.Steps > 0 {
				return g.Stages
			}
		}
	}
	return nil
}

// flowPage makes the part of a page that is about one flow.
type flowPage struct {
	*findingsPage
	axis *page.Axis
	flow *model.Flow // nil where it is not known
}

// span returns the declaration of a stage, nil where it is not known.
func (p *flowPage) span(name string) *model.Span {
	if p.flow == nil {
		return nil
	}
	for _, s := range p.flow.Spans {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// stages returns the first stages, each with a bar that is as long as the one before it where it has a share.
func (p *flowPage) stages(all []validator.FunnelStage, most int) []page.Stage {
	widest := int64(1)
	for i := range all {
		if s := &all[i]; !isSampled(s) {
			widest = max(widest, lengthOf(s))
		}
	}
	estimated := widest
	for i := range all {
		if n := estimateOf(&all[i], widest); n > 0 {
			estimated = max(estimated, n)
		}
	}
	var out []page.Stage
	for i := range all[:most] {
		s := &all[i]
		one := page.Stage{Name: page.Cut(p.label(s.Span), 60), Bars: bars(s, widest, estimated), Says: p.numbers(s, widest), Times: p.times(s)}
		if span := p.span(s.Span); span != nil {
			one.Brief = page.Cut(span.Brief, 120)
		}
		out = append(out, one)
	}
	return out
}

func isSampled(s *validator.FunnelStage) bool { return s.Sampling > 0 && s.Sampling < 1 }

// estimateOf returns how many steps there were of a sampled stage; 0 where it is none, or where the data is no sample: twice as many as of
// any other stage cannot be.
func estimateOf(s *validator.FunnelStage, widest int64) int64 {
	if !isSampled(s) {
		return 0
	}
	n := int64(float64(s.Steps)/s.Sampling + 0.5)
	if n > 2*max(widest, s.Steps) {
		return 0
	}
	return n
}

// lengthOf is the length of the bar of a stage, in steps.
func lengthOf(s *validator.FunnelStage) int64 {
	if s.HasShare {
		return max(s.Asked+s.Waiting, s.Came)
	}
	return s.Steps
}

func bars(s *validator.FunnelStage, widest, estimated int64) []page.StageBar {
	var out []page.StageBar
	add := func(class string, n int64) {
		if n > 0 {
			out = append(out, page.StageBar{Class: class, Width: page.WidthOf(n, estimated)})
		}
	}
	switch {
	case isSampled(s):
		add("sampled", max(estimateOf(s, widest), s.Steps))
	case s.HasShare:
		add("came", s.Came)
		add("hatched", s.Lost)
		add("undone", s.NotDone)
		add("pending", s.Waiting)
	default:
		add("came", s.Steps)
	}
	return out
}

// numbers says what the bars show.
func (p *flowPage) numbers(s *validator.FunnelStage, widest int64) page.Text {
	out := page.Text{{Class: "b", Text: page.Number(s.Steps)}}
	add := func(class string, n int64, format string, args ...any) {
		if n > 0 {
			out = append(out, page.Words{Class: class, Text: fmt.Sprintf(format, args...)})
		}
	}
	before := p.labels(s.Before)
	if isSampled(s) {
		kept := strconv.FormatFloat(s.Sampling*100, 'g', 4, 64)
		if n := estimateOf(s, widest); n > 0 {
			out[0].Text = "about " + page.Number(n)
		}
		add("", 1, "%s in the data, of which %s %% is kept", page.Number(s.Steps), kept)
	}
	if s.HasShare && s.Asked > 0 {
		add("", 1, "%s of %s", page.PartOf(s.Came, s.Asked), before)
	} else if ratio, ok := s.Ratio(); ok {
		add("", 1, "%.2f for each %s", ratio, before)
	}
	add("bad", s.Lost, "%s lost (%s)", page.Number(s.Lost), page.PartOf(s.Lost, s.Asked))
	add("warn", s.Late, "%s late", page.Number(s.Late))
	add("", s.NotDone, "%s not done", page.Number(s.NotDone))
	add("", s.Waiting, "%s may still come", page.Number(s.Waiting))
	add("bad", s.Orphans, "%s without the step before", page.Number(s.Orphans))
	add("", s.Time.Negative, "%s before it by the clock", page.Number(s.Time.Negative))
	return out
}

// labels names stages: "sent or queued".
func (p *flowPage) labels(spans []string) string {
	var names []string
	for _, span := range spans {
		names = append(names, page.Cut(p.label(span), 60))
	}
	return strings.Join(names, " or ")
}

// times are the histograms of a stage.
func (p *flowPage) times(s *validator.FunnelStage) []page.Times {
	var out []page.Times
	if s.Time.Count > 0 {
		due := ""
		if s.Within > 0 {
			due = "due in " + model.DurationText(s.Within)
		}
		out = append(out, p.histogram(&s.Time, "", int64(s.Within), due))
	}
	if s.Measured && s.Lasted.Count > 0 {
		most, words := int64(0), ""
		if span := p.span(s.Span); span != nil && span.MaxDuration > 0 {
			most, words = int64(span.MaxDuration), "at most "+model.DurationText(span.MaxDuration)
		}
		out = append(out, p.histogram(&s.Lasted, "and lasts", most, words))
	}
	return out
}

// The bars of a histogram, in a box of 1000 × 34.
const (
	histogramBars = 50
	barRoom       = 1000 / histogramBars
	barWidth      = 16
	barHeight     = 32
)

func (p *flowPage) histogram(t *validator.FunnelTimes, label string, due int64, dueWords string) page.Times {
	var counts [histogramBars]int64
	highest := int64(1)
	for _, b := range t.Buckets {
		n := min(histogramBars-1, p.axis.At(int64(b.Lower)).Tenths()/barRoom)
		counts[n] += b.Count
		highest = max(highest, counts[n])
	}
	var path strings.Builder
	for n, count := range counts {
		if count > 0 {
			height := (int64(float64(count)/float64(highest)*barHeight*8) + 7) / 8 // rounded up
			fmt.Fprintf(&path, "M%d 34v-%dh%dv%dz", n*barRoom, height, barWidth, height)
		}
	}
	out := page.Times{Label: label, Path: path.String(), DueSay: dueWords}
	for _, mark := range []struct {
		class string
		at    int64
	}{{"p50", int64(t.P50)}, {"p95", int64(t.P95)}, {"p99", int64(t.P99)}} {
		out.Marks = append(out.Marks, page.Mark{At: p.axis.At(mark.at), Class: mark.class})
		out.Says = append(out.Says, page.Pair{Label: mark.class, Text: model.DurationWords(time.Duration(mark.at))})
	}
	if due > 0 {
		out.Marks = append(out.Marks, page.Mark{At: p.axis.At(due), Class: "due"})
	}
	return out
}

// lost returns who is lost at the stage where most are; nil where there are no groups to compare.
func (p *flowPage) lost(f *validator.FlowFunnel, n int) *page.Lost {
	if f.Lost == nil || f.Lost.Whole.Lost == 0 {
		return nil
	}
	byTag := slices.ContainsFunc(f.Lost.Groups, func(g validator.FunnelGroupLost) bool {
		return keyOf(g.By) != validator.FunnelService && keyOf(g.By) != validator.FunnelVersion
	})
	groups := slices.DeleteFunc(slices.Clone(f.Lost.Groups), func(g validator.FunnelGroupLost) bool {
		again := byTag && keyOf(g.By) == validator.FunnelService // says what a tag says, of fewer
		return isUnknown(g.By) || g.Stage.Asked == 0 || again
	})
	if len(groups) < 2 {
		return nil
	}
	groups = groups[:min(len(groups), mostPageGroups)]
	whole, worst := f.Lost.Whole, groups[0].Stage
	keys := keysOf(groups)
	out := &page.Lost{
		ID: fmt.Sprintf("lost%d", n), Title: "Who is lost before " + p.label(f.Lost.Stage), Whole: lostWidth(whole, worst),
		About: fmt.Sprintf("By %s, as known before the step. Of all, %s are lost: the line.", strings.Join(keys, " and by "), page.PartOf(whole.Lost, whole.Asked)),
	}
	for i, g := range groups {
		name := valuesOf(g.By)
		if len(keys) > 1 {
			name = keyOf(g.By) + " " + name
		}
		out.Groups = append(out.Groups, page.LostGroup{
			Name: page.Cut(name, 60), Share: page.PartOf(g.Stage.Lost, g.Stage.Asked), Width: lostWidth(g.Stage, worst),
			Of:    page.Number(g.Stage.Lost) + " of " + page.Number(g.Stage.Asked),
			Worst: i == 0 && g.Stage.Lost >= fewLost && lostShare(g.Stage) > 1.2*lostShare(whole),
		})
	}
	return out
}

// fewLost is how many have to be lost in a group before it stands out.
const fewLost = 10

func lostShare(s validator.FunnelStage) float64 {
	if s.Asked == 0 {
		return 0
	}
	return float64(s.Lost) / float64(s.Asked)
}

// lostWidth is how long the bar of a share is. That of the worst takes 95 % of the width.
func lostWidth(s, worst validator.FunnelStage) page.Percent {
	const one = 1_000_000_000
	most := lostShare(worst) / 0.95
	return page.WidthOf(int64(lostShare(s)*one), max(1, int64(most*one)))
}

// isUnknown reports whether nothing is known of a group.
func isUnknown(by []validator.FunnelValue) bool {
	return !slices.ContainsFunc(by, func(v validator.FunnelValue) bool { return v.Kind != validator.FunnelNotKnown })
}

// keysOf names what groups are made by, each once: "platform", "platform and version".
func keysOf(groups []validator.FunnelGroupLost) []string {
	var out []string
	for _, g := range groups {
		if key := keyOf(g.By); !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

func keyOf(by []validator.FunnelValue) string {
	var names []string
	for _, v := range by {
		names = append(names, page.Cut(v.Key, 60))
	}
	return strings.Join(names, " and ")
}

// valuesOf names a group: "android 24.11.0".
func valuesOf(by []validator.FunnelValue) string {
	var values []string
	for _, v := range by {
		values = append(values, v.Value)
	}
	return strings.Join(values, " ")
}
