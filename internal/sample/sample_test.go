package sample_test

import (
	"bytes"
	"context"
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

// TestSamplesConform makes samples of every flow, with several seeds and in every format, in which no rule finds anything.
func TestSamplesConform(t *testing.T) {
	formats := validator.OutputFormats()
	for i, spec := range specs(t) {
		if cannotBeJudged[filepath.Base(spec)] {
			continue
		}
		v := compile(t, spec)
		for seed := range 3 {
			to := formats[(i+seed)%len(formats)]
			conforms(t, v, sample.Options{Seed: uint64(seed), Traces: 1500}, to, filepath.Base(spec))
		}
	}
}

// TestManyConform is the same with 100,000 records. A million were tried by hand: docs/sample.md.
func TestManyConform(t *testing.T) {
	conforms(t, compile(t, "../../spec/notification.yaml"), sample.Options{Seed: 1, Records: 100_000, Jobs: 2}, validator.OTLPProtobuf, "many")
}

func conforms(t *testing.T, v *validator.Validator, opts sample.Options, to validator.Format, name string) {
	t.Helper()
	result, err := v.Validate(context.Background(), "sample", made(t, v, opts, to), validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range result.Findings {
		if i < 6 {
			t.Errorf("%s, seed %d, %s: %s %s %q: %s %+v", name, opts.Seed, to, f.Severity, f.Rule, f.Span, f.Message, f.Examples)
		}
	}
	if s := result.Summary; s.FlowRecords == 0 || s.FlowRecords != s.Records || int64(s.Traces) < opts.Traces || s.Records < opts.Records {
		t.Errorf("%s, seed %d, %s: %+v", name, opts.Seed, to, s)
	}
}

// FuzzSeeds makes samples of any seed: no rule finds anything in them but that they do not show all there is.
func FuzzSeeds(f *testing.F) {
	var all []*validator.Validator
	for _, path := range []string{"../../spec/notification.yaml", "../../testdata/flows/order.yaml", "../../testdata/flows/checkout.yaml", "../../testdata/flows/features/parents.yaml"} {
		all = append(all, compile(f, path))
	}
	f.Add(uint64(7), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, which uint8) {
		formats := validator.OutputFormats()
		v, to := all[int(which)%len(all)], formats[int(which)/16%len(formats)]
		conforms(t, v, sample.Options{Seed: seed, Traces: 800}, to, "any seed")
	})
}
