package fix

import (
	"testing"

	"github.com/specgen/specgen/internal/diag"
)

func at(line, from, to int) diag.Range {
	return diag.Range{File: "a.yaml", Start: diag.Position{Line: line, Column: from}, End: diag.Position{Line: line, Column: to}}
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		name, text string
		d          diag.Diagnostic
		want       string // the text with the fix, or "" for none
	}{
		{"a word", "type: it\n", diag.Diagnostic{Code: "spec/value", Range: at(1, 7, 9), Suggestion: "int"}, "type: int\n"},
		{"behind wide characters", "a: é😀\r\nb: [\"é\", x]\r\n", diag.Diagnostic{Code: "span/unknown", Range: at(2, 10, 11), Suggestion: "a:b"}, "a: é😀\r\nb: [\"é\", \"a:b\"]\r\n"},
		{"in quotes", `parent: "upload:stord"`, diag.Diagnostic{Code: "span/unknown", Range: at(1, 9, 23), Suggestion: "stored"}, `parent: "stored"`},
		{"quotes are needed", "a: x", diag.Diagnostic{Code: "tag/unknown", Range: at(1, 4, 5), Suggestion: `say "no"`}, `a: 'say "no"'`},
		{"what looks like a bool", "a: x", diag.Diagnostic{Code: "tag/unknown", Range: at(1, 4, 5), Suggestion: "no"}, `a: "no"`},
		{"YAML", "a: x: y", diag.Diagnostic{Code: "yaml/colon", Range: at(1, 4, 8), Suggestion: `"x: y"`}, `a: "x: y"`},
		{"a list", "a: x", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 5), Suggestion: "[x]"}, "a: [x]"},
		{"no suggestion", "a: x", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 5)}, ""},
		{"a code for people", "a: x", diag.Diagnostic{Code: "span/namespace", Range: at(1, 4, 5), Suggestion: "y"}, ""},
		{"a key with its value", "a: x", diag.Diagnostic{Code: "spec/unknown-key", Range: at(1, 1, 2), Suggestion: "b: c"}, ""},
		{"no place", "a: x", diag.Diagnostic{Code: "spec/value", Range: diag.Range{File: "a.yaml"}, Suggestion: "y"}, ""},
		{"behind the line", "a: x\n", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 9), Suggestion: "y"}, ""},
		{"behind the text", "a: x\n", diag.Diagnostic{Code: "spec/value", Range: at(3, 1, 2), Suggestion: "y"}, ""},
		{"a byte order mark", "\ufeffa: x\n", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 5), Suggestion: "y"}, ""},
		{"bytes that are no text", "\xff: x\n", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 5), Suggestion: "y"}, ""},
		{"the same", "a: x\n", diag.Diagnostic{Code: "spec/value", Range: at(1, 4, 5), Suggestion: "x"}, ""},
	} {
		got := Of(&c.d, []byte(c.text))
		if got == nil || c.want == "" {
			if got != nil || c.want != "" {
				t.Errorf("%s: %+v, want %q", c.name, got, c.want)
			}
			continue
		}
		text, err := Apply([]byte(c.text), got.Edits)
		if err != nil || string(text) != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, text, err, c.want)
		}
	}
}

func TestApply(t *testing.T) {
	text := []byte("abc\ndef\n")
	got, err := Apply(text, []diag.Edit{{Range: at(1, 1, 2), Text: "AA"}, {Range: at(2, 3, 4), Text: ""}, {Range: at(1, 3, 3), Text: "-"}})
	if err != nil || string(got) != "AAb-c\nde\n" || string(text) != "abc\ndef\n" {
		t.Errorf("%q, %v; the text is now %q", got, err, text)
	}
	for _, edits := range [][]diag.Edit{{{Range: at(1, 1, 3)}, {Range: at(1, 2, 4)}}, {{Range: at(5, 1, 1)}}} {
		if got, err := Apply(text, edits); err == nil {
			t.Errorf("%+v give %q", edits, got)
		}
	}
}
