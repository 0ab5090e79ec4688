package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/markup/markuptest"
)

// full returns a report with something of everything, in which each text is the given one.
func full(text string) *Report {
	said := Text{{"b", text}, {"bad", text}, {"", text}}
	axis := NewTimesAxis()
	table := BesideTable{Head: text, Labels: axis.Labels, Rows: []BesideRow{
		{Name: text, A: text, B: text, Difference: text, Interval: text, Low: 100, High: 300, Dot: 200, Drawn: true, Called: "worse", CallText: text},
		{Name: text, Nested: true, Difference: text, CallText: text},
	}}
	traces := NewAxis(0)
	return &Report{
		Title: text, Subject: text, Against: text, Read: text, Verdict: said, Lede: said, Notes: []string{text},
		First: []Task{{text, text, text, text, "k1"}, {Who: text, What: text}},
		Flows: []Flow{{
			Name: text, More: text,
			Stages: []Stage{{text, text, []StageBar{{"came", 900}, {"hatched", 100}}, said, []Times{
				{text, "M1 34v-3h4v3z", []Mark{{500, "p50"}, {600, "p95"}, {700, "p99"}, {800, "due"}}, []Pair{{text, text}}, text},
			}}},
			Lost:   &Lost{text, text, "lost0", 300, []LostGroup{{text, text, text, 900, true}, {text, text, text, 100, false}}},
			Beside: &Beside{text, "beside0", said, text, text, []BesideTable{table}, []BesideTable{table}, text, text},
		}},
		Axis: axis, Traces: traces,
		Groups: []Group{{Title: text, About: text, Command: text, Kinds: []Kind{{
			ID: "k1", Open: true, Class: "bad", Severity: "error", What: text, Rule: text, Count: text, Pairs: []Pair{{text, text}},
			Sources: []Source{{text, text, 1000}}, Fix: text, Follows: []string{text, text},
			Spec: &Excerpt{text, []ExcerptLine{{"1", text, false}, {"2", text, true}}},
			Trace: &Waterfall{Text: text, ID: text, Start: text, Axis: traces, More: text, Rows: []Row{
				{Title: text},
				{
					Class: "ok", Mark: "✓", Word: text, Name: text, From: text, Since: text, Note: text, Line: &Bar{1, 2}, Long: &Bar{1, 2}, Gone: &Bar{1, 2},
					Due: &Due{440, text, true}, Dot: &Point{20}, Back: text, Findings: []RowFinding{{"bad", text, text}},
				},
			}},
		}}}},
		Keepers: &Keepers{[]string{text}, []Keeper{{text, text, text, 990, 10, true, []Cell{{text, "bad", 300}}}}, text},
		How:     true,
	}
}

// TestHostileTexts holds that no text can be anything but text, wherever it stands: each field of a report that is a text has one of its own.
func TestHostileTexts(t *testing.T) {
	written := func(text string) (string, map[string]string) {
		r := full("X")
		texts := markuptest.Fill(t, r, text, "Cell.Class", "Words.Class", "Mark.Class", "Group.Command", "Task.To")
		got, err := r.Render()
		if err != nil {
			t.Fatal(err)
		}
		return string(got), texts
	}
	plain, _ := written("X")
	got, texts := written(markuptest.Hostile)
	if len(texts) < 100 {
		t.Errorf("only %d texts", len(texts))
	}
	markuptest.Check(t, got, plain, texts)
}

// TestHostileNumbers: what is written as a word of CSS is refused if it is none.
func TestHostileNumbers(t *testing.T) {
	r := full("X")
	r.Keepers.Rows[0].Cells[0].Class = markuptest.Hostile
	if got, err := r.Render(); err == nil {
		t.Errorf("any text is a word of CSS: %s", got)
	}
}

// TestRoom holds the page to its size and to its number of traces, however much there is.
func TestRoom(t *testing.T) {
	for _, length := range []int{10, 150} {
		r := full("a text")
		kind := r.Groups[0].Kinds[0]
		kind.Trace.Rows = nil
		for range 24 {
			kind.Trace.Rows = append(kind.Trace.Rows, Row{Class: "ok", Mark: "✓", Name: strings.Repeat("<", length), Line: &Bar{1, 2}, Dot: &Point{3}})
		}
		r.Groups[0].Kinds = nil
		for i := range 3000 {
			one := kind
			one.ID = fmt.Sprint("k", i)
			r.Groups[0].Kinds = append(r.Groups[0].Kinds, one)
		}
		got, err := r.Render()
		if err != nil {
			t.Fatal(err)
		}
		text := string(got)
		traces, kinds := strings.Count(text, "<figure class=trace"), strings.Count(text, "<details class=kind")
		if len(got) > 300_000 || traces > MostTraces || traces == 0 || kinds <= traces {
			t.Errorf("%d bytes, %d traces, %d kinds", len(got), traces, kinds)
		}
		if want := fmt.Sprintf("%d more kinds have no room here", 3000-kinds); !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}
