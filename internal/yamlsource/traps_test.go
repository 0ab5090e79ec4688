package yamlsource

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
)

// treeOf reads a text.
func treeOf(text string) (*Node, []diag.Diagnostic) {
	var diags diag.List
	if doc := Parse("x.yaml", []byte(text), &diags); doc != nil {
		return doc.Root, diags.Sorted()
	}
	return nil, diags.Sorted()
}

// show writes a tree on one line: kind, text and position of each value, keys with theirs.
func show(n *Node) string {
	if n == nil {
		return "nothing"
	}
	at := fmt.Sprintf("@%d:%d-%d:%d", n.At.Start.Line, n.At.Start.Column, n.At.End.Line, n.At.End.Column)
	if !n.Gap.Usable() {
		at = " bad" + at
	}
	switch n.Kind {
	case Text:
		return fmt.Sprintf("%q", n.Raw) + at
	case Number, Bool:
		return n.Raw + at
	case Map:
		var parts []string
		for _, f := range n.Fields {
			parts = append(parts, fmt.Sprintf("%s@%d:%d: %s", f.Key, f.KeyAt.Start.Line, f.KeyAt.Start.Column, show(f.Value)))
		}
		return "{" + strings.Join(parts, ", ") + "}" + at
	case List:
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, ", ") + "]" + at
	}
	return "null" + at
}

// codesOf lists diagnostics as line:column code.
func codesOf(diags []diag.Diagnostic) string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Range.Start.Line, d.Range.Start.Column, d.Code))
	}
	return strings.Join(out, ", ")
}

