package rules

import (
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var brokenInput = Rule{
	Doc: Doc{
		ID: BrokenInput, About: aboutInput, Severity: trace.Error,
		What:    "An input cannot be read, or not all of it. The records around the place are judged where the format lets the reader go on: at the next line, not in the middle of a document.",
		Why:     "What was not read was not judged, and what is missing may be there: findings that rest on absence say so, and are warnings at most.",
		Example: "a file whose last line was cut off when the disk was full",
		Fix:     "See whether it is the file that was meant, and what is wrong at the place, which counts after decompression. Export it again, or leave it out.",
	},
	Checks: Checks{UnreadablePlace: func(p *Pass, at facts.UnreadablePlace) {
		p.ReportPlace(at, func() findings.Detail {
			return findings.Detail{Actual: at.Problem, Expected: "whole, well-formed input", Message: "an input cannot be read as a whole"}
		})
	}},
}

// BrokenInput is the id of the rule whose findings count places of inputs, and no records.
const BrokenInput = "broken-input"
