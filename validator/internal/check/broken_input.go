package check

import "github.com/specgen/specgen/validator/trace"

// brokenInput is reported by Judge.Broken, because it is about no record.
var brokenInput = Rule{Doc: Doc{
	ID: "broken-input", About: aboutInput, Severity: trace.Error,
	What:    "An input cannot be read, or not all of it. The records around the place are judged where the format lets the reader go on: at the next line, not in the middle of a document.",
	Why:     "What was not read was not judged; counts and absences are not to be trusted.",
	Example: "a file whose last line was cut off when the disk was full",
	Fix:     "Go to the file and offset in the example (after decompression), and export it again.",
}}
