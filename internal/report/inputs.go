package report

import (
	"fmt"

	"github.com/specgen/specgen/validator"
)

// mostInputs is how many inputs are listed unless everything is asked for.
const mostInputs = 20

// broken prints what is wrong with each input that could not be read as a whole.
func (p *printer) broken(inputs []validator.Input) {
	var lines []string
	for i := range inputs {
		if in := &inputs[i]; in.Broken > 0 {
			lines = append(lines, problem(in))
		}
	}
	p.list(lines)
}

// problem says why an input could not be read as a whole, and where. Of one that cannot be read at all there is no place.
func problem(in *validator.Input) string {
	where := in.File
	if in.Problem.Line > 0 || in.Problem.Offset > 0 {
		where = place(in.File, in.Problem.Line, in.Problem.Offset)
	}
	text := where + ": " + in.Problem.Message
	if in.Broken > 1 {
		text += fmt.Sprintf(" (and %s)", count(in.Broken-1, "further place"))
	}
	return text
}

// nothing says which inputs hold no record, because nobody asks for findings about nothing.
func (p *printer) nothing(inputs []validator.Input) {
	var lines []string
	for i := range inputs {
		switch in := &inputs[i]; {
		case in.Records > 0 || in.Broken > 0:
		case in.Format == "empty":
			lines = append(lines, in.File+" is empty")
		case in.Skipped > 0:
			lines = append(lines, in.File+" holds no traces, but "+count(in.Skipped, "request")+" with other signals")
		default:
			lines = append(lines, in.File+" holds no record")
		}
	}
	if len(lines) == 0 {
		return
	}
	p.out.WriteString("Nothing to judge:\n")
	p.list(lines)
	p.out.WriteByte('\n')
}

func (p *printer) list(lines []string) {
	for i, line := range lines {
		if i == mostInputs && !p.style.Verbose {
			p.field("", fmt.Sprintf("%d more; --verbose shows them", len(lines)-i))
			return
		}
		p.field("", line)
	}
}
