package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// The ANSI codes of a funnel: blue counts, red and yellow judge, dim is what nobody did.
const (
	paintBold = "1"
	paintDim  = "2"
	paintRed  = "31"
	paintLate = "33"
	paintBlue = "34"
)

// Text prints the funnel of each flow.
func (f Funnel) Text(t *output.Text) {
	for i := range f.Funnel.Flows {
		if i > 0 {
			t.Printf("\n")
		}
		p := funnelText{Text: t, funnel: f.Funnel, flow: &f.Funnel.Flows[i]}
		p.names = stageNames(p.flow)
		p.print()
	}
	for i := range f.Inputs {
		if in := &f.Inputs[i]; !in.Complete {
			t.Hang("", 0, 2, fmt.Sprintf("%s could not be read to its end: %s", output.Escaped(in.File), output.Escaped(in.Problem.Message)))
		}
	}
}

// funnelText prints the funnel of one flow.
type funnelText struct {
	*output.Text
	funnel *validator.FunnelResult
	flow   *validator.FlowFunnel
	names  map[string]string
	columnWidths
}

// columnWidths are those of the table. The pictures go where the output is narrow, then the percentiles but the 95th.
type columnWidths struct{ name, steps, bar, times, percentiles int }

func (p *funnelText) print() {
	p.head()
	if p.flow.Compare != nil {
		p.comparison(p.flow.Compare)
		return
	}
	p.findWidths()
	p.heading()
	for i := range p.flow.Groups[0].Stages {
		p.stage(i)
	}
	if p.flow.Lost != nil {
		p.lost(p.flow.Lost)
	}
	p.remarks()
}

// head says what was counted.
func (p *funnelText) head() {
	text := p.Paint(output.Escaped(p.flow.Flow)+" "+p.flow.Version, paintBold) + "  " + thousands(p.flow.Traces) + " traces"
	if p.flow.Traces == 1 {
		text = strings.TrimSuffix(text, "s")
	}
	if !p.funnel.From.IsZero() {
		const minute = "2006-01-02 15:04"
		text += ", " + p.funnel.From.Format(minute) + " to " + p.funnel.To.Format(minute) + " UTC"
	}
	if p.funnel.Window > 0 {
		text += ", within " + model.DurationText(p.funnel.Window)
	}
	p.Hang("", 0, 2, text)
	p.Printf("\n")
}

// findWidths shares the width out.
func (p *funnelText) findWidths() {
	w := &p.columnWidths
	w.name, w.steps, w.percentiles = 5, 5, 3
	for _, g := range p.flow.Groups {
		for _, s := range g.Stages {
			w.steps = max(w.steps, len(thousands(s.Steps)))
			w.name = max(w.name, output.Columns(output.Escaped(p.names[s.Span])))
		}
		if len(g.By) > 0 {
			w.name = max(w.name, 2+output.Columns(output.Escaped(valuesText(g.By))))
		}
	}
	w.name = min(w.name, max(p.Width/4, 12))
	const share, gaps, percentiles = 8, 2 + 2 + 3, 3 * 8
	left := p.Width - w.name - w.steps - share - gaps - percentiles
	switch {
	case left >= 20:
		w.bar = min(left*9/20, 22)
		w.times = min(left-w.bar, 25)
	case left < -3:
		w.percentiles = 1
	}
}

func (p *funnelText) heading() {
	line := pad("stage", p.name) + "  " + padLeft("steps", p.steps) + "  "
	before := "of the stage before"
	if p.bar == 0 {
		before = "share"
	}
	line += pad(before, p.shareWidth())
	if p.times > 0 {
		words := "time since it, 1ms to 1d"
		if p.times < len(words) {
			words = "1ms to 1d"
		}
		line += "   " + pad(words, p.times)
	}
	for _, name := range p.percentileNames() {
		line += padLeft(name, 8)
	}
	p.Printf("%s\n", p.Paint(strings.TrimRight(line, " "), paintDim))
}

func (p *funnelText) percentileNames() []string {
	if p.percentiles == 1 {
		return []string{"p95"}
	}
	return []string{"p50", "p95", "p99"}
}

func (p *funnelText) shareWidth() int {
	if p.bar == 0 {
		return 8
	}
	return 7 + 1 + p.bar
}

// stage prints a stage and its groups.
func (p *funnelText) stage(i int) {
	whole := &p.flow.Groups[0].Stages[i]
	p.row(p.names[whole.Span], whole, paintBold)
	p.details(whole)
	if len(whole.Before) == 0 {
		return
	}
	var groups []*validator.FunnelGroup
	for g := range p.flow.Groups[1:] {
		if one := &p.flow.Groups[1+g]; one.Stages[i].Steps > 0 || one.Stages[i].HasShare && one.Stages[i].Asked > 0 {
			groups = append(groups, one)
		}
	}
	shown := p.largest(groups, i)
	for _, g := range groups {
		if slices.Contains(shown, g) {
			p.row("  "+valuesText(g.By), &g.Stages[i])
		}
	}
	if more := len(groups) - len(shown); more > 0 {
		p.Printf("%s\n", p.Paint(fmt.Sprintf("  and %s: --verbose shows them", output.Count(more, "smaller group")), paintDim))
	}
}

// shownGroups is how many groups of a stage are printed unless all are asked for.
const shownGroups = 20

