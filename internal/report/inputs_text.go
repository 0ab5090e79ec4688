package report

import (
	"fmt"

	"github.com/specgen/specgen/internal/output"
)

// mostInputs is how many inputs are listed unless all are asked for.
const mostInputs = 20

// inputs lists every input with what it held.
func (p *findingsText) inputs() {
	for i := range p.result.Inputs {
		in := &p.result.Inputs[i]
		text := in.File + ": "
		if in.Format != "" { // records that came one by one have none, and no bytes
			text += string(in.Format)
			if in.Compression != "none" {
				text += " in " + in.Compression
			}
			text += ", " + output.Count(in.Bytes, "byte") + ", "
		}
		text += output.Count(in.Records, "record")
		if in.Skipped > 0 {
			text += ", " + output.Count(in.Skipped, "request") + " without traces left alone"
		}
		if !in.Complete {
			text += ", not read as a whole"
		}
		p.field("", text)
	}
	p.Printf("\n")
}

// unreadableInputs lists what is wrong with each input that could not be read as a whole.
func (p *findingsText) unreadableInputs() {
	var lines []string
	for i := range p.result.Inputs {
		if in := &p.result.Inputs[i]; in.Broken > 0 {
			lines = append(lines, problem(in))
		}
	}
	p.list(lines)
}

// inputsWithoutRecords lists the inputs that hold no record: no finding speaks of them.
func (p *findingsText) inputsWithoutRecords() {
	var lines []string
	for i := range p.result.Inputs {
		switch in := &p.result.Inputs[i]; {
		case in.Records > 0 || in.Broken > 0:
		case in.Format == "empty":
			lines = append(lines, in.File+" is empty")
		case in.Skipped > 0:
			lines = append(lines, in.File+" holds no traces, but "+output.Count(in.Skipped, "request")+" with other signals")
		default:
			lines = append(lines, in.File+" holds no record")
		}
	}
	if len(lines) == 0 {
		return
	}
	p.Printf("Nothing to judge:\n")
	p.list(lines)
	p.Printf("\n")
}

func (p *findingsText) list(lines []string) {
	for i, line := range lines {
		if i == mostInputs && !p.Verbose {
			p.field("", fmt.Sprintf("%d more; --verbose shows them", len(lines)-i))
			return
		}
		p.field("", line)
	}
}
