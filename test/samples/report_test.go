package samples

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
	"github.com/specgen/specgen/validator"
)

// misspelt is the name that an app release gives a step, which is the cause that hits most traces in the test's data.
const misspelt = "notification:recieved"

// manyDefects returns 10,000 records with a defect of each kind in several notifications each, and a misspelt step in most
// of those of one app.
func manyDefects(t *testing.T) []byte {
	t.Helper()
	e := newEmitters()
	const whole = 10_000 / 6
	for i := range whole {
		e.clock.Set(began.Add(time.Duration(i) * 10 * time.Second))
		e.emitWhole(i)
	}
	records, err := parse(otlphttp.AppendJSON(nil, e.spans.Spans()))
	if err != nil {
		t.Fatal(err)
	}
	stories := split(records)
	next := 0
	for i, d := range defects {
		for range 3 + i%7 {
			d.make(stories[next])
			next++
		}
	}
	for i, s := range stories[next : next+500] {
		r := s.get(received)
		r.span.Name = misspelt
		for j, a := range r.resource.Attributes {
			if a.Key == "app_version" {
				r.resource.Attributes[j] = text("app_version", fmt.Sprintf("24.11.%d", i%9))
			}
		}
	}
	var out []*record
	for _, s := range stories {
		out = append(out, s.records...)
	}
	data, err := format(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func textOf(t *testing.T, r *validator.Result, width int) []string {
	t.Helper()
	var out bytes.Buffer
	if err := output.Default().Print(&out, report.Findings{Result: r}, output.Options{Width: width}); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// TestReportOfManyDefects holds the report on many kinds of defect to two screens, whose beginning says what is worst. All kinds are named
// where the lines are wide enough, 30 of them otherwise.
func TestReportOfManyDefects(t *testing.T) {
	r := judgeBytes(t, "export.json", manyDefects(t))
	var rules []string
	for _, f := range r.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	if len(rules) < 30 || r.Summary.Records < 9_500 {
		t.Fatalf("%d kinds of defect in %d records: the test needs 30 in 10,000", len(rules), r.Summary.Records)
	}
	for _, width := range []int{80, 100, 120} {
		lines := textOf(t, r, width)
		if len(lines) > 100 {
			t.Errorf("%d columns: %d lines, want at most 100", width, len(lines))
		}
		head := strings.Join(lines[:10], "\n")
		for _, want := range []string{"Read ", "notify", "%)", "biggest drop", misspelt, "unknown-span"} {
			if !strings.Contains(head, want) {
				t.Errorf("%d columns: the first ten lines lack %q:\n%s", width, want, head)
			}
		}
		for _, line := range lines {
			if n := len([]rune(line)); n > width {
				t.Errorf("%d columns: a line takes %d: %s", width, n, line)
			}
		}
		text := strings.Join(lines, "\n")
		leftOut := slices.DeleteFunc(slices.Clone(rules), func(rule string) bool { return strings.Contains(text, rule+":") })
		if width > 80 && len(leftOut) > 0 || len(rules)-len(leftOut) < 30 {
			t.Errorf("%d columns: the report leaves out %v", width, leftOut)
		}
		if t.Failed() {
			t.Fatalf("\n%s", text)
		}
	}
}

// TestOneCauseOfManyDefects has the children of the misspelt step, and the step that is missed, stand under its name.
func TestOneCauseOfManyDefects(t *testing.T) {
	r := judgeBytes(t, "export.json", manyDefects(t))
	for i, d := range r.Defects {
		first := r.Findings[d.Findings[0]]
		if first.Rule != "unknown-span" {
			continue
		}
		if d.Traces != int64(d.Records) || len(d.Findings) != 9 {
			t.Errorf("%d records in %d traces of %d app versions", d.Records, d.Traces, len(d.Findings))
		}
		var follows []string
		for _, c := range r.Defects {
			if c.Cause == i {
				follows = append(follows, r.Findings[c.Findings[0]].Rule)
			}
		}
		if !slices.Contains(follows, "wrong-parent") {
			t.Errorf("%v follow from the misspelt name, want wrong-parent among them", follows)
		}
	}
}
