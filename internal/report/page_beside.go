package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/validator"
)

// How many comparisons of each measure are shown, and folded away.
const (
	mostBeside = 16
	mostFolded = 24
)

// beside puts the two newest versions next to each other; nil where nothing was compared.
func (p *flowPage) beside(f *validator.FlowFunnel, n int) *page.Beside {
	c := f.Compare
	if c == nil || len(c.Differences) == 0 {
		return nil
	}
	a, b := page.Cut(c.Base, 40), page.Cut(c.Where, 40)
	out := &page.Beside{ID: besideID(n), Title: b + " beside " + a, About: p.sentence(f), A: a, B: b}
	shares, times := forest{measure: validator.FunnelShare}, forest{measure: validator.FunnelP95}
	for i := range c.Differences {
		shares.add(&c.Differences[i])
		times.add(&c.Differences[i])
	}
	folded, left := 0, 0
	for _, one := range []*forest{&shares, &times} {
		scale := one.scale()
		if len(one.shown) > 0 {
			out.Tables = append(out.Tables, p.table(one.shown[:min(len(one.shown), mostBeside)], scale))
			left += max(0, len(one.shown)-mostBeside)
		}
		if len(one.folded) > 0 {
			out.Folded = append(out.Folded, p.table(one.folded[:min(len(one.folded), mostFolded)], scale))
			folded += min(len(one.folded), mostFolded)
			left += max(0, len(one.folded)-mostFolded)
		}
	}
	out.Fold = fmt.Sprintf("The other %s: no difference is seen in any of them", page.Numbered(int64(folded), "comparison"))
	if left > 0 {
		out.More = page.Numbered(int64(left), "more comparison") + "; specgen funnel lists them."
	}
	return out
}

func besideID(n int) string { return fmt.Sprintf("beside%d", n) }

// forest is the comparisons of one measure: those of the whole and those of groups in which a difference is seen, and all others.
type forest struct {
	measure       validator.FunnelMeasure
	shown, folded []*validator.FunnelDifference
}

func (f *forest) add(d *validator.FunnelDifference) {
	switch {
	case d.Measure != f.measure:
	case len(d.By) == 0 || d.Called.IsCalled():
		f.shown = append(f.shown, d)
	default:
		f.folded = append(f.folded, d)
	}
	byStage := func(a, b *validator.FunnelDifference) int { return cmp.Compare(f.stage(a), f.stage(b)) }
	slices.SortStableFunc(f.shown, byStage)
}

// stage returns the place of the stage of a difference among those that are shown, so that groups stand below their whole.
func (f *forest) stage(d *validator.FunnelDifference) int {
	return slices.IndexFunc(f.shown, func(o *validator.FunnelDifference) bool { return o.Stage == d.Stage })
}

// scale returns what the axis of shares ends with: so many points on both sides.
func (f *forest) scale() float64 {
	most := 0.0
	for _, d := range f.shown {
		if d.Called != validator.FunnelTooFew {
			most = max(most, math.Abs(d.Low), math.Abs(d.High))
		}
	}
	for _, points := range []float64{1, 2, 4, 6, 10, 20, 40, 60} {
		if most*100 <= points {
			return points / 100
		}
	}
	return 1
}

// table returns a forest plot. That of shares is as wide as scale says, that of times from half to twice the time.
func (p *flowPage) table(list []*validator.FunnelDifference, scale float64) page.BesideTable {
	end := strconv.FormatFloat(scale*100, 'f', -1, 64)
	out := page.BesideTable{Head: "share that came", Labels: page.ThreeLabels("−"+end, "0", "+"+end)}
	if list[0].Measure == validator.FunnelP95 {
		out.Head, out.Labels = "time to it, p95", page.ThreeLabels("½ ×", "1 ×", "2 ×")
	}
	for _, d := range list {
		out.Rows = append(out.Rows, p.row(d, scale))
	}
	return out
}

func (p *flowPage) row(d *validator.FunnelDifference, scale float64) page.BesideRow {
	out := page.BesideRow{Name: page.Cut(p.label(d.Stage), 60), CallText: string(d.Called)}
	if len(d.By) > 0 {
		out.Name, out.Nested = page.Cut(valuesOf(d.By), 60), true
		if !d.Called.IsCalled() {
			out.Name, out.Nested = page.Cut(p.label(d.Stage)+", "+valuesOf(d.By), 80), false
		}
	}
	if d.Called.IsCalled() {
		out.Called = "better"
		if d.Called.IsWorse() {
			out.Called = "worse"
		}
	}
	place := func(v float64) page.Percent { return page.AroundMiddle(v, scale) }
	if d.Measure == validator.FunnelShare {
		out.A, out.B = percentOf(d.Base), percentOf(d.Where)
		out.Difference, out.Interval = points(d.Difference)+" points", points(d.Low)+" to "+points(d.High)
	} else {
		out.A, out.B = timeOf(d.Base), timeOf(d.Where)
		out.Difference, out.Interval = signedTime(d.Difference), timeOf(d.Low)+" to "+timeOf(d.High)
		place = func(v float64) page.Percent { return page.AroundMiddleOf(d.Base+v, d.Base) }
	}
	if d.Called == validator.FunnelTooFew {
		out.Interval = ""
		return out
	}
	out.Drawn, out.Low, out.High, out.Dot = true, place(d.Low), place(d.High), place(d.Difference)
	return out
}

