package sample_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/sample"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// TestBreaks breaks every rule that data can break, in every flow that can: what is written breaks the rule, and no other.
func TestBreaks(t *testing.T) {
	done := map[string][]string{}
	only := os.Getenv("SAMPLE_RULES")
	for _, spec := range specs(t) {
		if cannotBeJudged[filepath.Base(spec)] {
			continue
		}
		v := compile(t, spec)
		for _, to := range validator.OutputFormats() {
			for _, rule := range validator.Rules() {
				if rule.Client || rule.ID == "large-trace" && testing.Short() || only != "" && !strings.Contains(only, rule.ID) {
					continue
				}
				s, err := sample.New(v, sample.Options{Seed: 5, Traces: 600, Start: start, Spread: time.Hour, Break: []string{rule.ID}, To: to, OneIn: 2, Jobs: 2})
				if err != nil {
					t.Logf("%s %s: %v", filepath.Base(spec), to, err)
					continue
				}
				var out strings.Builder
				if _, err := s.Write(context.Background(), &out); err != nil {
					t.Fatal(err)
				}
				result, err := v.Validate(context.Background(), "sample", []byte(out.String()), validator.Options{})
				if err != nil {
					t.Fatal(err)
				}
				var rules []string
				for _, f := range result.Findings {
					if f.Rule == "never-seen" && rule.ID != "never-seen" {
						continue
					}
					if !slices.Contains(rules, f.Rule) {
						rules = append(rules, f.Rule)
					}
					if f.Rule != rule.ID {
						t.Logf("%s %s %s: %s %q %q %s %+v", filepath.Base(spec), to, rule.ID, f.Rule, f.Span, f.Tag, f.Message, f.Examples[0])
					}
				}
				if len(rules) != 1 || rules[0] != rule.ID {
					t.Errorf("%s, %s: %s is broken by %v", filepath.Base(spec), to, rule.ID, rules)
				}
				done[rule.ID] = append(done[rule.ID], filepath.Base(spec))
			}
		}
	}
	for _, rule := range validator.Rules() {
		if !rule.Client && len(done[rule.ID]) == 0 && !(rule.ID == "large-trace" && testing.Short()) {
			t.Errorf("no flow breaks %s", rule.ID)
		}
	}
	_ = trace.Off
}
