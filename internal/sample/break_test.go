package sample_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
)

// TestBreaks breaks every rule that data can break, in a flow that can or, with SAMPLE_BREAKS=all, in every one, each in one of the formats:
// what is written breaks the rule, and no other.
func TestBreaks(t *testing.T) {
	broken := map[string]bool{}
	formats, all := validator.OutputFormats(), os.Getenv("SAMPLE_BREAKS") == "all"
	for i, spec := range specs(t) {
		if cannotBeJudged[filepath.Base(spec)] {
			continue
		}
		v := compile(t, spec)
		for j, rule := range sample.Breakable() {
			if broken[rule] && (!all || rule == "large-trace") {
				continue
			}
			to := formats[(i+j)%len(formats)]
			if rule == "kind-mismatch" {
				to = validator.OTLPProtobuf
			}
			opts := sample.Options{Seed: uint64(i), Traces: 60, Start: start, Spread: time.Hour, Break: []string{rule}, To: to, OneIn: 2, Jobs: 2}
			s, err := sample.New(v, opts)
			if err != nil {
				if !strings.HasPrefix(err.Error(), "cannot break the rule "+rule+": ") {
					t.Errorf("%s: %v", filepath.Base(spec), err)
				}
				t.Log(err)
				continue
			}
			broken[rule] = true
			breaksOne(t, v, s, filepath.Base(spec)+" as "+string(to), rule)
		}
	}
	for _, rule := range sample.Breakable() {
		if !broken[rule] {
			t.Errorf("no flow breaks %s", rule)
		}
	}
}

// breaksOne fails the test unless what is written breaks the rule and no other. A small sample need not show all that there is.
func breaksOne(t *testing.T, v *validator.Validator, s *sample.Sampler, name, rule string) {
	t.Helper()
	var out bytes.Buffer
	written, err := s.Write(context.Background(), &out)
	if err != nil {
		t.Fatal(err)
	}
	result, err := v.Validate(context.Background(), "sample", out.Bytes(), validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range result.Findings {
		found = found || f.Rule == rule
		if f.Rule != rule && f.Rule != "never-seen" {
			t.Errorf("%s: of %s: %s %q %q: %s %+v", name, rule, f.Rule, f.Span, f.Tag, f.Message, f.Examples)
		}
	}
	if !found {
		t.Errorf("%s: %s is not found; %d runs are broken", name, rule, written.Broken)
	}
}
