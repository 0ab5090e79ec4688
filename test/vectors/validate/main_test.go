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
	root      = filepath.Join("..", "..", "..")
	spec      = filepath.Join(root, "spec", "notification.yaml")
	orderSpec = filepath.Join(root, "testdata", "flows", "order.yaml")
	findings  = vector("findings.json")
)

func vector(name string) string { return filepath.Join(root, "testdata", "vectors", name) }

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return "ts=" + path
}

// printed returns what a driver prints that does all right, after change.
func printed(t *testing.T, calls string, change func(*vectors.Line)) string {
	t.Helper()
	cases, err := vectors.Read[struct {
		Name   string
		Expect vectors.Line
	}](vector(calls))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for i := range cases {
		line := cases[i].Expect
		line.Name = cases[i].Name
		change(&line)
		if err := json.NewEncoder(&out).Encode(&line); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestValidate(t *testing.T) {
	same := func(*vectors.Line) {}
	if err := run([]string{spec, findings, written(t, printed(t, "calls.json", same))}); err != nil {
		t.Error(err)
	}
	if err := run([]string{orderSpec, vector("order-findings.json"), written(t, printed(t, "order-calls.json", same))}); err != nil {
		t.Error(err)
	}
}

func TestMistakes(t *testing.T) {
	silent := printed(t, "calls.json", func(l *vectors.Line) { l.Violations = nil })
	for want, args := range map[string][]string{
		"cannot validate nothing":                 {spec, findings},
		"nowhere.yaml":                            {"nowhere.yaml", findings, "ts=x"},
		"cannot read the vectors":                 {spec, "nowhere.json", "ts=x"},
		"cannot validate ts: open nowhere.jsonl":  {spec, findings, "ts=nowhere.jsonl"},
		"cannot validate ts: a line is no result": {spec, findings, written(t, "{\n")},
		`it has no case "the whole flow, one dev`: {spec, findings, written(t, `{"name":"a","left_out":"zero"}`)},
		"0 spans in otlp-json were read as":       {spec, findings, written(t, `{"name":"a","otlp":{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}}`)},
		"otlp-json: the validator finds tag-value notification:sent device_id, which was not reported": {spec, findings, written(t, silent)},
	} {
		if err := run(args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", args, err, want)
		}
	}
}
