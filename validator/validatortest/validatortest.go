// Package validatortest checks in a service's unit test that the records it emitted conform to the spec, and fails the test with
// the words of `specgen validate`.
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

// Option changes the options of the validation.
type Option func(*validator.Options)

// Complete says that the records are all records of their traces, so that missing spans are findings too. Without it, rules about
// missing spans are off, as one service emits only a part of a trace.
func Complete() Option { return func(o *validator.Options) { o.Incomplete = false } }

// Severity sets the severity of a rule, for one span or, with "", for all.
func Severity(rule, span string, is trace.Severity) Option {
	return func(o *validator.Options) {
		o.Severity = append(o.Severity, validator.Severity{Rule: rule, Span: span, Is: is})
	}
}

// Conforms fails the test if the records, as SpanEvent lines or OTLP JSON, break the spec, cannot be read, or include none of the
// flow. Warnings and infos are logged. It returns the result of the validation.
func Conforms(t testing.TB, spec validator.Spec, records []byte, options ...Option) *validator.Result {
	t.Helper()
	v, err := validator.Compile(spec)
	if err != nil {
		t.Fatal(err)
		return nil
	}
	return Holds(t, v, records, options...)
}

// Holds is [Conforms] with a validator that is compiled already, for tests that share one.
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
