// Package validatortest holds what a service emitted in its unit test against the spec, and fails the test with the words
// of `specgen validate`.
//
//	recorder := …                                    // the runtime's, handed to the generated emitter
//	validatortest.Conforms(t, validator.Spec{Path: "../spec/notification.yaml"}, recorder.SpanEvents())
package validatortest

import (
	"bytes"
	"context"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Option changes how records are judged.
type Option func(*validator.Options)

// Complete says that the records are all that there is of their traces, so that what is missing is a finding too. Without
// it they are a cut-out, as what one service emits is: then rules about what is missing are off.
func Complete() Option { return func(o *validator.Options) { o.Incomplete = false } }

// Severity changes how bad a rule is, for one span or, with "", for all.
func Severity(rule, span string, is trace.Severity) Option {
	return func(o *validator.Options) {
		o.Severity = append(o.Severity, validator.Severity{Rule: rule, Span: span, Is: is})
	}
}

// Conforms fails the test where the records, SpanEvents or OTLP JSON, break the spec, cannot be read, or hold none of the
// flow. Warnings and infos are logged. It returns what was found.
func Conforms(t testing.TB, spec validator.Spec, records []byte, options ...Option) *validator.Result {
	t.Helper()
	v, err := validator.Compile(spec)
	if err != nil {
		t.Fatal(err)
		return nil
	}
	return Holds(t, v, records, options...)
}

// Holds is Conforms with specs that are compiled already, for tests that share them.
func Holds(t testing.TB, v *validator.Validator, records []byte, options ...Option) *validator.Result {
	t.Helper()
	opts := validator.Options{Incomplete: true}
	for _, option := range options {
		option(&opts)
	}
	result, err := v.Validate(context.Background(), "the test's records", records, opts)
	if err != nil {
		t.Fatal(err)
		return nil
	}
	var text bytes.Buffer
	if err := output.Default().Print(&text, report.Findings{Result: result}, output.Options{Quiet: true}); err != nil {
		t.Fatal(err)
		return nil
	}
	switch {
	case result.Worst() == trace.Error || !result.Complete():
		t.Errorf("the records do not keep the spec:\n%s", text.Bytes())
	case result.Summary.FlowRecords == 0:
		t.Errorf("cannot hold the records against the spec: none of the %d is of its flow; hand over what the emitter under test exported",
			result.Summary.Records)
	case len(result.Findings) > 0:
		t.Logf("the records keep the spec, with remarks:\n%s", text.Bytes())
	}
	return result
}