// TestValues holds what is read where goccy's own tree would mislead: positions that it gives wrongly, scalars that it
// takes for something else, text that it joins.
func TestValues(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"the token of a block mapping is its colon", "a:\n  b: c", `{a@1:1: {b@2:3: "c"@2:6-2:7}@2:3-2:7}@1:1-2:7`},
		{"offsets drift after comments", "# x\n# y\na: b # z\nc: d", `{a@3:1: "b"@3:4-3:5, c@4:1: "d"@4:4-4:5}@3:1-4:5`},
		{"the content of a block has column 0", "a: |\n  x\n  y\nb: 1", `{a@1:1: "x\ny\n"@1:4-3:4, b@4:1: 1@4:4-4:5}@1:1-4:5`},
		{"a folded block", "a: >-\n  x\n  y\nb: 1", `{a@1:1: "x y"@1:4-3:4, b@4:1: 1@4:4-4:5}@1:1-4:5`},
		{"blank lines behind a block", "a: |\n  x\n\n\nb: 1", `{a@1:1: "x\n"@1:4-2:4, b@5:1: 1@5:4-5:5}@1:1-5:5`},
		{"an implicit null stands after the colon", "a:\nb: 1", `{a@1:1: null@1:1-1:2, b@2:1: 1@2:4-2:5}@1:1-2:5`},
		{"an explicit null", "a: null\nb: ~", `{a@1:1: null@1:4-1:8, b@2:1: null@2:4-2:5}@1:1-2:5`},
		{"columns count characters", "é: [ü, \"中\", 😀]", `{é@1:1: ["ü"@1:5-1:6, "中"@1:8-1:11, "😀"@1:13-1:14]@1:4-1:15}@1:1-1:15`},
		{"line ends of Windows", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", `{a@1:1: 1@1:4-1:5, b@2:1: "x\ny\n"@2:4-4:4}@1:1-4:4`},
		{"a byte order mark", "\ufeffa: 1", `{a@1:1: 1@1:4-1:5}@1:1-1:5`},
		{"a quoted key with a colon", `"a: b": c`, `{a: b@1:1: "c"@1:9-1:10}@1:1-1:10`},
		{"keys are text", "1: a\ntrue: b\nnull: c\n1.10: d", `{1@1:1: "a"@1:4-1:5, true@2:1: "b"@2:7-2:8, null@3:1: "c"@3:7-3:8, 1.10@4:1: "d"@4:7-4:8}@1:1-4:8`},
		{"numbers as they are written", "a: [1.10, -0, 18446744073709551616, 0.5]", `{a@1:1: [1.10@1:5-1:9, -0@1:11-1:13, 18446744073709551616@1:15-1:35, 0.5@1:37-1:40]@1:4-1:41}@1:1-1:41`},
		{"a date is text", "a: 2027-01-31", `{a@1:1: "2027-01-31"@1:4-1:14}@1:1-1:14`},
		{"quoted is text", `a: ["1", 'true', "null", '']`, `{a@1:1: ["1"@1:5-1:8, "true"@1:10-1:16, "null"@1:18-1:24, ""@1:26-1:28]@1:4-1:29}@1:1-1:29`},
		{"escapes", `a: "\x41\u263a\U0001F600\ud83d\ude00\t\/\e\"\\d"`, `{a@1:1: "A☺😀😀\t/\x1b\"\\d"@1:4-1:49}@1:1-1:49`},
		{"two single quotes", `a: 'it''s'`, `{a@1:1: "it's"@1:4-1:11}@1:1-1:11`},
		{"a plain text over lines", "a: x\n  y # z\nb: 1", `{a@1:1: "x y"@1:4-2:4, b@3:1: 1@3:4-3:5}@1:1-3:5`},
		{"a list beside its key", "a:\n- x\n- y: 1\n  z: 2\n-\n", `{a@1:1: ["x"@2:3-2:4, {y@3:3: 1@3:6-3:7, z@4:3: 2@4:6-4:7}@3:3-4:7, null@5:1-5:2]@2:3-5:2}@1:1-5:2`},
		{"keys alone within braces", "a: { b, c: 1 }", `{a@1:1: {b@1:6: null@1:6-1:7, c@1:9: 1@1:12-1:13}@1:4-1:15}@1:1-1:15`},
		{"a mark at the start of the file", "---\na: 1", `{a@2:1: 1@2:4-2:5}@2:1-2:5`},
		{"tabs in block texts and comments", "a: |\n  x\ty\nb: 1 # \t c", `{a@1:1: "x\ty\n"@1:4-2:6, b@3:1: 1@3:4-3:5}@1:1-3:5`},
		{"brackets over lines", "a: [\n  x,\n  z,\n]\nb: 1", `{a@1:1: ["x"@2:3-2:4, "z"@3:3-3:4]@1:4-4:2, b@5:1: 1@5:4-5:5}@1:1-5:5`},
		{"what looks like a header is text", "a: b - |\nc: 1", `{a@1:1: "b - |"@1:4-1:9, c@2:1: 1@2:4-2:5}@1:1-2:5`},
		{"an address in brackets within braces", "a: { s: [https://x] }", `{a@1:1: {s@1:6: ["https://x"@1:10-1:19]@1:9-1:20}@1:4-1:22}@1:1-1:22`},
		{"keys of JavaScript's objects", "__proto__: 1\nconstructor: 2", `{__proto__@1:1: 1@1:12-1:13, constructor@2:1: 2@2:14-2:15}@1:1-2:15`},
	}
	for _, test := range tests {
		n, diags := treeOf(test.text)
		if got := show(n); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
		if len(diags) > 0 {
			t.Errorf("%s: %+v", test.name, diags)
		}
	}
}

