package spec

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/yamlsource"
	language "github.com/specgen/specgen/spec"
	"github.com/specgen/specgen/test/cputime"
)

// The limits of internal/yamlsource that the inputs below go up to.
const (
	maxBytes    = yamlsource.MaxBytes
	maxLines    = 50_000
	maxSiblings = 2000
)

// mostTime returns how much processor time an input below may take: ten times that of a spec of 1,000 spans. Without limits they
// take hundreds of times as much.
func mostTime(t *testing.T) time.Duration {
	data := bigSpec(t, 1000)
	return 10 * cputime.Of(func() { Parse("big.yaml", data) })
}

// parseInTime reads a text and fails where that takes too much processor time. It returns the code of the first diagnostic.
func parseInTime(t *testing.T, limit time.Duration, name, text string) string {
	t.Helper()
	var diags []diag.Diagnostic
	took := cputime.Of(func() { _, diags = Parse("x.yaml", []byte(text)) })
	if took > limit {
		t.Errorf("%s: took %v", name, took)
	}
	t.Logf("%s: %v, %d diagnostics", name, took.Round(time.Millisecond), len(diags))
	if len(diags) == 0 {
		t.Errorf("%s: nothing was found", name)
		return ""
	}
	return diags[0].Code
}

// repeat makes a third as much of a text as the limits of bytes and lines allow.
func repeat(text string) string {
	n := maxBytes / 3 / len(text)
	if lines := strings.Count(text, "\n"); lines > 0 {
		n = min(n, maxLines/3/lines)
	}
	return strings.Repeat(text, n)
}

// TestHostile reads inputs that cost a YAML reader without limits seconds to minutes, gigabytes or its stack.
func TestHostile(t *testing.T) {
	var siblings, nested strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&siblings, "k%d: 1\n", i)
	}
	for i := range 1000 {
		nested.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	tests := []struct{ name, text, code string }{
		{"siblings", siblings.String()[:900_000], "yaml/limit"},
		{"items", repeat("- a\n"), "yaml/limit"},
		{"items in brackets", "a: [" + strings.Repeat("x,\n", 40_000) + "]", "yaml/limit"},
		{"brackets", "a: " + strings.Repeat("[", 4000), "yaml/limit"},
		{"brackets on many lines", repeat("[[[[[[[\n"), "yaml/limit"},
		{"braces on many lines", repeat("{a: \n"), "yaml/limit"},
		{"closing brackets", repeat("]]]]\n"), "yaml/bracket"},
		{"levels", nested.String(), "yaml/limit"},
		{"dashes", strings.Repeat("- ", 2000), "yaml/limit"},
		{"questions", strings.Repeat("? ", 2000), ""},
		{"blank lines in a block", "a: |\n x\n" + strings.Repeat("\n", 49_000), "yaml/limit"},
		{"less signs", strings.Repeat("<", 4000), "yaml/limit"},
		{"less signs on many lines", repeat(strings.Repeat("<", 60) + "\n"), ""},
		{"tabs", repeat("a:\t\t\t\t\t\t1\n"), ""},
		{"tabs in quotes", repeat("a: \"" + strings.Repeat("\t", 200) + "\"\n"), ""},
		{"a long line", "a: " + repeat("x"), "yaml/limit"},
		{"many lines", repeat("#\n"), "file/empty"},
		{"a large file", strings.Repeat("x", maxBytes+1), "file/too-large"},
		{"more lines than allowed", strings.Repeat("#\n", maxLines+1), "yaml/limit"},
		{"quotes", repeat("a: \"\n"), ""},
		{"single quotes", repeat("a: '\n"), ""},
		{"colons", repeat(": : : : : : : :\n"), ""},
		{"a line of colons", strings.Repeat("a: ", 1300), ""},
		{"anchors", repeat("a: &a [*a]\n"), ""},
		{"blocks", repeat("a: |\n  x\n"), "yaml/limit"},
		{"block headers", repeat("a: |\n"), ""},
		{"escapes", repeat(`a: "\d\d\d\d\d\d\d\d\d\d"` + "\n"), ""},
		{"controls", repeat("a: \x01\x01\x01\x01\n"), ""},
		{"no colons", repeat("abc\n"), ""},
		{"unknown keys", unknownKeys(), ""},
		{"long misspelt keys", longKeys(), ""},
		{"broken entries", "spans:\n" + repeat("  a: { b\n"), ""},
		{"broken levels", strings.Repeat("a:\n b:\n  c:\n   d:\n    e: [\n", 9000), ""},
		{"large broken entries", brokenEntries(), ""},
		{"large levels with a mistake at the end", brokenLevels(), ""},
		{"comments", strings.Repeat("# x\n", 49_999), "file/empty"},
		{"long comments", repeat("#" + strings.Repeat("x", 4000) + "\n"), "file/empty"},
		{"plain text over lines", "a:\n" + repeat("  text "+strings.Repeat("x", 60)+"\n"), ""},
		{"digits", "specgen: v1\nversion: " + strings.Repeat("9", 4000) + "\n", ""},
	}
	limit := mostTime(t)
	for _, test := range tests {
		if got := parseInTime(t, limit, test.name, test.text); test.code != "" && got != test.code {
			t.Errorf("%s: got %s, want %s", test.name, got, test.code)
		}
	}
}

