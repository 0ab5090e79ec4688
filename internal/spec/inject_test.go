package spec

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
	language "github.com/specgen/specgen/spec"
)

// injection is one kind of mistake. spoil puts it into a line; it returns false where the line cannot have it.
type injection struct {
	name  string
	spoil func(line string) (string, bool)
}

func replaced(pattern, with string) func(string) (string, bool) {
	compiled := regexp.MustCompile(pattern)
	return func(line string) (string, bool) {
		if !compiled.MatchString(line) {
			return "", false
		}
		return compiled.ReplaceAllString(line, with), true
	}
}

// injections are the mistakes that people make most, each in every line that has what it takes.
var injections = []injection{
	{name: "the colon is missing", spoil: replaced(`^( +\w+): (\w[\w ]*)$`, "$1 $2")},
	{name: "the space behind the colon is missing", spoil: replaced(`^( *[a-z_]+): (.*)$`, "$1:$2")},
	{name: "the quote is not closed", spoil: replaced(`^( *[a-z_]+: "[^"]*)"$`, "$1")},
	{name: "the quote is not opened", spoil: replaced(`^( *[a-z_]+: )"([^"]*")$`, "$1$2")},
	{name: "the bracket is not closed", spoil: replaced(`^(.*[{\[].*)[}\]]$`, "$1")},
	{name: "the bracket is closed twice", spoil: replaced(`^(.*[{\[].*)([}\]])$`, "$1$2$2")},
	{name: "a comma is missing", spoil: replaced(`^(.*\{ \w+: \w+), (.*\})$`, "$1 $2")},
	{name: "a text with a colon", spoil: replaced(`^( +brief: \w.*)$`, "$1 But: no")},
	{name: "a tab for indentation", spoil: replaced(`^    (\w+: \w.*)$`, "\t$1")},
	{name: "a tab behind the colon", spoil: replaced(`^( *\w+): (\w.*)$`, "$1:\t$2")},
	{name: "one space too many", spoil: replaced(`^( +)(\w+: \S.*)$`, "$1 $2")},
	{name: "one space too few", spoil: replaced(`^ ( +)(\w+: \S.*)$`, "$1$2")},
	{name: "the value is missing", spoil: replaced(`^( *\w+): \w.*$`, "$1:")},
	{name: "an unknown key besides", spoil: replaced(`^( +)(brief: .*)$`, "$1$2\n${1}xyzzy: 1")},
	{name: "the key twice", spoil: replaced(`^( *\w+: \S.*)$`, "$1\n$1")},
	{name: "an anchor", spoil: replaced(`^( *\w+: )(\w.*)$`, "$1&x $2")},
	{name: "a reserved character", spoil: replaced(`^( *brief: )(\w.*)$`, "$1@$2")},
	{name: "a wrong escape", spoil: replaced(`^( *\w+: ")(.*)$`, `$1\q$2`)},
	{name: "a bool of YAML 1.1", spoil: replaced(`^( *brief: )\w.*$`, "${1}yes")},
	{name: "a number for text", spoil: replaced(`^( *brief: )\w.*$`, "${1}12")},
	{name: "a hidden character", spoil: replaced(`^( *brief: )(\w.*)$`, "$1\u202e$2")},
}

var (
	phrase    = regexp.MustCompile(`[\w'.,-]+( [\w'.,-]+)*`)
	entryName = regexp.MustCompile(`^  [^ :][^:]*`)
)

// shapeOf returns what a line has in common with others that the reader treats alike: its indentation, its key unless that is the
// name of an entry, and the punctuation of its value.
func shapeOf(line string) string {
	key, value, _ := strings.Cut(line, ":")
	return entryName.ReplaceAllString(key, "  name") + ":" + phrase.ReplaceAllString(value, "w")
}

// TestInjectedMistakes puts each kind of mistake into lines of the spec that ships: of lines with the same shape in the same section
// into the first that can have it. The mistake must be reported once, at its line or the one next to it, and nothing else.
func TestInjectedMistakes(t *testing.T) {
	lines := strings.Split(string(language.Notification()), "\n")
	total := 0
	for _, injection := range injections {
		count, section, tried := 0, "", map[string]bool{}
		for i, line := range lines {
			if line != "" && line[0] != ' ' {
				section = line
			}
			spoilt, ok := injection.spoil(line)
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			if shape := section + shapeOf(line); tried[shape] {
				continue
			} else {
				tried[shape] = true
			}
			text := strings.Join(append(append(append([]string(nil), lines[:i]...), spoilt), lines[i+1:]...), "\n")
			_, diags := Parse("x.yaml", []byte(text))
			if len(diags) == 0 && isSame(text) { // such as one more space before an only child
				continue
			}
			count++
			if problem := problemOf(diags, i+1); problem != "" {
				t.Errorf("%s, line %d, %q: %s", injection.name, i+1, spoilt, problem)
			}
		}
		if count == 0 {
			t.Errorf("%s: no line can have it", injection.name)
		}
		total += count
	}
	t.Logf("%d mistakes", total)
}

// isSame reports whether a text has the same data as the spec that ships.
func isSame(text string) bool {
	var diags diag.List
	was := yamlsource.Parse("x.yaml", language.Notification(), &diags)
	is := yamlsource.Parse("x.yaml", []byte(text), &diags)
	return is != nil && reflect.DeepEqual(dataOf(was.Root), dataOf(is.Root))
}

// codesOf lists diagnostics as line:column code.
func codesOf(diags []diag.Diagnostic) string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Range.Start.Line, d.Range.Start.Column, d.Code))
	}
	return strings.Join(out, ", ")
}

// problemOf returns what is wrong with the diagnostics of a file whose only mistake is at a line, or "".
func problemOf(diags []diag.Diagnostic, line int) string {
	near := 0
	for _, d := range diags {
		if at := d.Range.Start.Line; at < line-1 || at > line+1 {
			return fmt.Sprintf("also reported: line %d, %s, %s", at, d.Code, d.Message)
		}
		near++
	}
	switch {
	case near == 0:
		return "not found"
	case near > 1:
		return "reported twice: " + codesOf(diags)
	}
	return ""
}