// TestRefusals holds what goccy misreads in silence, or allows although the language does not.
func TestRefusals(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a tab in quotes swallows what follows", "a: [\"x\ty\", b]\nc: d", "1:7 yaml/tab"},
		{"a tab in a plain text is dropped", "a: x\ty", "1:5 yaml/tab"},
		{"a tab before a comment", "a: x\t# y", "1:5 yaml/tab"},
		{"each line with a tab", "a:\t1\nb:\t2\nc: 3", "1:3 yaml/tab, 2:3 yaml/tab"},
		{"a tab beside a block text", "- a: |\n    x\n  b:\tz", "3:5 yaml/tab"},
		{"a name with a colon in brackets within braces", "a: { s: [n:s, b] }", "1:10 yaml/colon"},
		{"a comma is missing within braces", "a: { b: c d: e }", "1:9 yaml/comma"},
		{"a comma is missing at the end of a line", "a: [x\n  y]", "1:5 yaml/comma"},
		{"a comma behind nothing", "a: { , b: c }", "1:6 yaml/comma"},
		{"a bracket for a value", "a: }\nb: c", "1:4 yaml/bracket"},
		{"a comma for a value", "a: ,x\nb: c", "1:4 yaml/bracket"},
		{"keys that repeat", "a: 1\na: 2\na: 3\nb: {y, y}", "2:1 yaml/duplicate-key, 3:1 yaml/duplicate-key, 4:8 yaml/duplicate-key"},
		{"keys that repeat in quotes", "a: 1\n\"a\": 2", "2:1 yaml/duplicate-key"},
		{"anchors and aliases", "a: &x 1\nb: *x", "1:4 yaml/anchor, 2:4 yaml/anchor"},
		{"merge keys", "a:\n  <<: {}\n  b: 1", "2:3 yaml/anchor"},
		{"YAML tags", "a: !!str 1\nb: !x z", "1:4 yaml/type-tag, 2:4 yaml/type-tag"},
		{"directives", "%YAML 1.1\n---\na: 1", "1:1 yaml/directive"},
		{"keys with a question mark", "? a\n: b", "1:1 yaml/complex-key"},
		{"a second document", "a: 1\n---\nb: 2", "2:1 yaml/document"},
		{"the end of a document", "a: 1\n...\n", "2:1 yaml/document"},
		{"an empty key", "\"\": 1\na: 2", "1:1 yaml/empty-key"},
		{"a quoted text over lines", "a: \"x\n  y\"\nb: 1", "1:4 yaml/quoted-lines"},
		{"an empty block before a comment", "a: |\n# x\nb: 1", "1:4 yaml/empty-block"},
		{"an unknown escape", `a: "^\d"`, "1:4 yaml/escape"},
		{"half a pair of surrogates", `a: "\ud83d"`, "1:4 yaml/escape"},
		{"NUL", "a: \x00", " file/encoding"},
		{"not UTF-8", "a: é\nb: \xff", "2:4 file/encoding"},
		{"a carriage return alone", "a: 1\nb: 2\rc: 3", "2:5 file/line-break"},
		{"controls", "a: \x07\x07\nb: \u202e\nc: \u0085", "1:4 yaml/control-character, 2:4 yaml/control-character, 3:4 yaml/control-character"},
		{"a byte order mark within", "a: x\ufeff", "1:5 yaml/control-character"},
	}
	for _, test := range tests {
		_, diags := treeOf(test.text)
		got := codesOf(diags)
		if got = strings.TrimPrefix(got, "0:0"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

// TestAmbiguous holds which plain texts are refused: each is a number, a bool or nothing to a reader of YAML 1.1 or of
// the core schema of 1.2, and something else to another.
func TestAmbiguous(t *testing.T) {
	refused := strings.Fields("y Y n N yes Yes YES no on Off True TRUE False Null NULL 1e3 1E3 -1e-7 08 010 0777 1_000 0x1F 0b11 0o17 +5 .5 5. 12:30 12:30:00 1:30.5 .inf -.Inf .nan .NaN")
	for _, text := range refused {
		n, diags := treeOf("a: " + text)
		if codesOf(diags) != "1:4 yaml/ambiguous" || n.Get("a").Gap.Usable() {
			t.Errorf("%s: got %s, %v", text, show(n), codesOf(diags))
		}
	}
	plain := strings.Fields("yess nope 1.2.3 1.0.0 v1 2027-01-31 0 -1 12.5 1e x1 7f9c24e8-3b1d 5m 100% a:b 0x 1_000m none any once . .. - ~")
	for _, text := range plain[:len(plain)-2] {
		if n, diags := treeOf("a: " + text); len(diags) > 0 || !n.Get("a").Gap.Usable() {
			t.Errorf("%s: got %s, %v", text, show(n), codesOf(diags))
		}
	}
}
