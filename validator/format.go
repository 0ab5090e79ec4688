package validator

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/validator/internal/readers"
)

// Format is the format of an input.
type Format string

// The formats that can be read.
const (
	OTLPJSON          Format = "otlp-json"
	OTLPProtobuf      Format = "otlp-protobuf"
	SpanEvent         Format = "spanevent"
	SpanEventProtobuf Format = "spanevent-protobuf"
	Jaeger            Format = "jaeger"
	Zipkin            Format = "zipkin"
	Recorded          Format = "recorded" // payloads in any of the others
)

// Formats returns the formats that can be read.
func Formats() []Format {
	var out []Format
	for _, f := range readers.Formats() {
		out = append(out, Format(f.Name))
	}
	return out
}

// ParseFormat returns the format with the name. The error for any other name lists the formats.
func ParseFormat(name string) (Format, error) {
	if f := Format(name); slices.Contains(Formats(), f) {
		return f, nil
	}
	return "", fmt.Errorf("cannot read the format %q: want %s", name, readers.OneOf())
}

// Summary describes the format in a few words. It is "" for a format that is not one of [Formats].
func (f Format) Summary() string {
	for _, row := range readers.Formats() {
		if row.Name == string(f) {
			return row.Summary
		}
	}
	return ""
}
