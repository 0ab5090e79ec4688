package validator

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/validator/internal/readers"
)

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

// ParseFormat reads the name of a format that is read. An error lists them.
func ParseFormat(name string) (Format, error) {
	if f := Format(name); slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", fmt.Errorf("cannot read the format %q: want %s", name, readers.OneOf())
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
