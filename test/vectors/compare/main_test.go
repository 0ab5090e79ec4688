package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/test/vectors"
)

var (
	calls = filepath.Join("..", "..", "..", "testdata", "vectors", "calls.json")
	order = filepath.Join("..", "..", "..", "testdata", "vectors", "order-calls.json")
)

// printed writes what a driver would print that does all right and leaves out what it may, after change.
func printed(t *testing.T, calls, language string, change func(i int, r *vectors.Result)) string {
	t.Helper()
	cases, err := vectors.Read[vectors.Case](calls)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for i := range cases {
		result := cases[i].Expect
		result.Name = cases[i].Name
		if mayLeaveOut(language, cases[i].Needs) {
			result = vectors.Result{Name: cases[i].Name, LeftOut: cases[i].Needs}
		}
		change(i, &result)
		if err := json.NewEncoder(&out).Encode(&result); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), language+".jsonl")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return language + "=" + path
}

func TestAgreement(t *testing.T) {
	for _, calls := range []string{calls, order} {
		args := []string{calls}
		for _, language := range []string{"go", "ts", "kotlin", "swift"} {
			args = append(args, printed(t, calls, language, func(int, *vectors.Result) {}))
		}
		if err := run(args); err != nil {
			t.Error(err)
		}
	}
}

func TestDifferences(t *testing.T) {
	span := func(r *vectors.Result) map[string]any {
		m, ok := r.Spans[0].(map[string]any)
		if !ok {
			t.Fatal("a span is no object")
		}
		return m
	}
	for want, change := range map[string]func(i int, r *vectors.Result){
		"ts: 1 differences\nthe whole flow, one device: span 0\n": func(i int, r *vectors.Result) {
			if i == 0 {
				span(r)["span_id"] = "0"
			}
		},
		"the whole flow, one device: the number of spans\n  got  5\n  want 6": func(i int, r *vectors.Result) {
			if i == 0 {
				r.Spans = r.Spans[:5]
			}
		},
		"the whole flow, one device: the OTLP request": func(i int, r *vectors.Result) {
			if i == 0 {
				r.OTLP = nil
			}
		},
		"the whole flow, one device: the spans that are not sampled\n  got  [5]\n  want null": func(i int, r *vectors.Result) {
			if i == 0 {
				r.Unsampled = []int{5}
			}
		},
		"a request that is not sampled: its trigger is not exported, and what is below it is: the spans that are not sampled\n  got  null\n  want [0]": func(_ int, r *vectors.Result) {
			r.Unsampled = nil
		},
		`the whole flow, one device: violation 0`: func(i int, r *vectors.Result) {
			if i == 0 {
				r.Violations = []vectors.Violation{{Rule: "tag-value"}}
			}
		},
		`the whole flow, one device: the driver ran "another" in its place`: func(i int, r *vectors.Result) {
			if i == 0 {
				r.Name = "another"
			}
		},
		`left out for "zero", which ts can hold`: func(_ int, r *vectors.Result) {
			if strings.HasPrefix(r.Name, "references that are the zero") {
				*r = vectors.Result{Name: r.Name, LeftOut: "zero"}
			}
		},
		`the whole flow, one device: left out for "utf8", which ts can hold`: func(i int, r *vectors.Result) {
			if i == 0 {
				r.LeftOut = "utf8"
			}
		},
	} {
		err := run([]string{calls, printed(t, calls, "ts", change)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestMistakes(t *testing.T) {
	short := filepath.Join(t.TempDir(), "short.jsonl")
	if err := os.WriteFile(short, []byte("{}\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"cannot compare nothing":                  {calls},
		"cannot read the vectors":                 {"nowhere.json", "ts=x"},
		`cannot compare "cobol"`:                  {calls, "cobol=x"},
		"cannot compare ts: open nowhere.jsonl":   {calls, "ts=nowhere.jsonl"},
		"cannot compare ts: its driver printed 2": {calls, "ts=" + short},
	} {
		if err := run(args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", args, err, want)
		}
	}
}
