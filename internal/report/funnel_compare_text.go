package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// comparison prints how the two sides differ: one sentence, the tables, and how it was judged.
func (p *funnelText) comparison(c *validator.FunnelComparison) {
	sentence, code := p.sentence(c)
	for _, line := range output.Wrap(output.Escaped(sentence), p.Width, p.Width) {
		p.Printf("%s\n", p.Paint(line, paintBold, code))
	}
	p.differences(c, validator.FunnelShare, "share that came")
	p.differences(c, validator.FunnelP95, "time to it, p95")
	p.Printf("\n")
	for _, text := range p.judged(c) {
		p.note(text)
	}
}

// sentence returns what matters most, and its colour.
func (p *funnelText) sentence(c *validator.FunnelComparison) (text, code string) {
	if p.flow.Partial {
		return "Nothing can be compared: the input is a part of what was emitted, so what did not come may have been left out.", paintLate
	}
	if c.Shares == 0 {
		return fmt.Sprintf("There is too little to tell whether %s and %s differ.", c.Where, c.Base), paintDim
	}
	if c.Worst < 0 {
		return fmt.Sprintf("No difference is seen between %s and %s, in %s.", c.Where, c.Base, output.Count(c.Shares, "share")), paintDim
	}
	d := &c.Differences[c.Worst]
	stage := p.names[d.Stage]
	if len(d.By) > 0 {
		stage += " on " + valuesText(d.By)
	}
	low, high := d.Low, d.High
	switch d.Called {
	case validator.FunnelFewer:
		text = fmt.Sprintf("%s loses %s points more at %s than %s", c.Where, number(d.Difference), stage, c.Base)
		low, high = -d.High, -d.Low
	case validator.FunnelMore:
		text = fmt.Sprintf("%s has %s points more at %s than %s", c.Where, number(d.Difference), stage, c.Base)
	default:
		return fmt.Sprintf("%s is %s to %s than %s: the 95th percentile is %s instead of %s%s.", c.Where, d.Called, stage, c.Base,
			seconds(d.Where), seconds(d.Base), p.explained(c)), colorOfCall(d.Called)
	}
	return fmt.Sprintf("%s (95 %% interval %s to %s)%s.", text, signless(low), signless(high), p.explained(c)), colorOfCall(d.Called)
}

// explained says which group has most of the worst difference.
func (p *funnelText) explained(c *validator.FunnelComparison) string {
	if c.Explains < 0 {
		return ""
	}
	d := &c.Differences[c.Explains]
	much := "most of it"
	switch {
	case d.Measure == validator.FunnelP95:
		return ", most of all on " + valuesText(d.By)
	case c.Explained >= 0.9:
		much = "all of it"
	case c.Explained < 0.5:
		much = "some of it"
	}
	return fmt.Sprintf(", %s on %s (%s points)", much, valuesText(d.By), number(d.Difference))
}

// number writes the size of a difference of shares, in points.
func number(share float64) string { return strings.TrimLeft(points(math.Abs(share)), "+") }

// signless writes an end of an interval in points, without a plus.
func signless(share float64) string { return strings.TrimPrefix(points(share), "+") }

func colorOfCall(call validator.FunnelCall) string {
	switch {
	case call.IsWorse():
		return paintRed
	case call.IsCalled():
		return "32"
	}
	return paintDim
}

// seconds writes a number of seconds as a duration.
func seconds(s float64) string { return model.DurationWords(time.Duration(math.Round(s * 1e9))) }

// differences prints the table of a measure: each stage, and the groups that are called.
func (p *funnelText) differences(c *validator.FunnelComparison, measure validator.FunnelMeasure, title string) {
	var rows []*validator.FunnelDifference
	rest, few := 0, 0
	for i := range c.Differences {
		switch d := &c.Differences[i]; {
		case d.Measure != measure:
		case len(d.By) == 0 || d.Called.IsCalled() || p.Verbose:
			rows = append(rows, d)
		case d.Called == validator.FunnelTooFew:
			few++
		default:
			rest++
		}
	}
	if len(rows) == 0 {
		return
	}
	p.Printf("\n")
	p.differenceRow(rows, title, c.Base, c.Where, "difference", "95 % interval", "", paintDim)
	for _, d := range rows {
		name := p.names[d.Stage]
		if len(d.By) > 0 {
			name = "  " + valuesText(d.By)
			if p.Verbose {
				name = "  " + p.names[d.Stage] + ", " + valuesText(d.By)
			}
		}
		base, where, difference, low, high := p.words(d)
		p.differenceRow(rows, name, base, where, difference, low+" to "+high, string(d.Called), colorOfCall(d.Called))
	}
	if rest > 0 {
		p.Printf("%s\n", p.Paint(fmt.Sprintf("  and %d more, no difference seen", rest), paintDim))
	}
	if few > 0 {
		p.Printf("%s\n", p.Paint(fmt.Sprintf("  and %d with too few to tell", few), paintDim))
	}
}

