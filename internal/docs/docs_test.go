package docs_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/docs"
	"github.com/specgen/specgen/internal/resolve"
)

var update = flag.Bool("update", false, "write the files that golden tests want")

const root = "../.."

// input is a spec with the calls of all its services in all languages.
func input(t testing.TB, name string, text []byte) docs.Input {
	t.Helper()
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return text, nil }, name)
	for _, d := range loaded.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s: %s", name, d.Range.Start.Line, d.Code, d.Message)
		}
	}
	in := docs.Input{Flow: loaded.Flow, Path: name, SHA256: strings.Repeat("0", 64)}
	in.Rules = []docs.Rule{{ID: "missing-tag", What: "A record lacks a tag.", Severity: "error"}, {ID: "late", What: "Too late.", Severity: "warning"}}
	for _, backend := range backends.All() {
		calls, err := backend.Calls(codegen.Input{Flow: loaded.Flow, Services: loaded.Flow.Services, Options: codegen.Options{Package: "example"}})
		if err != nil {
			t.Fatal(err)
		}
		in.Languages = append(in.Languages, docs.Language{Name: backend.Name(), Calls: calls})
	}
	return in
}

func file(t testing.TB, name string) docs.Input {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return input(t, name, text)
}

// write returns the files by name.
func write(t testing.TB, inputs ...docs.Input) map[string]string {
	t.Helper()
	files, err := docs.Files(inputs, docs.Formats(), "v0.1.0")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range files {
		if !codegen.IsMarked(f.Content) || !utf8.Valid(f.Content) {
			t.Errorf("%s does not say that specgen wrote it, or is not UTF-8", f.Path)
		}
		out[f.Path] = string(f.Content)
	}
	return out
}

var style = regexp.MustCompile(`(?s)<style>.*?</style>`)

// TestGolden holds the pages of a flow that has everything.
func TestGolden(t *testing.T) {
	for name, got := range write(t, file(t, "testdata/flows/checkout.yaml")) {
		got = style.ReplaceAllString(got, "<style></style>")
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, []byte(got)) {
			t.Errorf("%s has changed; look at what go test -update writes", golden)
		}
	}
}

// TestTheSameBytes holds that nothing but the input is on a page.
func TestTheSameBytes(t *testing.T) {
	first, again := write(t, file(t, "testdata/flows/order.yaml")), write(t, file(t, "testdata/flows/order.yaml"))
	for name := range first {
		if first[name] != again[name] {
			t.Errorf("%s is not the same again", name)
		}
	}
}

// TestAnswers asks the pages what a newcomer asks.
func TestAnswers(t *testing.T) {
	pages := write(t, file(t, "spec/notification.yaml"))
	for name, want := range map[string][]string{
		"notification.md": {
			"- **Emitted by:** [`iOS`](#service-ios), [`Android`](#service-android), [`Desktop`](#service-desktop), [`Web`](#service-web)",
			"- **After:** [`notification:received`](#span-notification-received)",
			"flow.opened(parent: .received(parent: .sent(notificationID: notificationID, deviceID: deviceID)))",
		},
		"notification.html": {
			`<h3 id="span-notification-opened">`, `<dt>After</dt><dd><a href="#span-notification-received"><code>notification:received</code></a></dd>`,
			"flow.opened(parent: .received(parent: .sent(notificationID: notificationID, deviceID: deviceID)))",
			"<title>How the flow notification goes</title>", "default-src &#39;none&#39;",
		},
	} {
		for _, text := range want {
			text = strings.ReplaceAll(text, "&#39;", "'")
			if !strings.Contains(pages[name], text) {
				t.Errorf("%s does not say %s", name, text)
			}
		}
	}
	if strings.Contains(pages["notification.html"], "<script") {
		t.Error("the page has a script")
	}
	if n := len(pages["notification.html"]); n > 200_000 {
		t.Errorf("the page has %d bytes", n)
	}
}

// TestIDsAreThoseOfTheDocumentation compares the ids that are worked out with those of docs/ids.md.
func TestIDsAreThoseOfTheDocumentation(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs/ids.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(text), "## An example")
	page := write(t, file(t, "spec/notification.yaml"))["notification.md"]
	if ids := regexp.MustCompile("`[0-9a-f]{16}`").FindAllString(example, -1); len(ids) == 0 || !strings.Contains(page, ids[0]) {
		t.Errorf("%v are not on the page", ids)
	}
}

