package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// textOf returns the text report on inputs, given as name and data in turn.
func textOf(t *testing.T, options output.Options, inputs ...string) string {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	run, err := v.NewRun(validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(inputs); i += 2 {
		if err := run.Read(t.Context(), inputs[i], strings.NewReader(inputs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return printed(t, "text", Findings{Result: result}, options)
}

func TestEveryUnreadableInputIsShown(t *testing.T) {
	text := textOf(t, output.Options{Width: 140}, "image.jpg", "\xFF\xD8\xFF\xE0\x00", "cut.json", `{"resourceSpans":[`, "short.gz", "\x1f\x8b\x08",
		"lines.jsonl", "{\"trace_id\":\n{\"trace_id\":\n{\"trace_id\":\n", "scalar.json", "null")
	for _, want := range []string{
		"error broken-input: an input cannot be read as a whole\n    7 places\n",
		"    image.jpg: it is none of OTLP JSON, OTLP protobuf, SpanEvents, Jaeger JSON and Zipkin JSON; it looks like a JPEG image\n",
		"    cut.json:1, byte 18: ", "    short.gz: the gzip data ends in its header\n",
		"    lines.jsonl:2, byte 13: the document before it has no end", " (and 2 further places)\n",
		"    scalar.json: it is none of OTLP JSON, OTLP protobuf, SpanEvents, Jaeger JSON and Zipkin JSON; it looks like JSON without an object\n",
		"5 files could not be read as a whole: what is missing may be there, and\n    is a warning at most",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	var many []string
	for i := range 25 {
		many = append(many, fmt.Sprintf("%d.jpg", i), "\xFF\xD8\xFF\xE0\x00")
	}
	if text := textOf(t, output.Options{}, many...); strings.Count(text, "JPEG") != 20 || !strings.Contains(text, "    5 more; --verbose shows them\n") {
		t.Errorf("of 25 files:\n%s", text)
	}
	if text := textOf(t, output.Options{Verbose: true}, many...); strings.Count(text, "a JPEG") != 25 {
		t.Errorf("of 25 files, verbose:\n%s", text)
	}
}

func TestInputsWithoutRecordsAreNamed(t *testing.T) {
	text := textOf(t, output.Options{}, "empty", "", "blank", " \n\n", "object", "{}", "list", "[]", "logs", `{"resourceLogs":[]}`)
	for _, want := range []string{"    empty is empty\n", "    blank is empty\n", "    object holds no record\n", "    list holds no record\n",
		"    logs holds no traces, but 1 request with other signals\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	if text := textOf(t, output.Options{Quiet: true}, "empty", ""); strings.Contains(text, "is empty") {
		t.Errorf("quiet:\n%s", text)
	}
}
