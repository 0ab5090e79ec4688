package samples

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/specgen/specgen/validator"
)

func judge(t *testing.T, name string) *validator.Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return judgeBytes(t, name, data)
}

func judgeBytes(t *testing.T, name string, data []byte) *validator.Result {
	t.Helper()
	v, err := validator.Compile(
		validator.Spec{Path: "../../spec/notification.yaml"},
		validator.Spec{Path: "../../spec/released/notification-0.9.0.yaml"},
	)
	if err != nil {
		t.Fatal(err)
	}
	result, err := v.Validate(t.Context(), name, data, validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestConformingHasNoFinding checks that the client and the validator interpret the spec alike, and that the sample covers all of it.
func TestConformingHasNoFinding(t *testing.T) {
	for _, name := range []string{
		"conforming.otlp.json", "conforming.otlp.pb", "conforming.spanevent.jsonl", "conforming.spanevent.pb", "conforming.jaeger.json", "conforming.zipkin.json",
		"conforming.recorded.jsonl",
	} {
		for _, f := range judge(t, name).Findings {
			t.Errorf("%s: %s: %s: %s", name, f.Rule, f.Span, f.Message)
		}
	}
}

// TestBrokenHasEachDefectOnce checks that every rule reports the one defect that breaks it, and nothing else.
func TestBrokenHasEachDefectOnce(t *testing.T) {
	_, want, err := Broken()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range judge(t, "broken.otlp.json").Findings {
		got = append(got, f.Rule)
		if !slices.Contains(want, f.Rule) {
			t.Errorf("%s is found and was not broken: %s: %s %v", f.Rule, f.Span, f.Message, f.Examples)
		}
	}
	for _, rule := range want {
		if n := count(got, rule); n != 1 {
			t.Errorf("%s has %d findings, want 1", rule, n)
		}
	}
}

func count(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}
