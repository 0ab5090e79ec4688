package sample_test

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
)

// TestBreaks breaks every rule that data can break, in every flow that can, each flow and rule in one of the formats: what is written breaks
// the rule, and no other.
func TestBreaks(t *testing.T) {
	broken := map[string]bool{}
	formats := validator.OutputFormats()
	for i, spec := range breakSpecs(t) {
		v := compile(t, spec)
		for j, rule := range sample.Breakable() {
			if rule == "large-trace" && (i > 0 || testing.Short()) {
				continue // it takes a second
			}
			to := formats[(i+j)%len(formats)]
			if rule == "kind-mismatch" {
				to = validator.OTLPProtobuf
			}
			opts := sample.Options{Seed: uint64(i), Traces: 150, Start: start, Spread: time.Hour, Break: []string{rule}, To: to, OneIn: 2, Jobs: 2}
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
		if !broken[rule] && !(rule == "large-trace" && testing.Short()) {
			t.Errorf("no flow breaks %s", rule)
		}
	}
}

// breakSpecs returns the specs whose rules are broken: with -short a few that together can break all.
func breakSpecs(t *testing.T) (out []string) {
	short := []string{"notification.yaml", "order.yaml", "lifecycle.yaml", "links.yaml"}
	for _, spec := range specs(t) {
		name := filepath.Base(spec)
		if !cannotBeJudged[name] && (!testing.Short() || slices.Contains(short, name)) {
			out = append(out, spec)
		}
	}
	return out
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
