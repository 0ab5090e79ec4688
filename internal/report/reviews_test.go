package report

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator/trace"
)

// junit is the part of a JUnit report that the tests look at.
type junit struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Suites   []struct {
		Name  string `xml:"name,attr"`
		Tests int    `xml:"tests,attr"`
		Cases []struct {
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// TestJUnitCounts checks that the XML is well formed whatever the texts are, that its counts are those of its tests, that no two tests
// of a suite have one name, and that there is a test in each suite.
func TestJUnitCounts(t *testing.T) {
	results := kinds()
	results["evil"], results["nothing"], results["hostile"] = evilCI(), &output.Diagnostics{}, Findings{Result: hostile(), FailOn: trace.Error}
	for name, result := range results {
		var got junit
		if err := xml.Unmarshal([]byte(printed(t, "junit", result, output.Options{})), &got); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		tests, failures, errs := 0, 0, 0
		for _, suite := range got.Suites {
			seen := map[string]bool{}
			if len(suite.Cases) == 0 || suite.Tests != len(suite.Cases) {
				t.Errorf("%s: suite %q says that it has %d tests, and has %d", name, suite.Name, suite.Tests, len(suite.Cases))
			}
			for _, c := range suite.Cases {
				tests++
				if c.Failure != nil {
					failures++
				}
				if c.Error != nil {
					errs++
				}
				if seen[c.Name] {
					t.Errorf("%s: suite %q has two tests %q", name, suite.Name, c.Name)
				}
				seen[c.Name] = true
			}
		}
		if tests == 0 || got.Tests != tests || got.Failures != failures || got.Errors != errs {
			t.Errorf("%s: the counts are %d, %d and %d, and there are %d, %d and %d", name, got.Tests, got.Failures, got.Errors, tests, failures, errs)
		}
	}
}

// TestWhatFailsIsAFailure holds which items are failures and errors: as the exit code has it.
func TestWhatFailsIsAFailure(t *testing.T) {
	for _, c := range []struct {
		failOn trace.Severity
		want   string
	}{{trace.Off, `failures="0" errors="1"`}, {trace.Error, `failures="1" errors="1"`}, {trace.Warning, `failures="2" errors="1"`}} {
		got := printed(t, "junit", Findings{Result: some(), FailOn: c.failOn}, output.Options{})
		if !strings.Contains(strings.SplitN(got, "\n", 3)[1], c.want) {
			t.Errorf("--fail-on %s: want %s in\n%s", c.failOn, c.want, got)
		}
	}
}

// TestSuitesHaveEveryItem checks that the suites of a result hold its items and no others.
func TestSuitesHaveEveryItem(t *testing.T) {
	results := kinds()
	results["evil"] = evilCI()
	for name, result := range results {
		words := func(items []output.Item) (list []string) {
			for _, item := range items {
				list = append(list, item.Code+item.Message+item.Place.File)
			}
			slices.Sort(list)
			return list
		}
		var all []output.Item
		for _, suite := range result.Suites() {
			all = append(all, suite.Items...)
		}
		if got, want := words(all), words(result.Items()); !slices.Equal(got, want) {
			t.Errorf("%s: the suites have %q, want %q", name, got, want)
		}
	}
}

var (
	htmlTag  = regexp.MustCompile(`</?([a-z]+)>`)
	verbatim = regexp.MustCompile(`(?s)<(code|pre)>.*?</(code|pre)>`)
)

// markdownIsSafe checks that a report has only our own elements, each closed in its order, no empty line within them, and that what
// could become a mention, a link, a reference or an emoji stands where GitHub leaves it as it is.
func markdownIsSafe(text string) error {
	head, body, ok := strings.Cut(text, "\n\n### specgen: ")
	if !ok || head != "<!-- specgen -->" {
		return errors.New("it has another head")
	}
	for _, block := range strings.Split(body, "\n\n")[1:] {
		var open []string
		rest := htmlTag.ReplaceAllStringFunc(block, func(tag string) string {
			name := strings.Trim(tag, "</>")
			if !slices.Contains([]string{"p", "b", "code", "pre", "details", "summary"}, name) {
				return tag
			}
			switch {
			case !strings.HasPrefix(tag, "</"):
				open = append(open, name)
			case len(open) > 0 && open[len(open)-1] == name:
				open = open[:len(open)-1]
			default:
				return tag
			}
			return ""
		})
		if len(open) > 0 || strings.ContainsAny(rest, "<>") || regexp.MustCompile(`&[^#lga]`).MatchString(rest) {
			return errors.New("it is broken at " + block)
		}
		if !strings.HasPrefix(block, "<") && !strings.Contains(block, " more have no room here") {
			return errors.New("it is no HTML: " + block)
		}
		if left := verbatim.ReplaceAllString(block, ""); regexp.MustCompile(`[@#|\x60]\w|\]\(|://|www\.|:\w+:`).MatchString(strings.ReplaceAll(left, "&#3", "")) {
			return errors.New("it has a mention, link or emoji: " + left)
		}
	}
	return nil
}

func TestMarkdownIsSafe(t *testing.T) {
	results := kinds()
	results["evil"], results["hostile"] = evilCI(), Findings{Result: hostile()}
	for name, result := range results {
		if err := markdownIsSafe(printed(t, "markdown", result, output.Options{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, wrong := range []string{"<p>@a</p>", "<p><i>a</i></p>", "<details><pre>a</pre>", "a", "<p>www.a</p>", "<p>:a:</p>", "<p>`a`</p>", "<p><code>a</p></code>"} {
		if markdownIsSafe("<!-- specgen -->\n\n### specgen: failed\n\n"+wrong) == nil {
			t.Errorf("the check takes %s", wrong)
		}
	}
}

// TestMarkdownFitsAComment prints more than a comment can hold: everything in short as far as there is room, and how much is left out.
func TestMarkdownFitsAComment(t *testing.T) {
	for _, c := range []struct {
		items, length int
	}{{3, 20}, {200, 300}, {5_000, 2_000}} {
		list := &output.Diagnostics{}
		for i := range c.items {
			message := strconv.Itoa(i) + strings.Repeat(" "+evil, c.length/len(evil)+1)
			list.All = append(list.All, diag.Diagnostic{Code: "a/b", Severity: diag.Error, Message: message, Help: message})
		}
		text := printed(t, "markdown", list, output.Options{})
		left := regexp.MustCompile(`\n(\d+) more have no room here`).FindStringSubmatch(text)
		shown := strings.Count(text, "<b>error</b>")
		if c.items == 3 && left != nil || c.items == 5_000 && left == nil {
			t.Errorf("%d items: left out: %q", c.items, left)
		}
		if left != nil {
			n, _ := strconv.Atoi(left[1])
			shown += n
		}
		if len(text) > 60_000 || shown != c.items {
			t.Errorf("%d items: %d bytes, %d of them shown or counted", c.items, len(text), shown)
		}
		if err := markdownIsSafe(text); err != nil {
			t.Errorf("%d items: %v", c.items, err)
		}
	}
}

// TestMarkdownIsLedByCauses folds what follows from a cause into it.
func TestMarkdownIsLedByCauses(t *testing.T) {
	r := some()
	r.Findings[1].Fingerprint, r.Findings[1].Group = strings.Repeat("a", 32), strings.Repeat("a", 32)
	r.Findings[2].Fingerprint, r.Findings[2].Group = strings.Repeat("b", 32), strings.Repeat("a", 32)
	got := printed(t, "markdown", Findings{Result: r, FailOn: trace.Error}, output.Options{})
	if !strings.Contains(got, "from web 1.4.0), explains 1 consequence</summary>") || !strings.Contains(got, "\nexplains: too-few: a trace has no &#34;upload:end&#34; (1 trace)\n") ||
		strings.Contains(got, "<code>too-few</code>") {
		t.Errorf("the consequence does not stand below its cause:\n%s", got)
	}
}

// TestXMLHoldsEverything reads XML of every character back.
func TestXMLHoldsEverything(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r <= 0xffff; r++ {
		all.WriteRune(r)
	}
	text := printed(t, "junit", &output.Diagnostics{All: []diag.Diagnostic{{Code: "a/b", Severity: diag.Error, Message: all.String()}}}, output.Options{})
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