// words writes the numbers of a difference.
func (p *funnelText) words(d *validator.FunnelDifference) (base, where, difference, low, high string) {
	if d.Measure == validator.FunnelShare {
		return percentOf(d.Base), percentOf(d.Where), points(d.Difference) + " points", points(d.Low), points(d.High)
	}
	sign := func(s float64) string {
		switch text := seconds(math.Abs(s)); {
		case s < 0:
			return "−" + text
		case s > 0:
			return "+" + text
		}
		return "0"
	}
	return seconds(d.Base), seconds(d.Where), sign(d.Difference), sign(d.Low), sign(d.High)
}

// differenceRow prints a line of the table, of which the words at its end have a colour; a heading is dim as a whole. What does not fit is
// left out: first the interval, then the shares themselves.
func (p *funnelText) differenceRow(rows []*validator.FunnelDifference, name, base, where, difference, interval, call, code string) {
	wide := 16
	for _, d := range rows {
		wide = max(wide, output.Columns(output.Escaped(p.names[d.Stage]+valuesText(d.By)))+4)
	}
	const sides, interval95, rest = 2*13 + 3, 22, 14 + 18 // columns
	switch {
	case p.Width >= 100:
		wide = min(wide, p.Width-sides-interval95-rest)
	case p.Width >= 80:
		wide = min(wide, p.Width-sides-rest)
	default:
		wide = min(wide, max(p.Width/4, 9))
	}
	line := pad(cutTo(output.Escaped(name), wide-1), wide)
	if p.Width-wide >= sides+rest {
		side := func(text string) string { return padLeft(cutTo(output.Escaped(text), 12), 13) }
		line += side(base) + side(where) + "   "
	}
	if p.Width < 56 {
		line += pad(difference, 12)
	} else {
		line += pad(difference, 14)
	}
	if p.Width-wide >= sides+interval95+rest {
		line += pad(interval, interval95)
	}
	if call == "" {
		p.Printf("%s\n", p.Paint(strings.TrimRight(line, " "), code))
		return
	}
	p.Printf("%s%s\n", line, p.Paint(call, code))
}

// judged says how the sides were compared, and what would make it more certain.
func (p *funnelText) judged(c *validator.FunnelComparison) []string {
	keys := "trace"
	if len(c.Keys) > 0 {
		keys = strings.Join(c.Keys, " and ")
	}
	var out []string
	first := ""
	if len(c.Inferred) > 0 {
		first = fmt.Sprintf("A step counts for the %s that its %s had last shown before it", strings.Join(c.Inferred, " and "), keys)
		if c.Unknown.Asked > 0 {
			first += fmt.Sprintf("; %s asked for %s of which that is not known stand apart, and %s of those came",
				thousands(c.Unknown.Asked), p.names[c.Unknown.Stage], percentOf(float64(c.Unknown.Came)/float64(c.Unknown.Asked)))
		}
		first += ". "
	}
	out = append(out, first+fmt.Sprintf("Judged by %s, as what one of them does is not independent; %s together at 5 %% (Holm).", keys, output.Count(c.Shares, "share")))
	for i, tag := range c.Inferred {
		if c.Carry[i] == "" {
			continue
		}
		out = append(out, fmt.Sprintf("The spec has no %s on %s: with it there, nothing would have to be inferred.", tag, p.names[c.Carry[i]]))
	}
	if c.UnequalTime {
		out = append(out, "The two sides end at different times, so one had longer to do what has no deadline: --window 1h counts only what came within an hour.")
	}
	return out
}

// shownLost is how many groups are printed of those that are lost, unless all are asked for.
const shownLost = 12

// lost prints who is lost at a stage, the worst first, beside the whole.
func (p *funnelText) lost(l *validator.FunnelLost) {
	p.Printf("\n%s\n", p.Paint("who is lost at "+output.Escaped(p.names[l.Stage]), paintDim))
	wide := 5
	shown := l.Groups
	if !p.Verbose && len(shown) > shownLost {
		shown = shown[:shownLost]
	}
	for _, g := range shown {
		wide = max(wide, output.Columns(output.Escaped(lostName(g.By))))
	}
	wide = min(wide, max(p.Width/3, 12))
	row := func(name string, s *validator.FunnelStage, codes ...string) {
		share := float64(s.Lost) / float64(s.Asked)
		p.Printf("%s  %s  %s\n", p.Paint(pad(cutTo(output.Escaped(name), wide), wide), codes...), p.Paint(padLeft(percentOf(share), 7), paintRed),
			thousands(s.Lost)+" of "+thousands(s.Asked))
	}
	row("all", &l.Whole, paintBold)
	for i := range shown {
		row(lostName(shown[i].By), &shown[i].Stage)
	}
	if more := len(l.Groups) - len(shown); more > 0 {
		p.Printf("%s\n", p.Paint(fmt.Sprintf("and %s that lose less: --verbose shows them", output.Count(more, "group")), paintDim))
	}
}

// lostName names a group among those of several tags: a value that is not known says of what.
func lostName(by []validator.FunnelValue) string {
	words := make([]string, len(by))
	for i, v := range by {
		if words[i] = v.Value; v.Kind != validator.FunnelKnown {
			words[i] = v.Key + " " + v.Value
		}
	}
	return strings.Join(words, ", ")
}
