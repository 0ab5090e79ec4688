package report

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// What is shown of one kind of mistake.
const (
	mostPageSources = 5
	mostFollows     = 8
	mostCandidates  = 3   // traces of which the plainest is drawn
	mostWords       = 400 // characters of a text
)

// kindID is the id of the element of the kind with a number.
func kindID(n int) string { return "kind" + strconv.Itoa(n+1) }

// kind is one kind of mistake.
func (p *findingsPage) kind(d *defect, n int, axis *page.Axis) page.Kind {
	f := d.first()
	class, severity := output.PageClass(severityOf(d.severity))
	rule, _ := validator.RuleByID(f.Rule)
	out := page.Kind{
		ID: kindID(n), Class: class, Severity: severity, What: page.Cut(f.Message, mostWords), Rule: f.Rule, Fix: rule.Fix,
		Count: pageAmount(d.records, d.traces, d.places), Sources: p.sources(d), Spec: p.excerpt(f.Spec),
	}
	pair := func(label, text string) {
		if text != "" {
			out.Pairs = append(out.Pairs, page.Pair{Label: label, Text: page.Cut(text, mostWords)})
		}
	}
	if d.places > 0 {
		p.brokenInputs(pair)
	} else if len(f.Examples) > 0 {
		pair("seen", f.Examples[0].Actual)
		pair("expected", f.Examples[0].Expected)
	}
	pair("perhaps", f.Suggestion)
	pair("baseline", p.Baseline.words(f.Fingerprint))
	for i, c := range d.follows {
		if i == mostFollows {
			out.Follows = append(out.Follows, page.Numbered(int64(len(d.follows)-i), "more consequence"))
			break
		}
		text := c.first().Rule + ": " + page.Cut(c.first().Message, mostWords)
		if c.traces > 0 {
			text += " (" + page.Numbered(c.traces, "trace") + ")"
		}
		out.Follows = append(out.Follows, text)
	}
	out.Trace = p.waterfall(d, axis)
	return out
}

// brokenInputs names the inputs that could not be read as a whole.
func (p *findingsPage) brokenInputs(pair func(label, text string)) {
	shown := 0
	for i := range p.Inputs {
		if in := &p.Inputs[i]; in.Broken > 0 {
			if shown++; shown <= mostNotes {
				pair("seen", problem(in))
			}
		}
	}
	if shown > mostNotes {
		pair("seen", page.Numbered(int64(shown-mostNotes), "more input"))
	}
}

// pageAmount is amount with commas in numbers.
func pageAmount(records, traces, places int64) string {
	switch {
	case records > 0 && traces > 0:
		return page.Numbered(records, "record") + " in " + page.Numbered(traces, "trace")
	case traces > 0:
		return page.Numbered(traces, "trace")
	case places > 0:
		return page.Numbered(places, "place")
	case records > 0:
		return page.Numbered(records, "record")
	}
	return ""
}

// amountOf is what the sources of a defect are compared by.
func amountOf(f *trace.Finding) int64 { return cmp.Or(f.Records, f.Traces, f.Places) }

// sources are the services and versions of a defect, those with the most of it first.
func (p *findingsPage) sources(d *defect) []page.Source {
	list := slices.DeleteFunc(slices.Clone(d.findings), func(f *trace.Finding) bool { return f.Service == "" && len(d.findings) == 1 || amountOf(f) == 0 })
	slices.SortStableFunc(list, func(a, b *trace.Finding) int { return cmp.Compare(amountOf(b), amountOf(a)) })
	var out []page.Source
	for i, f := range list {
		if i == mostPageSources && len(list) > mostPageSources+1 {
			out = append(out, page.Source{Name: page.Numbered(int64(len(list)-i), "other"), Count: ""})
			break
		}
		out = append(out, page.Source{
			Name: cmp.Or(page.Cut(source(f), 60), "(service unknown)"), Count: page.Number(amountOf(f)), Width: page.WidthOf(amountOf(f), amountOf(list[0])),
		})
	}
	return out
}

// excerpt returns the line of a spec that is broken, with those around it; nil where the place or the file is not known.
func (p *findingsPage) excerpt(at trace.Place) *page.Excerpt {
	if p.Shown == nil || at.Line <= 0 || p.Shown.Sources[at.File] == nil {
		return nil
	}
	out := &page.Excerpt{Place: fmt.Sprintf("%s:%d:%d", p.path(at.File), at.Line, at.Column)}
	for n := max(1, at.Line-1); n <= at.Line+1; n++ {
		text, ok := lineOfFile(p.Shown.Sources[at.File], n)
		if ok {
			out.Lines = append(out.Lines, page.ExcerptLine{Number: fmt.Sprintf("%4d", n), Text: page.Cut(text, 120), Marked: n == at.Line})
		}
	}
	return out
}

// lineOfFile returns a line of a text, counted from 1, without its end.
func lineOfFile(text []byte, n int) (string, bool) {
	for ; n > 1; n-- {
		_, rest, ok := bytes.Cut(text, []byte("\n"))
		if !ok {
			return "", false
		}
		text = rest
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.ReplaceAll(bytes.TrimSuffix(line, []byte("\r")), []byte("\t"), []byte("    "))), true
}

// TracesToShow returns the ids of the traces that the page may draw: the first examples of the kinds of mistakes that have room for one.
func (f Findings) TracesToShow() []trace.ID {
	var out []trace.ID
	kinds := 0
	for _, d := range f.defects(false) {
		if d.severity < trace.Warning {
			continue
		}
		if kinds++; kinds > page.MostTraces {
			break
		}
		for _, id := range candidates(d) {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// candidates returns the traces of which one is drawn for a defect.
func candidates(d *defect) []trace.ID {
	var out []trace.ID
	for _, f := range d.findings {
		for _, e := range f.Examples {
			id, ok := trace.ParseID([]byte(e.TraceID))
			if !ok || slices.Contains(out, id) {
				continue
			}
			if out = append(out, id); len(out) == mostCandidates {
				return out
			}
		}
	}
	return out
}

// waterfall draws the plainest of the traces that show a defect: that in which the least else is wrong and the fewest records are.
func (p *findingsPage) waterfall(d *defect, axis *page.Axis) *page.Waterfall {
	if p.Shown == nil || axis == nil || d.severity < trace.Warning {
		return nil
	}
	shows := func(b *trace.Breach) bool {
		f := d.first()
		return b.Rule == f.Rule && b.Span == f.Span && b.Tag == f.Tag
	}
	var best *picture.Picture
	least := [3]int{}
	for _, id := range candidates(d) {
		drawn := p.Shown.Pictures[id]
		if drawn == nil {
			continue
		}
		rank := plainness(drawn, shows)
		if best == nil || slices.Compare(rank[:], least[:]) < 0 {
			best, least = drawn, rank
		}
	}
	if best == nil {
		return nil
	}
	return page.Draw(best, axis, shows)
}

// plainness ranks a trace: one that shows the defect first, then those with the least else that is wrong, then those with the fewest records.
func plainness(p *picture.Picture, shows func(*trace.Breach) bool) [3]int {
	rank := [3]int{1, 0, p.Records}
	p.Rows(func(r *picture.Row) {
		for i := range r.Breaks {
			if shows(&r.Breaks[i]) {
				rank[0] = 0
			} else {
				rank[1]++
			}
		}
	})
	return rank
}
