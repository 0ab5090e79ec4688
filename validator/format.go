package validator

import "github.com/specgen/specgen/validator/internal/readers"

// Format is what the records of an input are written in.
type Format string

// The formats that are read. Inputs in others are recognized where that is possible, so that a finding can say what to do.
const (
	OTLPJSON  Format = "otlp-json"
	SpanEvent Format = "spanevent"
)

// Formats returns the formats that are read.
func Formats() []Format {
	var out []Format
	for _, f := range readers.Readable() {
		out = append(out, Format(f.Name))
	}
	return out
}

// Summary says in a few words what is read in the format; "" where it is not one of Formats.
func (f Format) Summary() string {
	for _, row := range readers.Readable() {
		if row.Name == string(f) {
			return row.Summary
		}
	}
	return ""
}
