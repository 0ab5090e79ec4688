package check

import "github.com/specgen/specgen/validator/trace"

// brokenInput is reported by Judge.Broken, because it is about no record.
var brokenInput = Rule{Doc: Doc{
	ID: BrokenInput, About: aboutInput, Severity: trace.Error,
	What:    "An input cannot be read, or not all of it. The records around the place are judged where the format lets the reader go on: at the next line, not in the middle of a document.",
	Why:     "What was not read was not judged; counts and absences are not to be trusted.",
	Example: "a file whose last line was cut off when the disk was full",
	Fix:     "See whether it is the file that was meant, and what is wrong at the place, which counts after decompression. Export it again, or leave it out.",
}}

// BrokenInput is the id of the rule whose findings count places of inputs, and no records.
const BrokenInput = "broken-input"
