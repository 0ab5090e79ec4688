package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// headLines is how many lines the head takes at most: what was read, how far the traces came, and which causes are in most traces.
const headLines = 10

// head prints the head and an empty line. At least three causes have room: if the funnels would take more lines, only the first of
// them are printed.
func (p *findingsText) head(defects []*defect) {
	p.read()
	causes := byTraces(defects)
	if len(causes) < 2 {
		causes = nil // the only one is printed just below
	}
	room := headLines - p.Lines() - min(len(causes), 3)
	p.funnels(max(room, 1))
	p.causes(causes, max(headLines-p.Lines(), 1))
	p.Printf("\n")
}

// read says what was read.
func (p *findingsText) read() { p.topic("Read", p.readSentence()) }

func (p *findingsText) readSentence() string {
	inputs := output.Count(len(p.result.Inputs), "input")
	if len(p.result.Inputs) == 1 {
		inputs = p.result.Inputs[0].File
	}
	s := &p.result.Summary
	text := fmt.Sprintf("%s: %s", inputs, output.Count(s.Records, "record"))
	if flows := p.flowsSeen(); len(flows) > 0 {
		share := "all"
		if s.FlowRecords < s.Records {
			share = strconv.FormatInt(s.FlowRecords, 10)
		}
		text += fmt.Sprintf(", %s of %s, in %s", share, strings.Join(flows, " and "), output.Count(s.Traces, "trace"))
	} else {
		text += ", none of a flow"
	}
	if n := p.notWhole(); n > 0 {
		text += "; " + strconv.Itoa(n) + " not read as a whole"
	}
	return text
}

// flowsSeen names the flows of which there are records.
func (p *findingsText) flowsSeen() (names []string) {
	s := &p.result.Summary
	for _, span := range s.Spans {
		if name := "flow " + span.Flow; span.Records > 0 && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 && s.FlowRecords > 0 {
		names = []string{"a flow"}
	}
	return names
}

// topicWidth is that of the words that lines of the head begin with, and the spaces behind them.
const topicWidth = len("Funnel  ")

// topic writes a line of the head behind a word, wrapped below itself.
func (p *findingsText) topic(word, text string) {
	p.Hang(fmt.Sprintf("%-*s", topicWidth, word), topicWidth, topicWidth, output.Escaped(text))
}

// funnels writes how far the traces came, a paragraph for each kind of trace, as far as there is room for whole ones.
func (p *findingsText) funnels(room int) {
	all := p.result.Summary.Funnels
	word := "Funnel"
	for i := range all {
		for _, kind := range kindsOf(&all[i]) {
			part := p.part()
			text := kind.sentence()
			if p.result.Complete() && !p.result.Partial { // what is missing from a part of the data was not lost on the way
				text += kind.drop()
			}
			if len(all) > 1 {
				text = all[i].Flow + ", " + text
			}
			part.topic(word, text)
			if room -= part.Lines(); room < 0 && word == "" {
				return
			}
			p.Append(part.Text)
			word = ""
		}
	}
}

// kindOfTrace is the stages of a funnel in one kind of trace: their numbers compare.
type kindOfTrace struct {
	name   string
	prefix string // that the names of all stages of the funnel have in common, up to a colon
	stages []validator.Stage
	most   int64 // traces at a stage
}

// kindsOf returns the kinds of trace of a funnel, in its order. There is none where no trace came to any stage.
func kindsOf(f *validator.Funnel) []kindOfTrace {
	var kinds []kindOfTrace
	none := true
	prefix := commonPrefix(f.Stages)
	for _, s := range f.Stages {
		if n := len(kinds); n == 0 || kinds[n-1].name != s.Trace {
			kinds = append(kinds, kindOfTrace{name: s.Trace, prefix: prefix})
		}
		k := &kinds[len(kinds)-1]
		k.stages, k.most = append(k.stages, s), max(k.most, s.Traces)
		none = none && s.Traces == 0
	}
	if none {
		return nil
	}
	return kinds
}

func commonPrefix(stages []validator.Stage) string {
	first, _, ok := strings.Cut(stages[0].Span, ":")
	for _, s := range stages {
		if !ok || !strings.HasPrefix(s.Span, first+":") {
			return ""
		}
	}
	return first + ":"
}

// sentence lists the stages with their shares of the largest one.
func (k *kindOfTrace) sentence() string {
	var b strings.Builder
	b.WriteString(k.name + ": ")
	for i, s := range k.stages {
		if i > 0 {
			b.WriteString(" → ")
		}
		b.WriteString(k.short(s) + " " + strconv.FormatInt(s.Traces, 10))
		if len(k.stages) > 1 && k.most > 0 {
			b.WriteString(" (" + percent(s.Traces, k.most) + ")")
		}
	}
	if sampling := k.stages[0].Sampling; sampling < 1 {
		b.WriteString(" (" + strconv.FormatFloat(sampling*100, 'g', 4, 64) + "% kept)")
	}
	return b.String()
}

// drop says between which stages most traces are lost, or returns "" where none is.
func (k *kindOfTrace) drop() string {
	from, lost := k.biggestDrop()
	if lost == 0 {
		return ""
	}
	before := k.stages[from].Traces
	return fmt.Sprintf("; biggest drop: %s → %s, %d of %s (%s)", k.short(k.stages[from]), k.short(k.stages[from+1]), lost,
		output.Count(before, "trace"), percent(lost, before))
}

func (k *kindOfTrace) short(s validator.Stage) string { return strings.TrimPrefix(s.Span, k.prefix) }

// biggestDrop returns the stage behind which most traces are lost, and how many.
func (k *kindOfTrace) biggestDrop() (from int, lost int64) {
	for i := range k.stages[1:] {
		if n := k.stages[i].Traces - k.stages[i+1].Traces; n > lost {
			from, lost = i, n
		}
	}
	return from, lost
}

// percent writes a share so that only all is 100% and only nothing is 0%.
func percent(part, whole int64) string {
	switch n := float64(part) / float64(whole) * 100; {
	case part > 0 && n < 0.5:
		return "<1%"
	case part < whole && n > 99:
		return ">99%"
	default:
		return strconv.FormatFloat(n, 'f', 0, 64) + "%"
	}
}

// causes prints a line for each defect, as far as there is room. The first one is wrapped, the others are cut.
func (p *findingsText) causes(causes []*defect, room int) {
	width := 0
	for _, d := range causes {
		width = max(width, utf8.RuneCountInString(measure(d.records, d.traces, d.places)))
	}
	end := p.Lines() + room
	word := "Causes"
	for i, d := range causes {
		if i > 0 && p.Lines() == end-1 && i < len(causes)-1 {
			p.Printf("%-*s%s\n", topicWidth, word, strconv.Itoa(len(causes)-i)+" more")
			return
		}
		head := fmt.Sprintf("%-*s%*s  ", topicWidth, word, width, measure(d.records, d.traces, d.places))
		text := output.Escaped(d.first().Rule + ": " + d.first().Message)
		after := ""
		if n := len(d.follows); n > 0 {
			after = " (+" + output.Count(n, "consequence") + ")"
		}
		if p.Width-len(head)-len(after) < narrowest {
			after = ""
		}
		if i == 0 {
			p.Hang(head, len(head), len(head), text+after)
		} else {
			p.Printf("%s%s%s\n", head, cut(text, p.Width-len(head)-len(after)), after)
		}
		word = ""
	}
}
