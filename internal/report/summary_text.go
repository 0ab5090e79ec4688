package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// counts lists how many records each span and each service has.
func (p *findingsText) counts() {
	s := &p.result.Summary
	for _, span := range s.Spans {
		p.field("", fmt.Sprintf("%s: %s", span.Span, output.Count(span.Records, "record")))
	}
	if s.Unknown > 0 {
		p.field("", "under names that the flow does not have: "+output.Count(s.Unknown, "record"))
	}
	p.Printf("\n")
	for _, service := range s.Services {
		p.field("", fmt.Sprintf("%s: %s", service.Service, output.Count(service.Records, "record")))
	}
	p.Printf("\n")
}

// funnel draws how many traces came to each stage, as bars. Stages of which only a part is kept say so: their bars do not
// compare. Where no trace came to any stage it draws nothing.
func (p *findingsText) funnel(f *validator.Funnel) {
	columns := p.columnsOf(f)
	if columns.most == 0 {
		return
	}
	p.Hang("", 0, 0, "Traces of "+output.Escaped(f.Flow)+" that reached each stage:")
	for _, s := range f.Stages {
		line := columns.line(s)
		if s.Sampling < 1 {
			line += fmt.Sprintf(" (%s kept)", strconv.FormatFloat(s.Sampling*100, 'g', 4, 64)+"%")
		}
		p.Printf("%s\n", strings.TrimRight(line, " "))
	}
	p.Printf("\n")
}

// funnelColumns is how wide the parts of a funnel's lines are, in characters.
type funnelColumns struct {
	names, digits, bar int
	most               int64 // traces at a stage, whose bar takes all of its column
}

// columnsOf shares the width out. A bar is at least three long, with two spaces before each column and " (99.99% kept)"
// behind; names that do not fit are cut.
func (p *findingsText) columnsOf(f *validator.Funnel) funnelColumns {
	c := funnelColumns{digits: 1}
	for _, s := range f.Stages {
		c.most = max(c.most, s.Traces)
		c.names = max(c.names, utf8.RuneCountInString(output.Escaped(s.Span)))
		c.digits = max(c.digits, len(strconv.FormatInt(s.Traces, 10)))
	}
	c.names = max(min(c.names, p.Width/2, p.Width-c.digits-23), 8)
	c.bar = max(p.Width-c.names-c.digits-len(indent)-16, 3)
	return c
}

// line is a stage's name, number and bar.
func (c funnelColumns) line(s validator.Stage) string {
	name := []rune(output.Escaped(s.Span))
	if len(name) > c.names {
		name = append(name[:c.names-1], '…')
	}
	bar := strings.Repeat("█", int((s.Traces*int64(c.bar)+c.most-1)/c.most))
	return fmt.Sprintf("  %s%s  %*d  %s", string(name), strings.Repeat(" ", c.names-len(name)), c.digits, s.Traces, bar)
}
