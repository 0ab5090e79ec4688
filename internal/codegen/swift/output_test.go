package swift

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// generate returns the sources of a flow's target.
func generate(t *testing.T, in codegen.Input) []codegen.File {
	t.Helper()
	files, err := Backend{}.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// all are the files of a flow and of its package.
func all(t *testing.T, in codegen.Input) []codegen.File {
	t.Helper()
	around, err := Backend{}.Package([]codegen.Input{in})
	if err != nil {
		t.Fatal(err)
	}
	return append(generate(t, in), around...)
}

func find(t *testing.T, files []codegen.File, suffix string) string {
	t.Helper()
	for _, file := range files {
		if strings.HasSuffix(file.Path, suffix) {
			return string(file.Content)
		}
	}
	t.Fatalf("there is no %s", suffix)
	return ""
}

func TestOutputIsTheSameEachTime(t *testing.T) {
	codegentest.SameEachTime(t, Backend{}, codegentest.Load(t, "spec/notification.yaml"))
}

// TestFeatures holds the sources and the README of each small flow to what was read and found right.
func TestFeatures(t *testing.T) {
	codegentest.Golden(t, Backend{}, codegen.Options{}, nil)
}

func TestOnlyServicesOfTheInputGetEmitters(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	for _, service := range in.Flow.Services {
		if service.Name == "iOS" {
			in.Services = in.Services[:0:0]
			in.Services = append(in.Services, service)
		}
	}
	var names []string
	for _, file := range all(t, in) {
		names = append(names, filepath.Base(file.Path))
	}
	got := strings.Join(names, " ")
	want := "Emitter+Opened.swift Emitter+ReadInApp.swift Emitter+Received.swift NotificationIOS.swift Refs.swift TagRules.swift " +
		"Tags.swift Package.swift README.md"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if refs := find(t, all(t, in), "Refs.swift"); !strings.Contains(refs, "struct TriggerRef") {
		t.Error("there are references to the spans of all services, and none to the trigger")
	}
}

// TestTextStaysText holds that text of a spec stands in comments and literals alone, whatever it holds: without both, no
// word of it is left.
func TestTextStaysText(t *testing.T) {
	comment := regexp.MustCompile(`(?m)^\s*//.*$`)
	literals := regexp.MustCompile(`"(\\.|[^"\\\n])*"`)
	for _, file := range generate(t, codegentest.Load(t, "internal/codegen/swift/testdata/hostile.yaml")) {
		code := literals.ReplaceAllString(comment.ReplaceAllString(string(file.Content), ""), "TEXT")
		for _, bad := range []string{"evil", "*/", "/*", "fatalError", `\(`, "😀", "twice", "bad"} {
			if strings.Contains(code, bad) {
				t.Errorf("%s has %q outside of comments and literals", file.Path, bad)
			}
		}
		for _, literal := range literals.FindAllString(comment.ReplaceAllString(string(file.Content), ""), -1) {
			if strings.Contains(strings.ReplaceAll(literal, `\\`, ""), `\(`) {
				t.Errorf("%s interpolates in %s", file.Path, literal)
			}
		}
	}
}

func TestLiteral(t *testing.T) {
	for text, want := range map[string]string{
		"plain": `"plain"`, `a"b`: `"a\"b"`, `\(x)`: `"\\(x)"`, "a\nb\r\x00": `"a\u{A}b\u{D}\u{0}"`, "é😀": `"é😀"`,
		"\u202ertl\u2028": `"\u{202E}rtl\u{2028}"`, `"""#`: `"\"\"\"#"`, "\ufeff": `"\u{FEFF}"`,
	} {
		if got := literal(text); got != want {
			t.Errorf("literal(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestCommentsHoldNoFieldOfASpec(t *testing.T) {
	d := newDoc("A summary.", "- Parameter x: y\n- returns: z\n- a list\n# heading\n```\ncode")
	got := strings.Join(d.lines(80), "\n")
	want := "A summary.\n\n\\- Parameter x: y\n\\- returns: z\n- a list # heading ``` code"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := code("a `b` ``c``"); got != "``` a `b` ``c`` ```" {
		t.Errorf("got %s", got)
	}
}

// read is what the runtime does with the compact form.
func read(text string) []int {
	var numbers []int
	for i := 0; i < len(text); i += 2 {
		numbers = append(numbers, int(text[i]-'0')<<6|int(text[i+1]-'0'))
	}
	return numbers
}

func TestPatternsAreWrittenWhole(t *testing.T) {
	table, err := pattern.Compile(`^(\p{Greek}|[a-z]{2,9})+\d?$`)
	if err != nil {
		t.Fatal(err)
	}
	var classes []int
	for runs := read(classRuns(table)); len(runs) > 0; runs = runs[2:] {
		for range runs[0] {
			classes = append(classes, runs[1])
		}
	}
	for i, class := range table.Classes {
		if classes[i] != int(class) {
			t.Fatalf("byte %d has the class %d, want %d", i, classes[i], class)
		}
	}
	if got := read(sextets([]int{0, 1, 63, 64, 4095})); got[2] != 63 || got[3] != 64 || got[4] != 4095 {
		t.Errorf("got %v", got)
	}
}

// TestRuntimeREADME holds the README to the example that is compiled and tested.
func TestRuntimeREADME(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(codegentest.Root, "runtime/swift/flowtrace/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"Package.swift", "Sources/Inbox/InboxTelemetry.swift", "Sources/InboxDemo/main.swift", "Tests/InboxTests/InboxTests.swift",
	} {
		code, err := os.ReadFile(filepath.Join(codegentest.Root, "examples/swift/Inbox", name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(readme), "```swift\n"+string(code)+"```\n") {
			t.Errorf("the README of the Swift runtime does not show %s as it is: copy it there", name)
		}
	}
}

// TestGeneratedPackageIsCurrent holds gen/swift to the spec and to this package.
func TestGeneratedPackageIsCurrent(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	in.Options.Module, in.Source.Command = "Flows", "specgen generate --lang swift"
	in.Options.RuntimeSource = "../../runtime/swift/flowtrace"
	for _, file := range all(t, in) {
		have, err := os.ReadFile(filepath.Join(codegentest.Root, "gen/swift", filepath.FromSlash(file.Path)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unversioned(have), unversioned(file.Content)) {
			t.Errorf("gen/swift/%s is not what the spec gives: run go run ./cmd/specgen generate --lang swift", file.Path)
		}
	}
}

// unversioned takes specgen's own version out of a header.
func unversioned(content []byte) []byte {
	return regexp.MustCompile(`by specgen \S+ `).ReplaceAll(content, []byte("by specgen "))
}

func TestLongListsAreBroken(t *testing.T) {
	in := text(t, flowText(
		"  parts: { brief: B., type: \"id[]\", examples: [[one, two, three, four, five, six, seven, eight, nine]] }\n",
		"a: a", "  step: { brief: B., trace: t, services: [app], tags: { parts: required } }\n"))
	got := find(t, all(t, in), "README.md")
	if want := "    parts: [\n      Parts(\"one\"),\n      Parts(\"two\"),\n"; !strings.Contains(got, want) {
		t.Errorf("want %q in\n%s", want, got)
	}
}

// TestSampleReadsWhatWasCarried holds the README of a service all of whose spans take a reference from elsewhere.
func TestSampleReadsWhatWasCarried(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	in.Services = slices.DeleteFunc(slices.Clone(in.Services), func(s *model.Service) bool { return s.Name != "job-queue" })
	got := find(t, all(t, in), "README.md")
	for _, want := range []string{
		"func sample(collector: URL, carried: String) {\n",
		"  guard let trigger = TriggerRef(traceparent: carried) else { return }\n",
		"  let trigger = try #require(TriggerRef(traceparent: carried))\n",
		"    parent: trigger,\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
}

func TestDeprecatedFormNamesItsTag(t *testing.T) {
	in := text(t, flowText(
		"  old_key: { brief: B., type: string, deprecated: { since: 0.9.0, use: kind, why: W. } }\n", "a: a", ""))
	want := `@available(*, deprecated, message: "oldKey since 0.9.0: use kind")`
	for _, file := range all(t, in) {
		if strings.Contains(string(file.Content), want) {
			return
		}
	}
	t.Errorf("no file has %s", want)
}

// TestTraces holds which trace a span is in where its kind of trace has no id.
func TestTraces(t *testing.T) {
	files := generate(t, text(t, `specgen: v1
flow: traces
version: 1.0.0
brief: B.
traces: { t: { brief: T., sampling: 1% }, u: { brief: U., sampling: 100% } }
services:
  app: { brief: A., language: swift }
spans:
  other: { brief: B., trace: u, services: [app], parent: none }
  root: { brief: B., trace: t, services: [app], parent: none }
  far: { brief: B., trace: t, services: [app], parent: other }
  below: { brief: B., trace: t, services: [app], parent: root }
  perhaps: { brief: B., trace: t, services: [app], parent: [root, none] }
  either: { brief: B., trace: t, services: [app], parent: [root, below] }
  mixed: { brief: B., trace: t, services: [app], parent: [root, other] }
  loose: { brief: B., trace: t, services: [app], parent: [root, other, none] }
`))
	const rare = "threshold: 0xfd70a3d70a3d71"
	for name, want := range map[string]string{
		"Other": "randomTrace()", "Root": "randomTrace(" + rare + ")", "Far": "randomTrace(" + rare + ")",
		"Below": ".parent(parent.context)", "Perhaps": "trace(of: parent?.context, " + rare + ")", "Either": ".parent(parent.context)",
		"Mixed": "trace(of: parent.sameTrace, " + rare + ")", "Loose": "trace(of: parent?.sameTrace, " + rare + ")",
	} {
		got := find(t, files, "/Emitter+"+name+".swift")
		if !strings.Contains(got, "randomContext(in: "+want+")") {
			t.Errorf("%s: want the trace %s in\n%s", name, want, got)
		}
	}
}
