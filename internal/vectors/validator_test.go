package vectors

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
	"github.com/specgen/specgen/runtime/go/flowtrace/spanevent"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func compile(t *testing.T) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: filepath.Join("..", "..", "spec", "notification.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// judged returns the findings about what was emitted, in both formats, which must agree.
func judged(t *testing.T, v *validator.Validator, spans []flowtrace.SpanData) []trace.Finding {
	t.Helper()
	var lines []byte
	for i := range spans {
		lines = spanevent.Append(lines, &spans[i])
	}
	first := judgedAs(t, v, "spanevent", lines, len(spans))
	second := judgedAs(t, v, "otlp-json", otlphttp.AppendJSON(nil, spans), len(spans))
	if len(first) != len(second) {
		t.Errorf("%d findings in SpanEvents, %d in OTLP", len(first), len(second))
	}
	return first
}

func judgedAs(t *testing.T, v *validator.Validator, format string, data []byte, records int) []trace.Finding {
	t.Helper()
	run := v.NewRun(validator.Options{Format: format})
	if err := run.Read("calls", bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	result, err := run.Finish()
	if err != nil {
		t.Fatal(err)
	}
	if input := result.Inputs[0]; input.Format != format || input.Records != int64(records) {
		t.Errorf("%d records of %s were read as %+v", records, format, input)
	}
	return result.Findings
}

// What the client emits for a whole flow, the validator finds nothing wrong with.
func TestTheValidatorFindsNothingInAWholeFlow(t *testing.T) {
	c := readCalls(t)[0]
	d := newDrive(t, &c)
	d.run()
	for _, finding := range judged(t, compile(t), d.spans) {
		if finding.Severity > trace.Info {
			t.Errorf("%+v", finding)
		}
	}
	if len(d.spans) != 6 {
		t.Errorf("%d spans, want the six of the flow", len(d.spans))
	}
}

// A value that breaks the spec is reported by the client, and found by the validator in what the client emits.
func TestTheValidatorFindsTheValuesThatTheClientReports(t *testing.T) {
	cases, v, total := readCalls(t), compile(t), 0
	for i := range cases {
		c := &cases[i]
		if c.Needs == "utf16" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			d := newDrive(t, c)
			d.run()
			reported, found := map[[2]string]bool{}, map[[2]string]bool{}
			for _, violation := range d.violations {
				// An undeclared tag has no values that are wrong, and the id tag cannot be looked at where it is not carried.
				declared := violation.Expected != "a finite number"
				carried := violation.Span != "notification:notify" || violation.Tag != "notification_id"
				if violation.Rule == flowtrace.RuleTagValue && declared && carried {
					reported[[2]string{violation.Span, violation.Tag}] = true
				}
			}
			for _, finding := range judged(t, v, d.spans) {
				if finding.Rule == flowtrace.RuleTagValue {
					found[[2]string{spanOf(finding), finding.Tag}] = true
				}
			}
			total += len(reported)
			if !maps.Equal(reported, found) {
				t.Errorf("reported %v, found %v", slices.Collect(maps.Keys(reported)), slices.Collect(maps.Keys(found)))
			}
		})
	}
	if total < 10 {
		t.Errorf("only %d values were reported", total)
	}
}

// spanOf returns the span that a client names: none for a tag of the service, which a finding names for each span.
func spanOf(finding trace.Finding) string {
	if finding.Tag == "app_version" {
		return ""
	}
	return finding.Span
}
