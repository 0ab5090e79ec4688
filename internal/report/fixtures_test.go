package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// golden compares what was printed with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: go test ./internal/report -update, and read the difference; got\n%s\nwant\n%s", path, got, want)
	}
}

// printed is what a format makes of a result.
func printed(t *testing.T, format string, result output.Result, options output.Options) string {
	t.Helper()
	f, err := output.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	options.Version = "v1.2.3"
	var out bytes.Buffer
	if err := f.Print(&out, result, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// decoded is what a result is in JSON.
func decoded(t *testing.T, result output.Result) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(printed(t, "json", result, output.Options{})), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// results is what the validator says of several inputs, and a result with everything in it.
func results(t *testing.T) map[string]*validator.Result {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*validator.Result{"hostile": hostile()}
	for name, data := range map[string]string{
		"empty":     "",
		"broken":    `{"resourceSpans":[`,
		"an image":  "\xFF\xD8\xFF\xE0\x00",
		"one":       `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d2fb36c6122d6086","name":"notification:received","service_name":"iOS","timestamp":1772442000000000,"duration":1,"tags":{"x":1}}`,
		"no record": `{"resourceLogs":[]}`,
	} {
		r, err := v.Validate(t.Context(), name, []byte(data), validator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		out[name] = r
	}
	return out
}

// hostile is a result whose texts come from an attacker.
func hostile() *validator.Result {
	return &validator.Result{
		Inputs: []validator.Input{{File: evil, Format: "otlp-json", Compression: "gzip", Bytes: 10, Records: 3, Skipped: 2}},
		Summary: validator.Summary{
			Records: 3, FlowRecords: 2, Traces: 1, Spans: []validator.SpanCount{{Flow: "f", Span: evil, Records: 1}},
			Services: []validator.ServiceCount{{Service: evil, Records: 1}},
			Funnels:  []validator.Funnel{{Flow: evil, Stages: []validator.Stage{{Span: evil, Trace: evil, Traces: 1, Sampling: 0.01}, {Span: "b", Trace: "b", Traces: 0, Sampling: 1}}}},
		},
		Findings: []trace.Finding{{
			Rule: "tag-value", Severity: trace.Error, Flow: "f", Span: evil, Tag: evil, Service: evil, Version: evil, Records: 2, Traces: 1,
			Message: evil, Suggestion: evil, Spec: trace.Place{File: evil, Line: 3, Column: 4},
			Examples: []trace.Example{{TraceID: strings.Repeat("a", 32), SpanID: strings.Repeat("b", 16), Input: evil, Offset: 7, Line: 2, Actual: evil, Expected: evil}},
		}},
	}
}

// evil is a text of an attacker: it colours, renames the terminal's window, turns the direction of the text, begins a command of
// GitHub Actions, ends every element and fold of XML, HTML and Markdown, mentions a team, links, and is not UTF-8.
const evil = "\x1b[31m\x1b]0;owned\x07 \u202egnp.exe <script>\n::error::owned\r\n::error::\r\xff\u2028\x00\u009b2J" +
	"\n\n</pre></details></code>]]>--><img src=x onerror=\"a()\">'&amp; ```\n| a | `b` | [x](http://evil.example) www.evil.example @specgen/team #1 :tada: \uffff"

// evilCI is a report in which every text is evil.
func evilCI() *CI {
	at := diag.Range{File: evil, Start: diag.Position{Line: 1, Column: 3}, End: diag.Position{Line: 1, Column: 9}}
	diagnostic := diag.Diagnostic{
		Code: "spec/unknown-key", Severity: diag.Error, Range: at, Message: evil, Expected: evil, Suggestion: evil, Help: evil,
		Notes: []diag.Note{{Range: at, Message: evil}, {Message: evil}},
	}
	failed := Step{Failure: evil}
	return &CI{
		Check: Check{Step: failed, Diagnostics: output.Diagnostics{
			All: []diag.Diagnostic{diagnostic}, Sources: diag.Sources{evil: []byte(evil)},
			Flows: []output.Flow{{File: evil, Name: evil, Version: evil}},
		}},
		Generate: &Generate{Step: failed, Targets: []Target{{
			Language: evil, Folder: evil, Files: 3, Drift: []Drift{{Kind: Changed, Name: evil, File: evil}},
		}}, Stale: []Stale{{Language: evil, Name: evil, File: evil}}},
		Validate: &Validate{Step: failed, FailOn: trace.Error, Samples: []Sample{{File: evil, Result: hostile(), NoRecords: true}}},
	}
}

// some is a result with a finding of each shape: of records, of what is missing, of an input, and one that is only an info.
func some() *validator.Result {
	const traceID = "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa"
	return &validator.Result{
		Inputs: []validator.Input{
			{File: "a.jsonl", Format: "spanevent", Compression: "none", Bytes: 900, Records: 3, Complete: true},
			{File: "b.json.gz", Format: "otlp-json", Compression: "gzip", Bytes: 10, Broken: 2, Problem: trace.Problem{Offset: 18, Line: 1, Message: "it ends in the middle of a document"}},
		},
		Summary: validator.Summary{
			Records: 3, FlowRecords: 2, Traces: 1, Spans: []validator.SpanCount{{Flow: "upload", Span: "upload:begin", Records: 2}},
			Services: []validator.ServiceCount{{Service: "web", Records: 2, Declared: true}},
			Funnels:  []validator.Funnel{{Flow: "upload", Stages: []validator.Stage{{Span: "upload:begin", Trace: "upload", Traces: 1, Sampling: 1}, {Span: "upload:end", Trace: "request", Sampling: 0.01}}}},
		},
		Findings: []trace.Finding{
			{Rule: "broken-input", Severity: trace.Error, Places: 2, Message: "an input cannot be read as a whole"},
			{
				Rule: "tag-value", Severity: trace.Error, Flow: "upload", Span: "upload:begin", Tag: "size", Service: "web", Version: "1.4.0",
				Records: 2, Traces: 1, Message: `"upload:begin" has a wrong size`, Suggestion: "3", Spec: trace.Place{File: "spec/upload.yaml", Line: 3, Column: 4},
				Examples: []trace.Example{
					{TraceID: traceID, SpanID: "00000000000000a1", Input: "a.jsonl", Line: 1, Actual: `"3"`, Expected: "a whole number"},
					{TraceID: traceID, SpanID: "00000000000000a2", Input: "-", Offset: 240, Line: 2, Actual: "-3", Expected: "at least 0"},
				},
			},
			{
				Rule: "too-few", Severity: trace.Warning, Flow: "upload", Span: "upload:end", Traces: 1, Message: `a trace has no "upload:end"`,
				Spec:     trace.Place{File: "spec/upload.yaml", Line: 9, Column: 4},
				Examples: []trace.Example{{TraceID: traceID, Input: "a.jsonl", Line: 1, Actual: "none", Expected: "one in a trace"}},
			},
			{Rule: "never-seen", Severity: trace.Info, Flow: "upload", Message: "no record is from api", Spec: trace.Place{File: "spec/upload.yaml", Line: 7, Column: 3}},
		},
	}
}

// fullCI is a report in which each step has something of everything.
func fullCI() *CI {
	at := diag.Range{File: "spec/flow.yaml", Start: diag.Position{Line: 2, Column: 1}, End: diag.Position{Line: 2, Column: 5}}
	return &CI{
		Check: Check{Diagnostics: output.Diagnostics{
			All: []diag.Diagnostic{{
				Code: "spec/unknown-key", Severity: diag.Warning, Range: at, Message: `a spec has no key "flwo"`, Suggestion: "flow",
				Fix:   &diag.Fix{Title: "write flow", Edits: []diag.Edit{{Range: at, Text: "flow"}}},
				Notes: []diag.Note{{Range: diag.Range{File: "other.yaml"}, Message: "the other one is here"}},
			}},
			Sources: diag.Sources{"spec/flow.yaml": []byte("specgen: v1\nflwo: upload\n")},
			Codes:   []diag.CodeDoc{{Code: "spec/unknown-key", Doc: "A key is not one of the language."}},
			Flows:   []output.Flow{{File: "spec/upload.yaml", Name: "upload", Version: "1.0.0", Spans: 1, Tags: 2, Services: 3}},
		}, Step: Step{OK: true}},
		Generate: &Generate{Targets: []Target{
			{Language: "go", Folder: "gen/go", Files: 12, Drift: []Drift{
				{Changed, "gen/go/a.go", "gen/go/a.go"}, {Leftover, "gen/go/b.go", "gen/go/b.go"},
				{Missing, "gen/go/c.go", "gen/go/c.go"}, {Foreign, "gen/go/d.go", "gen/go/d.go"},
			}},
			{Language: "swift", Folder: "gen/swift", Files: 18},
		}, Stale: []Stale{{Language: "kotlin", Name: "gen/kotlin", File: "gen/kotlin/README.md"}}},
		Validate: &Validate{FailOn: trace.Error, Step: Step{Failure: "cannot read the trace file: open more.json: permission denied"}, Samples: []Sample{
			{File: "a.jsonl", Result: some()},
			{File: "logs.json", NoRecords: true, Result: &validator.Result{
				Inputs: []validator.Input{{File: "logs.json", Format: "otlp-json", Compression: "none", Bytes: 20, Skipped: 1, Complete: true}},
			}},
		}},
	}
}
