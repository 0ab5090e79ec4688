package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const path = "../../docs/validate.schema.json"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("validate.schema.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("validate.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
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

// hostile is a result whose texts come from somebody who means harm.
func hostile() *validator.Result {
	const evil = "\x1b[31m\x1b]0;owned\x07 \u202egnp.exe <script>\n::error::\r\xff\u2028\x00"
	return &validator.Result{
		Inputs: []validator.Input{{File: evil, Format: "otlp-json", Compression: "gzip", Bytes: 10, Records: 3, Skipped: 2}},
		Summary: validator.Summary{
			Records: 3, FlowRecords: 2, Traces: 1, Spans: []validator.SpanCount{{Flow: "f", Span: evil, Records: 1}},
			Services: []validator.ServiceCount{{Service: evil, Records: 1}},
			Funnels:  []validator.Funnel{{Flow: "f", Stages: []validator.Stage{{Span: evil, Traces: 1, Sampling: 0.01}, {Span: "b", Traces: 0, Sampling: 1}}}},
		},
		Findings: []trace.Finding{{
			Rule: "tag-value", Severity: trace.Error, Flow: "f", Span: evil, Tag: evil, Service: evil, Version: evil, Records: 2, Traces: 1,
			Message: evil, Suggestion: evil, Spec: trace.Place{File: evil, Line: 3, Column: 4},
			Examples: []trace.Example{{TraceID: strings.Repeat("a", 32), SpanID: strings.Repeat("b", 16), Input: evil, Offset: 7, Line: 2, Actual: evil, Expected: evil}},
		}},
	}
}

func TestJSONKeepsItsSchema(t *testing.T) {
	s := schema(t)
	for name, r := range results(t) {
		var out bytes.Buffer
		if err := JSON(&out, r, "v1"); err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %#v\n%s", name, err, out.Bytes())
		}
		if left := unknownMembers(value); len(left) > 0 {
			t.Errorf("%s: the schema does not describe %v", name, left)
		}
	}
	for _, wrong := range []string{`{}`, `{"tool":"specgen","version":"1","inputs":[{}],"summary":{},"findings":[]}`} {
		var value any
		if err := json.Unmarshal([]byte(wrong), &value); err != nil {
			t.Fatal(err)
		}
		if s.Validate(value) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}

// unknownMembers returns the keys of a finding and an input that the schema has no property for.
func unknownMembers(value any) (left []string) {
	described := map[string]string{
		"inputs":   " file format compression bytes records skipped whole broken problem ",
		"findings": " rule severity flow span tag service version records traces places message suggestion spec examples ",
	}
	for list, known := range described {
		for _, item := range value.(map[string]any)[list].([]any) {
			for key := range item.(map[string]any) {
				if !strings.Contains(known, " "+key+" ") {
					left = append(left, key)
				}
			}
		}
	}
	return left
}

func TestTextIsSafe(t *testing.T) {
	for _, style := range []Style{{}, {Verbose: true}, {Quiet: true}, {Width: 40}, {Color: true}} {
		var out bytes.Buffer
		if err := Text(&out, hostile(), style); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		if style.Color {
			text = strings.NewReplacer("\x1b[1;31m", "", "\x1b[0m", "").Replace(text)
		}
		for _, bad := range []string{"\x1b", "\x07", "\r", "\u202e", "\u2028", "\x00", "\xff", "\n::error"} {
			if strings.Contains(text, bad) {
				t.Errorf("%+v: the text holds %q:\n%q", style, bad, text)
			}
		}
	}
}

func TestTextFitsItsWidth(t *testing.T) {
	for name, r := range results(t) {
		if name == "hostile" {
			continue // its words are longer than lines
		}
		for _, width := range []int{40, 60, 80, 120} {
			var out bytes.Buffer
			if err := Text(&out, r, Style{Width: width}); err != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(out.String(), "\n") {
				text := strings.TrimSpace(line)
				for _, label := range []string{"seen", "expected", "perhaps", "spec", "for one", "to do"} {
					if rest, ok := strings.CutPrefix(text, label+"  "); ok {
						text = strings.TrimSpace(rest)
					}
				}
				if n := len([]rune(line)); n > width && strings.Contains(text, " ") { // one long word stays whole
					t.Errorf("%s: %d columns of %d: %s", name, n, width, line)
				}
			}
		}
	}
}

func TestText(t *testing.T) {
	var out bytes.Buffer
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	const records = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"d4352a99fcf6c2a3","parent_id":"00000000000000a1","parent_trace_id":"000000000000000000000000000000a1","name":"notification:notify","service_name":"job-queue","timestamp":1772442000000000,"duration":1,"tags":{"user_id":"bob","team_id":"T061EG9R6","channel_id":"C012AB3CD","messageTs":"1712345678.123456"}}
{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"00000000000000a2","parent_id":"d4352a99fcf6c2a3","name":"notification:sent","service_name":"push-service","timestamp":1772442000100000,"duration":1,"tags":{"channel_id":"C012AB3CD","device_id":"d1","platform":"web","socket_id":"ws-1","retries":2}}
`
	r, err := v.Validate(t.Context(), "export.jsonl", []byte(records), validator.Options{Severity: []validator.Severity{{Rule: "never-seen", Is: trace.Off}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := Text(&out, r, Style{Width: 90}); err != nil {
		t.Fatal(err)
	}
	const path = "testdata/text.txt"
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", out.Bytes(), want)
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain é “x” \"y\" \\": "plain é “x” \"y\" \\", "a\x1b[0mb": `a\x1b[0mb`, "\n\t\r\a": `\n\t\r\a`, "\u202egnp": `\u202egnp`,
		"\xff\xc3(": `\xff\xc3(`, "\uFFFD": "\uFFFD", "\U000e0001x": `\U000e0001x`, "\x7f\x00": `\x7f\x00`, "x\u2028": `x\u2028`,
	} {
		if got := clean(text); got != want {
			t.Errorf("clean(%q) = %s, want %s", text, got, want)
		}
		if quoted := strconv.Quote(text); !strings.ContainsAny(text, "\"\\") && quoted != `"`+clean(text)+`"` {
			t.Errorf("clean(%q) = %s, and messages have %s", text, clean(text), quoted)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  string
	}{
		{"", 20, `[""]`},
		{"one two", 20, `["one two"]`},
		{"one two three four five", 20, `["one two three four" "five"]`},
		{"a-word-that-is-longer-than-a-line b", 20, `["a-word-that-is-longer-than-a-line" "b"]`},
	}
	for _, test := range tests {
		if got := fmt.Sprintf("%q", wrap(test.text, test.width, test.width)); got != test.want {
			t.Errorf("wrap(%q, %d) = %s, want %s", test.text, test.width, got, test.want)
		}
	}
}
