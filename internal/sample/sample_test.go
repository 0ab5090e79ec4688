package sample_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
)

var start = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// specs are the specs of this repository.
func specs(t *testing.T) []string {
	t.Helper()
	out := []string{"../../spec/notification.yaml"}
	for _, pattern := range []string{"../../testdata/flows/*.yaml", "../../testdata/flows/features/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		out = append(out, files...)
	}
	return out
}

// cannotBeJudged are flows that check refuses; tests of the generators use them all the same.
var cannotBeJudged = map[string]bool{"instant.yaml": true}

func compile(t testing.TB, path string) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func made(t testing.TB, v *validator.Validator, opts sample.Options, to validator.Format) []byte {
	t.Helper()
	if opts.Start.IsZero() {
		opts.Start, opts.Spread = start, time.Hour
	}
	opts.To = to
	s, err := sample.New(v, opts)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := s.Write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestSamplesConform makes samples of every flow, with several seeds and in every format, of which no rule finds anything.
func TestSamplesConform(t *testing.T) {
	seeds := 3
	for _, spec := range specs(t) {
		if cannotBeJudged[filepath.Base(spec)] {
			continue
		}
		v := compile(t, spec)
		for seed := range seeds {
			for _, to := range validator.OutputFormats() {
				data := made(t, v, sample.Options{Seed: uint64(seed), Traces: 1500}, to)
				result, err := v.Validate(context.Background(), "sample", data, validator.Options{})
				if err != nil {
					t.Fatal(err)
				}
				for i, f := range result.Findings {
					if i < 6 {
						t.Errorf("%s, seed %d, %s: %s %s %q: %s %+v", filepath.Base(spec), seed, to, f.Severity, f.Rule, f.Span, f.Message, f.Examples)
					}
				}
				if result.Summary.FlowRecords == 0 {
					t.Error("no records")
				}
				if len(result.Findings) > 0 && os.Getenv("KEEP") != "" {
					os.WriteFile("/tmp/w/sample12.out", data, 0o644)
				}
			}
		}
	}
}
