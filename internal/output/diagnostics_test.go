package output_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
)

const source = "specgen: v1\n" +
	"flwo: upload\n" +
	"brief: \"文件 😀\": x\n" +
	"\tnote: 1\n" +
	"flow: twice\n"

func at(line, column, endLine, endColumn int) diag.Range {
	return diag.Range{File: "spec/a, b.yaml", Start: diag.Position{Line: line, Column: column}, End: diag.Position{Line: endLine, Column: endColumn}}
}

// sample has a diagnostic of each kind: with a suggestion, over wide characters, over lines, with a note, about a file,
// about nothing.
func sample() []diag.Diagnostic {
	return []diag.Diagnostic{
		{Code: "spec/unknown-key", Severity: diag.Error, Range: at(2, 1, 2, 5), Message: `a spec has no key "flwo"`, Suggestion: "flow"},
		{Code: "yaml/quotes", Severity: diag.Error, Range: at(3, 8, 3, 14), Message: "100% wrong,\nor: not", Expected: "one of a, b"},
		{Code: "yaml/tab", Severity: diag.Warning, Range: at(4, 2, 5, 3), Message: "over lines", Help: "indent with spaces"},
		{Code: "yaml/duplicate-key", Severity: diag.Info, Range: at(5, 1, 5, 5), Message: "twice",
			Notes: []diag.Note{{Range: at(2, 1, 2, 5), Message: "it stands here first"}, {Message: "and nowhere else"}}},
		{Code: "file/missing", Severity: diag.Error, Range: diag.Range{File: "no\x1b[31mne.yaml"}, Message: "cannot find the file"},
		{Code: "project/empty", Severity: diag.Error, Message: "there is no spec"},
	}
}

func sources() diag.Sources { return diag.Sources{"spec/a, b.yaml": []byte(source)} }

// printed is what a format makes of diagnostics with their sources.
func printed(t *testing.T, format string, options output.Options, ds []diag.Diagnostic) string {
	t.Helper()
	return printedResult(t, format, options, &output.Diagnostics{All: ds, Sources: sources()})
}