// largest returns the groups that are printed: those with the most steps; that of unknown steps always.
func (p *funnelText) largest(groups []*validator.FunnelGroup, stage int) []*validator.FunnelGroup {
	if p.Verbose || len(groups) <= shownGroups {
		return groups
	}
	sorted := slices.Clone(groups)
	always := func(g *validator.FunnelGroup) int {
		if slices.ContainsFunc(g.By, func(v validator.FunnelValue) bool { return v.Kind == validator.FunnelNotKnown }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(sorted, func(a, b *validator.FunnelGroup) int {
		x, y := &a.Stages[stage], &b.Stages[stage]
		return cmp.Or(cmp.Compare(always(a), always(b)), cmp.Compare(y.Asked, x.Asked), cmp.Compare(y.Steps, x.Steps))
	})
	return sorted[:shownGroups]
}

// row prints the line of a stage or of a group.
func (p *funnelText) row(name string, s *validator.FunnelStage, codes ...string) {
	line := p.Paint(pad(cutTo(output.Escaped(name), p.name), p.name), codes...) + "  " + padLeft(thousands(s.Steps), p.steps) + "  "
	line += p.share(s)
	if p.times > 0 {
		line += "   " + p.Paint(pad(histogram(s.Time.Buckets, p.times), p.times), paintBlue)
	}
	if s.Time.Count > 0 {
		values := []time.Duration{s.Time.P50, s.Time.P95, s.Time.P99}
		if p.percentiles == 1 {
			values = values[1:2]
		}
		for _, d := range values {
			line += padLeft(model.DurationWords(d), 8)
		}
	}
	p.Printf("%s\n", strings.TrimRight(line, " "))
}

// share prints how many came, as a number and as a bar.
func (p *funnelText) share(s *validator.FunnelStage) string {
	width := p.shareWidth()
	share, ok := s.Share()
	if !ok {
		text := ""
		if ratio, ok := s.Ratio(); ok {
			text = strconv.FormatFloat(ratio, 'f', 2, 64) + " for each"
			if p.bar == 0 {
				text = "× " + strconv.FormatFloat(ratio, 'f', 2, 64)
			}
		} else if s.Sampling < 1 {
			text = strconv.FormatFloat(s.Sampling*100, 'g', 4, 64) + "% of traces are kept"
			if p.bar == 0 {
				text = strconv.FormatFloat(s.Sampling*100, 'g', 4, 64) + "% kept"
			}
		}
		return pad(cutTo(text, max(width, 21)), width)
	}
	text := padLeft(percentOf(share), 7)
	if p.bar == 0 {
		return pad(text, width)
	}
	came := int(share*float64(p.bar) + 0.5)
	lost := int(float64(s.Lost)/float64(s.Asked)*float64(p.bar) + 0.5)
	if s.Lost > 0 {
		lost = max(lost, 1)
	}
	came = min(came, p.bar-lost)
	if s.NotDone > 0 && came+lost == p.bar && lost < p.bar {
		came = max(came-1, 0)
	}
	return text + " " + p.Paint(strings.Repeat("█", came), paintBlue) + p.Paint(strings.Repeat("▒", lost), paintRed) +
		p.Paint(strings.Repeat("░", max(p.bar-came-lost, 0)), paintDim)
}

// details says what did not come and why, below the line of a stage.
func (p *funnelText) details(s *validator.FunnelStage) {
	var words, codes []string
	add := func(n int64, code, text string) {
		if n > 0 {
			words, codes = append(words, thousands(n)+" "+text), append(codes, code)
		}
	}
	if s.HasShare {
		lost := "lost"
		if s.Asked > 0 {
			lost += " (" + percentOf(float64(s.Lost)/float64(s.Asked)) + ")"
		}
		add(s.Lost, paintRed, lost)
		add(s.NotDone, "", "not done")
		add(s.Waiting, "", "may still come")
	}
	add(s.Late, paintLate, "late")
	add(s.Time.Negative, "", "before it by the clock")
	add(s.Orphans, "", "without it")
	if s.Measured && s.Lasted.Count > 0 {
		words, codes = append(words, "lasted "+model.DurationWords(s.Lasted.P50)+" (p95 "+model.DurationWords(s.Lasted.P95)+")"), append(codes, "")
	}
	p.list(p.name+2+p.steps+2, words, codes)
}

// list prints words with commas, wrapped and indented, each in its colour.
func (p *funnelText) list(indent int, words, codes []string) {
	if p.bar == 0 {
		indent = 4
	}
	at := 0
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		switch wide := output.Columns(word); {
		case i == 0:
			p.Printf("%s", strings.Repeat(" ", indent))
			at = indent + wide
		case at+1+wide > p.Width:
			p.Printf("\n%s", strings.Repeat(" ", indent))
			at = indent + wide
		default:
			p.Printf(" ")
			at += 1 + wide
		}
		if codes[i] != "" {
			word = p.Paint(strings.TrimSuffix(word, ","), codes[i]) + word[len(strings.TrimSuffix(word, ",")):]
		}
		p.Printf("%s", word)
	}
	if len(words) > 0 {
		p.Printf("\n")
	}
}

// remarks says what the reader has to know besides.
func (p *funnelText) remarks() {
	var texts []string
	if p.flow.Partial {
		texts = append(texts, "The input is a part of what was emitted, so what did not come may have been left out: there are no shares.")
	}
	if p.flow.LargeTraces > 0 {
		texts = append(texts, output.Count(p.flow.LargeTraces, "trace")+" had too many records: the earliest of them are counted.")
	}
	for i, text := range texts {
		if i == 0 {
			p.Printf("\n")
		}
		p.note(text)
	}
}

// note prints a remark, dim and wrapped.
func (p *funnelText) note(text string) {
	for _, line := range output.Wrap(output.Escaped(text), p.Width, p.Width) {
		p.Printf("%s\n", p.Paint(line, paintDim))
	}
}