// sentence says what differs most, and what would make it more certain.
func (p *flowPage) sentence(f *validator.FlowFunnel) page.Text {
	c := f.Compare
	said, _ := (&funnelText{flow: f, names: stageNames(f)}).sentence(c)
	out := page.Text{{Class: "b", Text: page.Cut(said, mostWords)}}
	if len(c.Inferred) > 0 && len(c.Carry) > 0 {
		out = append(out, page.Words{Text: fmt.Sprintf(" The spec has no %s on %s: with it there, nothing would have to be inferred.",
			page.Cut(c.Inferred[0], 60), page.Cut(p.label(c.Carry[0]), 60))})
	}
	return out
}

// timeOf writes a time, and signedTime a difference of times with its sign.
func timeOf(v float64) string {
	if v < 0 {
		return "−" + seconds(-v)
	}
	return seconds(v)
}

func signedTime(v float64) string {
	if v > 0 {
		return "+" + timeOf(v)
	}
	return timeOf(v)
}

// losses returns, for each flow whose newer version loses more, who loses it.
func (p *findingsPage) losses() []ranked {
	if p.Funnel == nil {
		return nil
	}
	var out []ranked
	for i := range p.Funnel.Flows {
		f := &p.Funnel.Flows[i]
		if f.Compare == nil || f.Compare.Worst < 0 {
			continue
		}
		c := f.Compare
		d := &c.Differences[c.Worst]
		if d.Called != validator.FunnelFewer {
			continue
		}
		weight := int64(-d.Difference * float64(askedOf(f, d.Stage)) * 10)
		who := c.Where
		if c.Explains >= 0 && c.Differences[c.Explains].Called == validator.FunnelFewer {
			d = &c.Differences[c.Explains]
			who = valuesOf(d.By) + " " + c.Where
		}
		out = append(out, ranked{page.Task{
			Who: page.Cut(who, 60), What: fmt.Sprintf("%s comes less often: %s, was %s", page.Cut(p.label(d.Stage), 60), percentOf(d.Where), percentOf(d.Base)),
			Do:   "Look at one that was lost, and at what changed between the two versions.",
			Link: fmt.Sprintf("%s points (95 %% interval %s to %s)", points(d.Difference), points(d.Low), points(d.High)), To: besideID(i),
		}, weight})
	}
	return out
}

// askedOf returns how many steps of the side that is looked at could have come to a stage.
func askedOf(f *validator.FlowFunnel, stage string) int64 {
	for i := range f.Groups {
		g := &f.Groups[i]
		if g.Side != validator.FunnelWhere || len(g.By) > 0 {
			continue
		}
		for _, s := range g.Stages {
			if s.Span == stage {
				return s.Asked
			}
		}
	}
	return 0
}

// lede says what was lost and what came late at the stage that loses most.
func (p *findingsPage) lede() page.Text {
	if p.Funnel == nil {
		return nil
	}
	var worst *validator.FunnelStage
	for i := range p.Funnel.Flows {
		for _, s := range wholeOf(&p.Funnel.Flows[i]) {
			if s.HasShare && s.Within > 0 && s.Asked > 0 && (worst == nil || s.Lost > worst.Lost) {
				worst = &s
			}
		}
	}
	if worst == nil {
		return nil
	}
	before := (&flowPage{findingsPage: p}).labels(worst.Before)
	out := page.Plain("Of " + page.Numbered(worst.Asked, "step") + " “" + before + "”, ")
	after := page.Cut(p.label(worst.Span), 60)
	if worst.Lost == 0 {
		out = append(out, page.Words{Class: "b", Text: "none was lost before “" + after + "”"})
	} else {
		out = append(out, page.Words{Class: "b", Text: fmt.Sprintf("%s (%s) never came to “%s”", page.Number(worst.Lost), page.PartOf(worst.Lost, worst.Asked), after)})
	}
	late := "; none came late."
	if worst.Late > 0 {
		late = ", and " + page.Number(worst.Late) + " came late."
	}
	return append(out, page.Words{Text: late})
}