func printedResult(t *testing.T, format string, options output.Options, result output.Result) string {
	t.Helper()
	f, err := output.ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Print(&out, result, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const wantText = `spec/a, b.yaml:2:1: error[spec/unknown-key]: a spec has no key "flwo"
  |
2 | flwo: upload
  | ^^^^
  = write: flow

spec/a, b.yaml:3:8: error[yaml/quotes]: 100% wrong, or: not
  |
3 | brief: "文件 😀": x
  |        ^^^^^^^^^
  = expected: one of a, b

spec/a, b.yaml:4:2: warning[yaml/tab]: over lines
  |
4 |     note: 1
  |     ^^^^^^^
  = help: indent with spaces

spec/a, b.yaml:5:1: info[yaml/duplicate-key]: twice
  |
5 | flow: twice
  | ^^^^
  = note: spec/a, b.yaml:2:1: it stands here first
  |
2 | flwo: upload
  | ^^^^
  = note: and nowhere else

no·[31mne.yaml: error[file/missing]: cannot find the file

error[project/empty]: there is no spec

4 errors, 1 warning, 1 info
`

func TestText(t *testing.T) {
	if got := printed(t, "text", output.Options{}, sample()); got != wantText {
		t.Errorf("got\n%s\nwant\n%s", got, wantText)
	}
	if got := printed(t, "text", output.Options{}, nil); got != "" {
		t.Errorf("nothing is printed as %q", got)
	}
}

func TestTextInColorSaysTheSame(t *testing.T) {
	colored := printed(t, "text", output.Options{Color: true}, sample())
	for _, sequence := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[36m"} {
		if !strings.Contains(colored, sequence) {
			t.Errorf("%q does not occur", sequence)
		}
		colored = strings.ReplaceAll(colored, sequence, "")
	}
	if colored != wantText {
		t.Errorf("without its colours it is\n%s", colored)
	}
}

func TestTextWithoutSourcesHasNoExcerpt(t *testing.T) {
	got := printedResult(t, "text", output.Options{}, &output.Diagnostics{All: sample()[:1]})
	if want := "spec/a, b.yaml:2:1: error[spec/unknown-key]: a spec has no key \"flwo\"\n = write: flow\n\n1 error\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTextOfLongLines(t *testing.T) {
	long := strings.Repeat("a", 300) + "中HERE" + strings.Repeat("b", 300)
	d := diag.Diagnostic{Code: "x/y", Severity: diag.Error, Message: "m", Help: strings.Repeat("word ", 30) + "end",
		Range: diag.Range{File: "f", Start: diag.Position{Line: 1, Column: 302}, End: diag.Position{Line: 1, Column: 306}}}
	got := printedResult(t, "text", output.Options{Width: 60}, &output.Diagnostics{All: []diag.Diagnostic{d}, Sources: diag.Sources{"f": []byte(long)}})
	lines := strings.Split(got, "\n")
	text, carets := lines[2], lines[3]
	if !strings.HasPrefix(text, "1 | …aaa") || !strings.HasSuffix(text, "bbb…") || !strings.Contains(text, "中HERE") {
		t.Errorf("the excerpt is %q", text)
	}
	if before := strings.Index(text, "HERE") - len("…中") + len(".=="); strings.Index(carets, "^^^^") != before || strings.Count(carets, "^") != 4 {
		t.Errorf("the carets stand wrong:\n%s\n%s", text, carets)
	}
	for _, line := range lines[4:] {
		if len(line) > 60 {
			t.Errorf("%q is longer than 60 columns", line)
		}
	}
}

func TestTextStopsAtAHundredOfAFile(t *testing.T) {
	var ds []diag.Diagnostic
	for i := range 130 {
		ds = append(ds, diag.Diagnostic{Code: "x/y", Severity: diag.Error, Message: "m", Range: diag.Range{File: "a", Start: diag.Position{Line: i + 1, Column: 1}}})
	}
	ds = append(ds, diag.Diagnostic{Code: "x/y", Severity: diag.Error, Message: "other", Range: diag.Range{File: "b"}})
	got := printed(t, "text", output.Options{}, ds)
	if n := strings.Count(got, ": m\n"); n != 100 {
		t.Errorf("%d are printed", n)
	}
	if !strings.HasSuffix(got, "a: 30 more; --format json has all\n\nb: error[x/y]: other\n\n131 errors\n") {
		t.Errorf("it ends in %q", got[len(got)-100:])
	}
	if all := printed(t, "json", output.Options{}, ds); strings.Count(all, `"code"`) != 131 {
		t.Error("the JSON does not have all")
	}
}

func TestJSONKeepsItsSchema(t *testing.T) {
	text, err := os.ReadFile("../../docs/check.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("check.schema.json", string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, ds := range [][]diag.Diagnostic{nil, sample()} {
		var value any
		if err := json.Unmarshal([]byte(printed(t, "json", output.Options{}, ds)), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%#v", err)
		}
		if got := len(value.(map[string]any)["diagnostics"].([]any)); got != len(ds) {
			t.Errorf("%d of %d diagnostics", got, len(ds))
		}
	}
	for _, wrong := range []string{`{}`, `{"diagnostics":[{}]}`, `{"diagnostics":[],"more":1}`} {
		var value any
		if err := json.Unmarshal([]byte(wrong), &value); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema accepts %s", wrong)
		}
	}
	const want = `{
  "diagnostics": [
    {
      "code": "spec/unknown-key",
      "severity": "error",
      "message": "a spec has no key \"flwo\"",
      "file": "spec/a, b.yaml",
      "line": 2,
      "column": 1,
      "end_line": 2,
      "end_column": 5,
      "expected": "",
      "suggestion": "flow"
    }
  ]
}
`
	if got := printed(t, "json", output.Options{}, sample()[:1]); got != want {
		t.Errorf("got %s", got)
	}
}

func TestGitHub(t *testing.T) {
	const want = `::error file=spec/a%2C b.yaml,line=2,col=1,endLine=2,endColumn=5,title=spec/unknown-key::a spec has no key "flwo"%0Awrite: flow
::error file=spec/a%2C b.yaml,line=3,col=8,endLine=3,endColumn=14,title=yaml/quotes::100%25 wrong, or: not%0Aexpected: one of a, b
::warning file=spec/a%2C b.yaml,line=4,col=2,endLine=5,endColumn=3,title=yaml/tab::over lines%0Ahelp: indent with spaces
::notice file=spec/a%2C b.yaml,line=5,col=1,endLine=5,endColumn=5,title=yaml/duplicate-key::twice
`
	if got := printed(t, "github", output.Options{}, sample()[:4]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := printed(t, "github", output.Options{}, sample()[5:]); got != "::error title=project/empty::there is no spec\n" {
		t.Errorf("without a file it is %s", got)
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := output.ByName("xml")
	if want := `cannot print the result as "xml": want ` + output.Choice(output.Names()); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// broken is a writer whose disk is full.
type broken struct{}

var errFull = errors.New("no space left")

func (broken) Write([]byte) (int, error) { return 0, errFull }

func TestPrintReportsWhatTheWriterDoes(t *testing.T) {
	for _, name := range output.Names() {
		format, err := output.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := format.Print(broken{}, &output.Diagnostics{All: sample()}, output.Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func ExampleFormat_Print() {
	diagnostics := &output.Diagnostics{
		Sources: diag.Sources{"upload.yaml": []byte("specgen: v1\nflwo: upload\n")},
		All: []diag.Diagnostic{{
			Code:       "spec/unknown-key",
			Severity:   diag.Error,
			Range:      diag.Range{File: "upload.yaml", Start: diag.Position{Line: 2, Column: 1}, End: diag.Position{Line: 2, Column: 5}},
			Message:    `a spec has no key "flwo"`,
			Suggestion: "flow",
		}},
	}
	if err := output.Default().Print(os.Stdout, diagnostics, output.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// upload.yaml:2:1: error[spec/unknown-key]: a spec has no key "flwo"
	//   |
	// 2 | flwo: upload
	//   | ^^^^
	//   = write: flow
	//
	// 1 error
}

// TestJSONSaysWhatToDo holds that a diagnostic with nothing but a help has it where readers of the JSON look.
func TestJSONSaysWhatToDo(t *testing.T) {
	for _, test := range []struct{ expected, help, want string }{
		{"", "indent with spaces", "indent with spaces"},
		{"one of a, b", "see the docs", "one of a, b"},
		{"", "", ""},
	} {
		var report struct {
			Diagnostics []struct{ Expected string }
		}
		d := diag.Diagnostic{Code: "x/y", Severity: diag.Error, Message: "m", Expected: test.expected, Help: test.help}
		if err := json.Unmarshal([]byte(printed(t, "json", output.Options{}, []diag.Diagnostic{d})), &report); err != nil {
			t.Fatal(err)
		}
		if got := report.Diagnostics[0].Expected; got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}
