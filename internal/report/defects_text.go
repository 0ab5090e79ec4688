package report

import (
	"fmt"
	"strconv"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// What is listed of a defect unless all is asked for.
const (
	mostSources      = 3 // services with their versions
	mostConsequences = 4
	mostInfos        = 2 // of one rule
	fullFirst        = 3 // defects that are printed in full before others get more than a headline
)

// fit prints defects in as much detail as there is room for, in lines: the first few in full, then all others in two lines, or
// with a headline only, then more of them in full. No defect has less detail than one below it. The first one is in full even if
// headlines at the end have to be left out for it.
func (p *findingsText) fit(defects []*defect, room int) {
	parts := make([]*findingsText, len(defects))
	used := 1 // the empty line behind the last one
	for i, d := range defects {
		parts[i] = p.part()
		parts[i].headline(d)
		used += parts[i].Lines()
	}
	expand := func(from, to int, write func(*findingsText, *defect)) (next int) {
		for i := from; i < to; i++ {
			part := p.part()
			write(part, defects[i])
			more := part.Lines() - parts[i].Lines()
			if used+more > room && i > 0 {
				return i
			}
			parts[i], used = part, used+more
		}
		return to
	}
	full := expand(0, min(fullFirst, len(defects)), (*findingsText).full)
	expand(full, len(defects), (*findingsText).brief)
	expand(full, len(defects), (*findingsText).full)
	p.write(parts, max(room, twoScreens/2))
}

// write writes what is laid out of each defect, as far as there is room, and how many are left out.
func (p *findingsText) write(parts []*findingsText, room int) {
	if len(parts) == 0 {
		return
	}
	const blank, howMany = 1, 1 // lines behind the defects
	left := blank
	for _, part := range parts {
		left += part.Lines()
	}
	for i, part := range parts {
		all := left <= room
		left -= part.Lines()
		if room -= part.Lines(); !all && room < howMany+blank && i > 0 {
			p.Printf("%d more; --verbose shows them\n", len(parts)-i)
			break
		}
		p.Append(part.Text)
	}
	if !p.EndsBlank() {
		p.Printf("\n")
	}
}

// full writes all that is known of a defect but for further examples, and what follows from it.
func (p *findingsText) full(d *defect) {
	p.title(d, d.first().Message)
	p.details(d)
	for i, c := range d.follows {
		if i == mostConsequences {
			p.field(" ", output.Count(len(d.follows)-i, "more consequence")+"; --verbose shows them")
			break
		}
		p.consequence(i, c, p.field)
	}
	p.Printf("\n")
}

// withConsequences writes a defect and, after it, all that follows from it in the same way.
func (p *findingsText) withConsequences(d *defect) {
	p.title(d, d.first().Message)
	p.details(d)
	p.Printf("\n")
	for _, c := range d.follows {
		p.title(c, c.first().Message)
		p.field("", "It follows from "+d.first().Rule+": "+d.first().Message)
		p.details(c)
		p.Printf("\n")
	}
}

// brief writes a defect in two lines, and one for each of its first consequences.
func (p *findingsText) brief(d *defect) {
	p.title(d, d.first().Message)
	text := d.about()
	if f := d.first(); len(f.Examples) > 0 && f.Examples[0].Actual != "" {
		text += ": " + f.Examples[0].Actual
		if want := f.Examples[0].Expected; want != "" {
			text += "; expected: " + want
		}
	} else if d.places > 0 {
		text += "; --verbose shows them"
	}
	p.shortField("", text)
	for i, c := range d.follows {
		if i == 2 && len(d.follows) > 3 {
			p.shortField(" ", output.Count(len(d.follows)-i, "more consequence"))
			break
		}
		p.consequence(i, c, p.shortField)
	}
}

// headline writes a defect in one line, which is wrapped.
func (p *findingsText) headline(d *defect) {
	text := d.first().Message
	if n := measure(d.records, d.traces, d.places); n != "" {
		text += " (" + n + d.from() + ")"
	}
	if n := len(d.follows); n > 0 {
		text += ", which explains " + strconv.Itoa(n) + " more"
	}
	p.title(d, text)
}

// title writes severity and rule before a text.
func (p *findingsText) title(d *defect, text string) {
	label := d.severity.String() + " " + d.first().Rule
	head := p.paint(d.severity, label) + ":"
	headWidth := len(label) + len(": ")
	if p.Width-headWidth < narrowest {
		p.Printf("%s\n", head)
		p.field("", text)
		return
	}
	p.Hang(head+" ", headWidth, len(indent), output.Escaped(text))
}

func (p *findingsText) consequence(i int, d *defect, field func(label, text string)) {
	label := " "
	if i == 0 {
		label = "explains"
	}
	text := d.first().Rule + ": " + d.first().Message
	if d.traces > 0 {
		text += " (" + output.Count(d.traces, "trace") + ")"
	}
	field(label, text)
}

// details writes all but the headline and the consequences.
func (p *findingsText) details(d *defect) {
	if len(d.findings) == 1 {
		p.field("", d.about())
	} else {
		p.field("", amount(d.records, d.traces, d.places))
		p.sources(d)
	}
	if d.places > 0 {
		p.unreadableInputs()
	} else {
		p.examples(d)
	}
	f := d.first()
	if rule, ok := validator.RuleByID(f.Rule); ok && !p.fixed[f.Rule] {
		p.fixed[f.Rule] = true
		p.field("to do", rule.Fix)
	}
}

// sources writes a line for each service and version, the first few.
func (p *findingsText) sources(d *defect) {
	width := len(measure(d.first().Records, d.first().Traces, d.first().Places))
	for i, f := range d.findings {
		if i == mostSources && !p.Verbose && len(d.findings) > mostSources+1 {
			p.field("", fmt.Sprintf("%*s  %s", width, "", strconv.Itoa(len(d.findings)-i)+" more services and versions"))
			return
		}
		from := source(f)
		if from == "" {
			from = "(service unknown)"
		}
		p.field("", fmt.Sprintf("%*s  %s", width, measure(f.Records, f.Traces, f.Places), from))
	}
}

// examples writes what is known of the records that show a defect.
func (p *findingsText) examples(d *defect) {
	f := d.first()
	if len(f.Examples) > 0 {
		p.field("seen", f.Examples[0].Actual)
		p.field("expected", f.Examples[0].Expected)
	}
	p.field("perhaps", f.Suggestion)
	p.field("spec", specPlace(f.Spec))
	p.field("baseline", p.beside.words(f.Fingerprint))
	for i, f := range d.findings {
		for j, e := range f.Examples {
			if i == 0 && j == 0 || p.Verbose {
				where, which := examplePlace(e)
				p.field("for one", where)
				p.field(" ", which)
			}
		}
	}
}

func specPlace(at trace.Place) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
}

// infos writes infos, a line each, the first few of each rule.
func (p *findingsText) infos(infos []*defect) {
	listed := map[string]int{}
	for _, d := range infos {
		rule := d.first().Rule
		if listed[rule]++; listed[rule] <= mostInfos {
			p.headline(d)
		}
	}
	for _, d := range infos {
		rule := d.first().Rule
		if more := listed[rule] - mostInfos; more > 0 {
			p.title(d, strconv.Itoa(more)+" more; --verbose shows them")
			listed[rule] = 0
		}
	}
	if len(infos) > 0 {
		p.Printf("\n")
	}
}
