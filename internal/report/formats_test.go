package report

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// kinds returns a result of each kind.
func kinds() map[string]output.Result {
	ci := fullCI()
	return map[string]output.Result{"check": &ci.Check.Diagnostics, "validate": Findings{Result: some(), FailOn: trace.Error}, "ci": ci}
}

// TestGoldens compares what every format prints of every kind of result with a file.
func TestGoldens(t *testing.T) {
	for kind, result := range kinds() {
		for _, format := range output.Names() {
			t.Run(kind+" "+format, func(t *testing.T) {
				golden(t, kind+"."+format, printed(t, format, result, output.Options{}))
			})
		}
	}
}

// TestEveryFormatPrintsEveryItem holds that no format leaves out what another one says. What ci alone says has lines and
// members of its own in text and JSON, which the goldens show.
func TestEveryFormatPrintsEveryItem(t *testing.T) {
	ofCI := regexp.MustCompile("^(generate|validate)/")
	for kind, result := range kinds() {
		if len(result.Items()) == 0 {
			t.Errorf("%s has no item", kind)
		}
		for _, format := range output.Names() {
			got := strings.ReplaceAll(printed(t, format, result, output.Options{Width: 400}), `\"`, `"`)
			if format == "junit" || format == "markdown" || format == "html" {
				got = html.UnescapeString(got)
			}
			for _, item := range result.Items() {
				if ofCI.MatchString(item.Code) && (format == "text" || format == "json") {
					continue
				}
				if !strings.Contains(got, item.Message) || !strings.Contains(got, item.Code) {
					t.Errorf("%s as %s does not have %s: %s", kind, format, item.Code, item.Message)
				}
			}
		}
	}
}

// TestNothingSteersTheTerminal prints evil texts in every way there is.
func TestNothingSteersTheTerminal(t *testing.T) {
	ci := evilCI()
	quiet := evilCI()
	quiet.Check.Diagnostics.All = nil
	many := &output.Diagnostics{All: slices.Repeat(ci.Check.Diagnostics.All, 101)}
	results := map[string]output.Result{
		"check": &ci.Check.Diagnostics, "many": many, "flows": &quiet.Check.Diagnostics, "validate": Findings{Result: hostile()}, "ci": ci,
		"broken": Findings{Result: &validator.Result{Findings: hostile().Findings, Inputs: []validator.Input{
			{File: evil, Format: "unknown", Compression: "none", Broken: 2, Problem: trace.Problem{Message: evil}},
		}}},
	}
	for _, format := range output.Names() {
		for name, result := range results {
			for _, options := range []output.Options{{}, {Verbose: true}, {Quiet: true}, {Width: 40}, {Color: true}} {
				text := printed(t, format, result, options)
				if options.Color {
					text = colors.ReplaceAllString(text, "")
				}
				for _, r := range text {
					if r != '\n' && diag.IsHidden(r) {
						t.Errorf("%s as %s, %+v: holds %q:\n%q", name, format, options, r, text)
						break
					}
				}
				if !utf8.ValidString(text) {
					t.Errorf("%s as %s, %+v: is no UTF-8", name, format, options)
				}
				if format != "github" && strings.Contains(text, "\n::") {
					t.Errorf("%s as %s, %+v: holds a command of GitHub's:\n%s", name, format, options, text)
				}
			}
		}
	}
}

// colors are the sequences that the text formats use.
var colors = regexp.MustCompile("\x1b\\[(0|1|2|31|33|36|1;31|1;33|1;36)m")

// TestGitHubHasACommandForEachItem checks that no text can begin a command of its own.
func TestGitHubHasACommandForEachItem(t *testing.T) {
	command := regexp.MustCompile(`^::(error|warning|notice) ((file|line|col|endLine|endColumn)=[^,:]*,)*title=[a-z/-]+::[^\r\n]+$`)
	for _, ci := range []*CI{evilCI(), fullCI()} {
		lines := strings.Split(strings.TrimSuffix(printed(t, "github", ci, output.Options{}), "\n"), "\n")
		if len(lines) != len(ci.Items()) {
			t.Errorf("%d commands for %d items", len(lines), len(ci.Items()))
		}
		for _, line := range lines {
			if !command.MatchString(line) {
				t.Errorf("it is no command, or more than one: %s", line)
			}
		}
	}
}

// TestItems holds where findings are placed: in the spec, and broken inputs where they break.
func TestItems(t *testing.T) {
	items := Findings{Result: some(), FailOn: trace.Error}.Items()
	var places []string
	for _, item := range items {
		places = append(places, fmt.Sprintf("%s %s:%d:%d", item.Code, item.Place.File, item.Place.Start.Line, item.Place.Start.Column))
		if rule, ok := validator.RuleByID(item.Code); !ok || item.Doc != rule.What {
			t.Errorf("%s is documented as %q", item.Code, item.Doc)
		}
	}
	want := []string{"broken-input b.json.gz:1:0", "tag-value spec/upload.yaml:3:4", "too-few spec/upload.yaml:9:4", "never-seen spec/upload.yaml:7:3"}
	if !slices.Equal(places, want) {
		t.Errorf("got %q, want %q", places, want)
	}
	related := items[1].Related
	if len(related) != 2 || related[0].Range.File != "a.jsonl" || related[0].Range.Start.Line != 1 || related[1].Range.IsValid() {
		t.Errorf("the examples are at %+v; standard input is no file", related)
	}
}

// TestCIKeepsItsSchema checks the JSON of ci against its schema, and that the schema rejects wrong JSON.
func TestCIKeepsItsSchema(t *testing.T) {
	s := schema(t, "ci")
	for name, ci := range map[string]*CI{"full": fullCI(), "evil": evilCI(), "nothing": {Check: Check{Step: Step{OK: true}}}} {
		value := decoded(t, ci)
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		if left := undescribed(t, "ci", value); len(left) > 0 {
			t.Errorf("%s: the schema does not describe %v", name, left)
		}
	}
	for _, wrong := range []string{
		`{}`, `{"tool":"specgen","version":"1","ok":true,"check":{"ok":true,"flows":[],"diagnostics":[{}]}}`,
		`{"tool":"specgen","version":"1","ok":true,"check":{"ok":true,"flows":[],"diagnostics":[]},"validate":{"ok":true,"samples":[{"file":"a","ok":true,"result":{}}]}}`,
	} {
		var value any
		if err := json.Unmarshal([]byte(wrong), &value); err != nil {
			t.Fatal(err)
		}
		if s.Validate(value) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}