// hostile are texts that try to be more than text: in HTML, Markdown, its tables and fences, Mermaid and for the eye.
var hostile = []string{
	"<script>alert(1)</script>", "a|b||c", "`x` ``` ````", "\u202egnp.exe", `"]; end; click s1 "javascript:alert(1)"`, "%%{init: {}}%%", "1. list", "- item", "# head",
	"[x](javascript:alert(1))", "![x](http://127.0.0.1:9/)", "--> <!-- -->", "</style></svg>", "a:::b --> c", "end", "class", "#quot; #35; &amp; &lt;b&gt;", "@everyone",
	"$x$", "**b** _i_ ~~s~~", "\\", "{} {{.}} ${1}", "' onload='alert(1)", "https://evil.example www.evil.example", strings.Repeat("x", 190), strings.Repeat("漢字", 40),
	"accDescr { }", "subgraph t9",
}

// hostileFlow is a flow whose every text is one of those.
func hostileFlow() []byte {
	quote := func(i int) string {
		text := strings.NewReplacer("\u202e", `\u202e`, `\`, `\\`, `"`, `\"`).Replace(hostile[i%len(hostile)])
		return `"` + strings.ReplaceAll(text, `\\u202e`, `\u202e`) + `"`
	}
	name := func(i int) string { return `"e:` + strings.TrimPrefix(strings.ReplaceAll(quote(i), `\u202e`, ""), `"`) }
	var b strings.Builder
	fmt.Fprintf(&b, "specgen: v1\nflow: evil\nversion: 1.0.0\nbrief: %s\nnote: %s\nowners: [%s]\nnamespace: \"e:\"\n", quote(1), quote(2), quote(3))
	fmt.Fprintf(&b, "traces:\n  %s: { brief: %s, id: key }\nservices:\n", name(5), quote(6))
	for i := range 3 {
		fmt.Fprintf(&b, "  %s: { brief: %s, code_name: service_%d, language: go, owners: [%s] }\n", name(i), quote(i+1), i, quote(i+2))
	}
	fmt.Fprintf(&b, "tags:\n  key: { brief: %s, type: id, format: uuid }\n", quote(4))
	fmt.Fprintf(&b, "  kind: { brief: %s, type: enum, values: { a: %s, b: %s } }\n", quote(5), quote(1), quote(2))
	for i := range hostile {
		fmt.Fprintf(&b, "  %s: { brief: %s, code_name: tag_%d, type: string, sensitivity: pii, sensitivity_reason: %s, examples: [%s], deprecated: { since: 1.0.0, why: %s } }\n",
			name(i), quote(i), i, quote(i+2), quote(i+3), quote(i+4))
	}
	b.WriteString("spans:\n")
	for i := range hostile {
		parent := "none"
		if i > 0 {
			parent = name(i - 1)
		}
		fmt.Fprintf(&b, "  %s:\n    code_name: span_%d\n    brief: %s\n    note: %s\n    moment: %s\n    trace: %s\n    services: [%s]\n    parent: %s\n    occurs: { once_per: [kind] }\n    tags: { kind: required, %s: optional }\n",
			name(i), i, quote(i), quote(i+5), quote(i+6), name(5), name(i%3), parent, name(i))
	}
	return []byte(b.String())
}

// TestHostileTexts: whatever a spec says stays text.
func TestHostileTexts(t *testing.T) {
	pages := write(t, input(t, "spec/<b>|.yaml", hostileFlow()), file(t, "spec/notification.yaml"))
	if len(pages) != 6 {
		t.Fatalf("%d files", len(pages))
	}
	for name, text := range pages {
		if strings.ContainsAny(text, "\u202e\u2066\x1b\x00") {
			t.Errorf("%s holds what cannot be seen", name)
		}
		if strings.HasSuffix(name, ".html") {
			checkHTML(t, name, text)
		} else {
			checkMarkdown(t, name, text)
		}
	}
}

func checkHTML(t *testing.T, name, text string) {
	t.Helper()
	for _, bad := range []string{"<script", "<img", "<b>|", "onload='", "href=\"javascript", "href=\"http"} {
		if strings.Contains(text, bad) {
			t.Errorf("%s has %s", name, bad)
		}
	}
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(`\bid="?([^" >]+)`).FindAllStringSubmatch(text, -1) {
		if ids[id[1]] {
			t.Errorf("%s has the id %s twice", name, id[1])
		}
		ids[id[1]] = true
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if !ids[link[1]] {
			t.Errorf("%s leads to %s, which is not there", name, link[1])
		}
	}
}

var (
	unescapedBar = regexp.MustCompile(`(^|[^\\])\|`)
	mermaidLine  = regexp.MustCompile(`^    +(acc(Title|Descr): [A-Za-z .]+|subgraph t\d+\["[^"]*"\]|end|s\d+(\["[^"]*"\]|\(\["[^"]*"\]\))|s\d+ (-->|-- "in another trace" -->|-\. "links to" \.->) s\d+)$`)
	mermaidLabel = regexp.MustCompile(`"([^"]*)"`)
)

func checkMarkdown(t *testing.T, name, text string) {
	t.Helper()
	columns, fence := 0, ""
	ids := map[string]bool{}
	for _, id := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(text, -1) {
		ids[id[1]] = true
	}
	for i, one := range strings.Split(text, "\n") {
		if fence != "" {
			if one == fence {
				fence = ""
			} else if fence == "```" && strings.Contains(text, "flowchart") && mermaidFence(text, i) {
				checkMermaid(t, name, one)
			}
			continue
		}
		if marks := len(one) - len(strings.TrimLeft(one, "`")); marks >= 3 {
			fence = one[:marks]
			continue
		}
		if !strings.HasPrefix(one, "|") {
			columns = 0
		} else if n := len(unescapedBar.FindAllString(one, -1)); columns == 0 {
			columns = n
		} else if n != columns {
			t.Errorf("%s:%d has %d bars, of %d: %s", name, i+1, n, columns, one)
		}
		for _, bad := range []string{"<script", "<img", "<style", "](http", "](javascript"} {
			if strings.Contains(strings.ReplaceAll(withoutCode(one), `\]`, ""), bad) {
				t.Errorf("%s:%d has %s: %s", name, i+1, bad, one)
			}
		}
		for _, link := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(withoutCode(one), -1) {
			if !ids[link[1]] {
				t.Errorf("%s:%d leads to %s, which is not there", name, i+1, link[1])
			}
		}
	}
}

// withoutCode is a line of Markdown without its code spans.
func withoutCode(one string) string {
	var out strings.Builder
	for len(one) > 0 {
		if strings.HasPrefix(one, "\\`") {
			one = one[2:]
			continue
		}
		marks := len(one) - len(strings.TrimLeft(one, "`"))
		if marks == 0 {
			_, n := utf8.DecodeRuneInString(one)
			out.WriteString(one[:n])
			one = one[n:]
			continue
		}
		closing := regexp.MustCompile("(^|[^`])`{" + strconv.Itoa(marks) + "}([^`]|$)").FindStringSubmatchIndex(one[marks:])
		if closing == nil {
			out.WriteString(one)
			break
		}
		one = strings.TrimLeft(one[marks+closing[3]:], "`")
	}
	return out.String()
}

// mermaidFence reports whether a line is in the block of the picture.
func mermaidFence(text string, at int) bool {
	lines := strings.Split(text, "\n")
	for i := at; i >= 0; i-- {
		if strings.HasPrefix(lines[i], "```") {
			return lines[i] == "```mermaid"
		}
	}
	return false
}

func checkMermaid(t *testing.T, name, one string) {
	t.Helper()
	if one != "flowchart TB" && !mermaidLine.MatchString(one) {
		t.Errorf("%s: Mermaid may read another thing in %s", name, one)
	}
	for _, label := range mermaidLabel.FindAllStringSubmatch(one, -1) {
		text := strings.ReplaceAll(label[1], "<br>", "")
		if strings.ContainsAny(text, "<>`%{}[]();\\*_@") && !regexp.MustCompile(`^([^<>`+"`"+`%{}\[\]()\\*_@;]|#\d+;)*$`).MatchString(text) {
			t.Errorf("%s: Mermaid may read another thing in the label %s", name, label[1])
		}
	}
}

// TestManySpans: a flow that is too big for a picture has all else, and an index lists what it is given.
func TestManySpans(t *testing.T) {
	var b strings.Builder
	b.WriteString("specgen: v1\nflow: big\nversion: 1.0.0\nbrief: Big.\ntraces: { t: { brief: T., id: id } }\nservices: { app: { brief: A. } }\ntags: { id: { brief: I., type: id, format: uuid } }\nspans:\n")
	for i := range 200 {
		fmt.Fprintf(&b, "  \"step %d\": { brief: Step., trace: t, services: [app], parent: none, occurs: once, tags: { id: required } }\n", i)
	}
	text := write(t, input(t, "big.yaml", []byte(b.String())))["big.html"]
	if strings.Contains(text, "id=picture") || strings.Count(text, "<article") != 200 || len(text) > 1_000_000 {
		t.Errorf("%d bytes, %d spans", len(text), strings.Count(text, "<article"))
	}
}
