package lint_test

import (
	"fmt"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

func codes(ds []diag.Diagnostic) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Code)
	}
	return out
}

// TestChecksAreDocumented checks that the table is sorted and that each check has all parts of its documentation.
func TestChecksAreDocumented(t *testing.T) {
	var all []string
	for _, c := range lint.Checks() {
		all = append(all, c.Code)
		for part, text := range map[string]string{"title": c.Doc.Title, "text": c.Doc.Text, "example": c.Doc.Example, "fix": c.Doc.Fix} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", c.Code, part)
			}
		}
		if strings.HasSuffix(c.Doc.Title, ".") || !strings.HasSuffix(c.Doc.Text, ".") || !strings.HasSuffix(c.Doc.Fix, ".") {
			t.Errorf("%s: a title has no full stop, text and fix have one", c.Code)
		}
		if group, name, ok := strings.Cut(c.Code, "/"); !ok || group == "" || name == "" || strings.ToLower(c.Code) != c.Code {
			t.Errorf("%q is no code: want group/name in lower case", c.Code)
		}
	}
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("the table is not sorted, or has a code twice: %v", all)
	}
}

// TestEachCheckHasItsFile checks that each check is in a file of its own, named like its code, with its documentation.
func TestEachCheckHasItsFile(t *testing.T) {
	table, err := os.ReadFile("checks.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`\{"([a-z/-]+)", diag\.\w+, (\w+), (\w+)\}`).FindAllStringSubmatch(string(table), -1)
	if len(rows) != len(lint.Checks()) {
		t.Errorf("%d rows of %d checks were understood", len(rows), len(lint.Checks()))
	}
	for _, row := range rows {
		name := strings.NewReplacer("/", "_", "-", "_").Replace(row[1]) + ".go"
		text, err := os.ReadFile(name)
		if err != nil || strings.Count(string(text), " = Doc{") != 1 ||
			!strings.Contains(string(text), "var "+row[2]+" = Doc{") || !strings.Contains(string(text), "func "+row[3]+"(p *pass)") {
			t.Errorf("%s: want %s and %s in %s, and no other check: %v", row[1], row[2], row[3], name, err)
		}
	}
}

func TestRunWithoutFlow(t *testing.T) {
	if found := lint.Run(nil, lint.Env{}); found != nil {
		t.Errorf("got %v", found)
	}
}

// TestExpiresCountsWholeDays checks that an entry has not expired on its last day.
func TestExpiresCountsWholeDays(t *testing.T) {
	last := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	flow := &model.Flow{Tags: []*model.Tag{{Entry: model.Entry{Name: "colour", Expires: last}, Kind: model.KindString}}}
	for _, test := range []struct {
		now  time.Time
		want int
	}{
		{last.Add(-time.Hour), 0},
		{last.Add(23 * time.Hour), 0},
		{last.Add(24 * time.Hour), 1},
		{time.Date(2026, time.March, 2, 3, 0, 0, 0, time.FixedZone("", 5*3600)), 0}, // still the first in UTC
	} {
		if got := lint.Run(flow, lint.Env{Today: test.now}); len(got) != test.want {
			t.Errorf("at %v: %v", test.now, codes(got))
		}
	}
}

// TestExpiringIsReportedBeforeTheLastDay asks on the days around the limit, and who is to be asked.
func TestExpiringIsReportedBeforeTheLastDay(t *testing.T) {
	last := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
	flow := &model.Flow{
		Entry: model.Entry{Owners: []string{"all"}},
		Tags:  []*model.Tag{{Entry: model.Entry{Name: "load", Expires: last, Owners: []string{"media", "legal"}}, Kind: model.KindInt}},
	}
	for _, test := range []struct {
		now  time.Time
		days int
		want string
	}{
		{last.AddDate(0, 0, -31), 30, ""}, {last.AddDate(0, 0, -30), 30, "entry/expiring"}, {last.AddDate(0, 0, -30), 29, ""},
		{last, 30, "entry/expiring"}, {last, 0, ""}, {last, 1, "entry/expiring"}, {last.AddDate(0, 0, 1), 30, "entry/expired"},
	} {
		found := lint.Run(flow, lint.Env{Today: test.now, ExpiresWithin: time.Duration(test.days) * 24 * time.Hour})
		if got := strings.Join(codes(found), " "); got != test.want {
			t.Errorf("at %v within %d days: %q, want %q", test.now, test.days, got, test.want)
		}
		if test.want == "entry/expiring" && !strings.HasSuffix(found[0].Help, "; ask media, legal") {
			t.Errorf("the help is %q", found[0].Help)
		}
	}
}

// TestExamplesAreCheckedAsEmittersDo has a limit that no double is equal to.
func TestExamplesAreCheckedAsEmittersDo(t *testing.T) {
	limit, _ := new(big.Rat).SetString("0.1")
	tag := &model.Tag{
		Entry: model.Entry{Name: "load"}, Kind: model.KindDouble, Min: limit, Max: limit,
		Examples: []model.Value{{Double: 0.1}},
	}
	if got := lint.Run(&model.Flow{Tags: []*model.Tag{tag}}, lint.Env{}); len(got) > 0 {
		t.Errorf("0.1 is not between 0.1 and 0.1: %v", got)
	}
	tag.Examples = []model.Value{{Double: 0.11}}
	if got := codes(lint.Run(&model.Flow{Tags: []*model.Tag{tag}}, lint.Env{})); !slices.Equal(got, []string{"tag/example-invalid"}) {
		t.Errorf("0.11: %v", got)
	}
}

func TestClashDiagnostics(t *testing.T) {
	at := func(line int) diag.Range {
		return diag.Range{File: "a.yaml", Start: diag.Position{Line: line, Column: 3}}
	}
	first := &model.Entry{Name: "channel_id", Pos: at(1)}
	second := &model.Entry{Name: "channel.id", Pos: at(2), Places: map[model.Field]diag.Range{model.FieldCodeName: at(3)}}
	got := lint.ClashDiagnostics("swift", []codegen.Clash{
		{Entry: second, Other: first, Name: "channelId"},
		{Entry: first, Name: "self", Reason: "is a keyword of Swift"},
		{Entry: first, Name: "Emitter"},
	})
	want := []string{
		`1: "channel_id" becomes Emitter in swift, which is taken`,
		`1: "channel_id" becomes self in swift, which is a keyword of Swift`,
		`3: "channel_id" and "channel.id" are both channelId in swift`,
	}
	var words []string
	for _, d := range got {
		words = append(words, fmt.Sprintf("%d: %s", d.Range.Start.Line, d.Message))
		if d.Code != lint.CodeClash || d.Severity != diag.Error || d.Help == "" {
			t.Errorf("%+v", d)
		}
	}
	if !slices.Equal(words, want) {
		t.Errorf("got %q\nwant %q", words, want)
	}
	if notes := got[2].Notes; len(notes) != 1 || notes[0].Range != at(1) {
		t.Errorf("the first of the two is not named: %+v", notes)
	}
}

// large is a flow of many spans, each with a parent and tags with a pattern of their own.
func large(spans int) []byte {
	var b strings.Builder
	b.WriteString("specgen: v1\nflow: large\nversion: 1.0.0\nbrief: A large flow.\nnamespace: \"n:\"\n" +
		"traces:\n  main: { brief: One trace., id: main_id, sampling: 100% }\n" +
		"services:\n  app: { brief: The app., language: go }\n" +
		"tags:\n  main_id: { brief: The id., type: id, format: uuid }\n")
	for i := range spans {
		fmt.Fprintf(&b, "  tag_%d:\n    brief: The tag of step %d.\n    type: string\n    pattern: \"^[A-Z]{2}%d[0-9]+$\"\n    examples: [AB%d1]\n", i, i, i, i)
	}
	b.WriteString("spans:\n")
	for i := range spans {
		parent := "none"
		if i > 0 {
			parent = fmt.Sprintf("\"n:step %d\"", (i-1)/2)
		}
		fmt.Fprintf(&b, "  \"n:step %d\":\n    brief: Step %d is taken.\n    trace: main\n    services: [app]\n    parent: %s\n    occurs: at_most_once\n    tags: { tag_%d: required }\n",
			i, i, parent, i)
	}
	return []byte(b.String())
}

func opener(data []byte) resolve.Opener {
	return func(string) ([]byte, []diag.Diagnostic) { return data, nil }
}

func TestLargeFlow(t *testing.T) {
	result := resolve.Load(opener(large(1000)), "large.yaml")
	if len(result.Diagnostics) > 0 || result.Flow == nil || len(result.Flow.Spans) != 1000 {
		t.Fatalf("cannot load 1,000 spans: %v", result.Diagnostics)
	}
	if found := lint.Run(result.Flow, lint.Env{Today: today}); len(found) > 0 {
		t.Errorf("got %+v", found[0])
	}
}

// BenchmarkLoadAndRun measures specgen check of 1,000 spans with 1,000 patterns.
func BenchmarkLoadAndRun(b *testing.B) {
	data := large(1000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		result := resolve.Load(opener(data), "large.yaml")
		if found := lint.Run(result.Flow, lint.Env{Today: today}); len(found)+len(result.Diagnostics) > 0 {
			b.Fatal(found, result.Diagnostics)
		}
	}
}

// BenchmarkRun measures the checks alone.
func BenchmarkRun(b *testing.B) {
	result := resolve.Load(opener(large(1000)), "large.yaml")
	for b.Loop() {
		lint.Run(result.Flow, lint.Env{Today: today})
	}
}