// unknownKeys has as many entries as the limits allow, each with a mistake of its own.
func unknownKeys() string {
	var out strings.Builder
	out.WriteString("specgen: v1\ntags:\n")
	for i := range maxSiblings {
		fmt.Fprintf(&out, "  tag_%d: { breif: x, typ: int, pattrn: \"(\", a%d: 1, b: yes }\n", i, i)
	}
	return out.String()
}

// brokenEntries has as many entries as the limits allow, each large and each broken.
func brokenEntries() string {
	var out strings.Builder
	out.WriteString("specgen: v1\nspans:\n")
	for i := range maxSiblings {
		fmt.Fprintf(&out, "  k%d:\n    a: [%s]]\n    c: d\n", i, strings.Repeat("x, ", 90))
	}
	return out.String()
}

// brokenLevels has one mistake, deep within a file that is as large as the limits allow, so that all of it is read at each
// level.
func brokenLevels() string {
	var out strings.Builder
	for level := range 5 {
		fmt.Fprintf(&out, "%sa:\n", strings.Repeat(" ", level))
	}
	for i := range maxSiblings - 1 {
		fmt.Fprintf(&out, "     k%d: [%s]\n", i, strings.Repeat("x, ", 90))
	}
	return out.String() + "     z: [\n"
}

// longKeys has keys that are near to none, but as long as a suggestion is sought for.
func longKeys() string {
	var out strings.Builder
	out.WriteString("specgen: v1\n")
	for i := range maxSiblings - 1 {
		fmt.Fprintf(&out, "%s%d: 1\n", strings.Repeat("servises", 9), i)
	}
	return out.String()
}

// bigSpec is the spec that ships with its steps repeated to n spans.
func bigSpec(t testing.TB, n int) []byte {
	head, rest, ok := strings.Cut(string(language.Notification()), "  \"notification:notify\":\n")
	if !ok {
		t.Fatal("the spec has no notify")
	}
	var out bytes.Buffer
	out.WriteString(head)
	for i := range n - 1 {
		fmt.Fprintf(&out, "  \"notification:step %d\":\n    brief: Step %d of the flow.\n    trace: notification\n    services: [clients]\n"+
			"    parent: \"notification:sent\"\n    occurs: { at_most_once_per: parent }\n    tags:\n      badge_count: optional\n"+
			"      platform: required\n      channel_id: { requirement: optional, brief: Where it was. }\n", i, i)
	}
	out.WriteString("  \"notification:notify\":\n")
	out.WriteString(rest)
	return out.Bytes()
}

// TestMistakesInThousandSpans holds that mistakes throughout a large spec are all found, at a cost not much above that of the spec
// without them.
func TestMistakesInThousandSpans(t *testing.T) {
	data := bigSpec(t, 1000)
	var file *File
	var diags []diag.Diagnostic
	took := cputime.Of(func() { file, diags = Parse("big.yaml", data) })
	if len(diags) > 0 || len(file.Spans) < 1000 {
		t.Fatalf("%d spans, %+v", len(file.Spans), diags)
	}
	broken := strings.Replace(string(data), "trace: notification\n    services: [clients]", "trace notification\n    services: [clients]", 11)
	broke := cputime.Of(func() { _, diags = Parse("big.yaml", []byte(broken)) })
	if broke > 10*took {
		t.Errorf("with mistakes it takes %v of processor time, without %v", broke, took)
	}
	if len(diags) != 11 {
		t.Errorf("found %d of 11 mistakes: %s", len(diags), codesOf(diags))
	}
}

// BenchmarkParse reads a spec of 1,000 spans.
func BenchmarkParse(b *testing.B) {
	data := bigSpec(b, 1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Parse("big.yaml", data)
	}
}

// BenchmarkParseNotification reads the spec that ships.
func BenchmarkParseNotification(b *testing.B) {
	data := language.Notification()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Parse("notification.yaml", data)
	}
}

// FuzzParse checks that no input makes the reader panic, that positions lie within the file, and that the output is the same
// each time.
func FuzzParse(f *testing.F) {
	cases, err := mistakes.All("../..")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		f.Add(c.Spec())
	}
	f.Add(language.Notification())
	for _, text := range []string{"a: [\n", "a: |2\n  x", "- - a\n - b", "{a: [b: c], d", "a:\n - b\n c: 'd\n", "specgen: v1\ntags: { a: { type: on, min: -0.0 } }", "spans: { a: { parent: [b, [none], any], error_when: { c: [d, 1], e: f }, kind: Server } }", "\"\\ud800\": \xe2\x80\xa8"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, diags := Parse("x.yaml", data)
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, d := range diags {
			if d.Code == "spec/internal" || d.Message == "" || d.Range.Start.Line > lines+1 || d.Range.End.Before(d.Range.Start) {
				t.Errorf("%q: %+v", data, d)
			}
		}
		if _, again := Parse("x.yaml", data); fmt.Sprint(again) != fmt.Sprint(diags) {
			t.Errorf("%q: got %v, then %v", data, diags, again)
		}
	})
}
