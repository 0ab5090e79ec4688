package page

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// TestDraw draws a step in each state: mark, word and class say the same, and a step that did not come is drawn up to its deadline.
func TestDraw(t *testing.T) {
	record := &trace.Judged{Emitter: "iOS", App: "24.11.0"}
	came := func(state picture.State, at, after time.Duration) *picture.Row {
		return &picture.Row{Label: "a", State: state, Record: record, HasAt: true, At: at, HasAfter: true, After: after, From: at - after}
	}
	late := came(picture.Warned, 20*time.Minute, 20*time.Minute)
	late.HasDue, late.Due = true, 5*time.Minute
	late.Breaks = []trace.Breach{{Rule: "late", Severity: trace.Warning, Actual: "20m", Expected: "within 5m"}}
	long := came(picture.Came, time.Second, time.Second)
	long.Lasts = time.Minute
	p := &picture.Picture{
		TraceID: trace.ID{1}, Start: 1, Verdict: picture.Verdict{Text: "Lost"}, Longest: 20 * time.Minute,
		Trunk: []*picture.Row{
			came(picture.Came, 40*time.Millisecond, 40*time.Millisecond), late, came(picture.Wrong, time.Second, -time.Second), long,
			{Label: "a", State: picture.Lost, HasDue: true, From: time.Second, Due: 5 * time.Minute, Within: 5 * time.Minute},
			{Label: "a", State: picture.Missing, Why: "the spec demands it"},
			{Label: "a", State: picture.Waiting, HasDue: true, From: time.Second, Due: 5 * time.Minute, Within: 5 * time.Minute},
			{Label: "a", State: picture.NotDone}, {Label: "a", State: picture.NotReached}, {Label: "a", State: picture.NotKept, Why: "its trace is kept at 1%"}, {Label: "a", State: picture.NotAsked},
		},
	}
	var got []string
	for _, r := range Draw(p, NewAxis(int64(p.Longest)), nil).Rows {
		drawn := ""
		for _, part := range []struct {
			name string
			is   bool
		}{{"line", r.Line != nil}, {"long", r.Long != nil}, {"gone", r.Gone != nil}, {"due", r.Due != nil}, {"dot", r.Dot != nil}, {"back", r.Back != ""}, {"note", r.Note != ""}} {
			if part.is {
				drawn += " " + part.name
			}
		}
		got = append(got, fmt.Sprintf("%s %s %s|%s|%s:%s %d", r.Class, r.Mark, r.Word, r.From, r.Since, drawn, len(r.Findings)))
	}
	want := []string{
		"ok ✓ came|iOS 24.11.0|+40ms: line dot 0", "warn ! warning|iOS 24.11.0|+20m: line due dot 1", "bad ✗ wrong|iOS 24.11.0|-1s: line dot back 0",
		"ok ✓ came|iOS 24.11.0|+1s: line long dot 0", "lost ○ |LOST|: gone due 0", "lost ○ |MISSING|: note 0", "wait ◌ |waiting|: gone due 0", "idle – |not done|: 0",
		"cut · |not reached|: 0", "unk ? |not kept|: note 0", "unk ? |not asked|: 0",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestDrawLargeTraces holds what is drawn of traces with very many branches: those that show what the trace is drawn for.
func TestDrawLargeTraces(t *testing.T) {
	p := &picture.Picture{TraceID: trace.ID{1}, BranchNoun: "device", Trunk: []*picture.Row{{Label: "notify"}}}
	for i := range 1000 {
		row := &picture.Row{Label: "sent", State: picture.Came, Record: &trace.Judged{}}
		if i == 900 {
			for range 9 {
				row.Breaks = append(row.Breaks, trace.Breach{Rule: "tag-type", Severity: trace.Error, Actual: "x"})
			}
		}
		p.Branches = append(p.Branches, &picture.Branch{Key: []picture.KeyValue{{Tag: "device_id", Value: fmt.Sprint(i)}}, Steps: []*picture.Row{row, {Label: "received"}}})
	}
	w := Draw(p, NewAxis(0), func(b *trace.Breach) bool { return b.Rule == "tag-type" })
	if len(w.Rows) > mostRows || !strings.HasPrefix(w.More, "993 more devices; specgen show ") {
		t.Errorf("%d rows, %q", len(w.Rows), w.More)
	}
	found := 0
	for _, r := range w.Rows {
		found += len(r.Findings)
	}
	if found != mostRowFindings+1 {
		t.Errorf("%d findings are written, want %d and one line for the rest", found, mostRowFindings)
	}
	none := Draw(p, NewAxis(0), func(b *trace.Breach) bool { return false })
	for _, r := range none.Rows {
		if len(r.Findings) > 0 {
			t.Error("a finding is written that was not asked for")
		}
	}
	if p.BranchNoun = "branch"; !strings.HasPrefix(Draw(p, NewAxis(0), nil).More, "993 more branches") {
		t.Error(Draw(p, NewAxis(0), nil).More)
	}
}
