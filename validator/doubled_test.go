package validator_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/internal/rules"
)

// A record that is there twice, as a retried export leaves it, changes no finding about its place, its links or its trace: of copies only
// one is asked. Rules about a record by itself count each record that was read.
func TestEveryRecordTwice(t *testing.T) {
	data, err := os.ReadFile("../testdata/traces/broken.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	perRecord := map[string]bool{"duplicate-span": true, "conflicting-span": true}
	for _, rule := range rules.All() {
		checks := rule.Checks
		if rule.New != nil {
			checks = rule.New()
		}
		perRecord[rule.ID] = perRecord[rule.ID] || checks.Record != nil
	}
	once, twice := countsOf(t, data), countsOf(t, append(append(bytes.Clone(data), '\n'), data...))
	for _, counts := range []map[string]int64{once, twice} {
		maps.DeleteFunc(counts, func(key string, _ int64) bool {
			rule, _, _ := bytes.Cut([]byte(key), []byte(" "))
			return perRecord[string(rule)]
		})
	}
	if len(once) < 14 || !maps.Equal(once, twice) {
		t.Errorf("once:  %v\ntwice: %v", once, twice)
	}
	for _, rule := range []string{"unexpected-root", "wrong-parent", "unexpected-parent", "missing-link", "too-many", "missing-parent", "late"} {
		if perRecord[rule] {
			t.Errorf("%s asks copies", rule)
		}
	}
}

func countsOf(t *testing.T, data []byte) map[string]int64 {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../spec/notification.yaml"}, validator.Spec{Path: "../spec/released/notification-0.9.0.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := v.Validate(t.Context(), "doubled", data, validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, f := range result.Findings {
		out[fmt.Sprintf("%s %s %s %s", f.Rule, f.Span, f.Tag, f.Service)] = f.Records
	}
	return out
}
