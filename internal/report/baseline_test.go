package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func TestGrown(t *testing.T) {
	for _, c := range []struct {
		before, of, now, nowOf int64
		want                   bool
	}{
		{5, 100, 5, 100, false}, {5, 100, 6, 100, true}, {5, 100, 4, 100, false}, // as many records: the counts
		{100, 1000, 1000, 10_000, false}, {100, 1000, 1090, 10_000, false}, {100, 1000, 1500, 10_000, true}, // ten times as many
		{1, 1000, 4, 900, false}, {1, 1000, 9, 900, true}, {3, 1000, 100, 10, true}, // small counts vary more
		{0, 0, 0, 10, false}, {0, 0, 1, 10, true}, {5, 100, 0, 0, false}, {0, 10, 1, 20, true},
	} {
		if got := grown(c.before, c.of, c.now, c.nowOf); got != c.want {
			t.Errorf("%d of %d, then %d of %d: grown %t", c.before, c.of, c.now, c.nowOf, got)
		}
	}
}

// withDefects is a result of three defects, the last two of which follow from the first.
func withDefects() *validator.Result {
	r := some()
	r.Findings = r.Findings[1:]
	print := func(letter string) string { return strings.Repeat(letter, 32) }
	for i := range r.Findings {
		r.Findings[i].Fingerprint, r.Findings[i].Group = print(string("abc"[i])), print("a")
	}
	r.Defects = []validator.Defect{
		{Fingerprint: print("a"), Severity: trace.Error, Records: 2, Traces: 1, Findings: []int{0}, Cause: -1},
		{Fingerprint: print("b"), Severity: trace.Warning, Traces: 1, Findings: []int{1}, Cause: 0},
		{Fingerprint: print("c"), Severity: trace.Info, Findings: []int{2}, Cause: -1},
	}
	return r
}

// beside returns a result beside the baseline of another.
func beside(now, before *validator.Result) Findings {
	return Findings{Result: now, FailOn: trace.Warning, Baseline: NewBaseline("validate", "v1.2.3", before).Compare("known.json", now)}
}

func TestBaseline(t *testing.T) {
	text, err := NewBaseline("validate", "v1.2.3", withDefects()).Encode()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "baseline.json", string(text))
	back, err := ParseBaseline(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Encode()
	if err != nil || !bytes.Equal(again, text) {
		t.Errorf("read and written it is\n%s%v", again, err)
	}
	same := beside(withDefects(), withDefects())
	if same.Fails() || !(Findings{Result: withDefects(), FailOn: trace.Warning}).Fails() {
		t.Error("known findings count, or findings do not")
	}
	grown, gone, newer := withDefects(), withDefects(), withDefects()
	grown.Defects[0].Records, grown.Findings[0].Records = 3, 3
	gone.Defects, gone.Findings = gone.Defects[1:], gone.Findings[1:]
	gone.Defects[0].Findings, gone.Defects[1].Findings = []int{0}, []int{1}
	gone.Defects[0].Cause = -1
	for name, c := range map[string]struct {
		f     Findings
		fails bool
		words string
	}{
		"same":  {same, false, "baseline: 3 known defects of known.json left out of the verdict; 0 new, 0 grown\n"},
		"grown": {beside(grown, withDefects()), true, "baseline: 2 known defects of known.json left out of the verdict; 0 new, 1 grown\n"},
		"gone":  {beside(gone, withDefects()), false, "; 1 of it not found any more, write it again to keep it so\n"},
		"new":   {beside(newer, gone), true, "baseline: 2 known defects of known.json left out of the verdict; 1 new, 0 grown\n"},
	} {
		if got := printed(t, "text", c.f, output.Options{Width: 200}); c.f.Fails() != c.fails || !strings.HasSuffix(got, c.words) {
			t.Errorf("%s: fails %t, and the text is\n%s", name, c.f.Fails(), got)
		}
	}
}

// TestBaselineInEveryFormat holds what the formats make of a result that has grown, with a consequence that has not.
func TestBaselineInEveryFormat(t *testing.T) {
	r := withDefects()
	r.Defects[0].Records, r.Findings[0].Records = 3, 3
	for _, format := range output.Names() {
		t.Run(format, func(t *testing.T) {
			golden(t, "beside."+format, printed(t, format, beside(r, withDefects()), output.Options{}))
		})
	}
	s := schema(t, "validate")
	less := withDefects()
	less.Defects = nil
	for _, f := range []Findings{beside(r, withDefects()), beside(less, withDefects())} {
		value := decoded(t, f)
		if err := s.Validate(value); err != nil {
			t.Errorf("%#v", err)
		}
		if left := undescribed(t, "validate", value); len(left) > 0 {
			t.Errorf("the schema does not describe %v", left)
		}
	}
}

func TestParseBaselineRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``: "it is none; make one", `{}`: "it is none", `[]`: "it is none", `{"specgen":"baseline","format":"1"}`: "it is none",
		`{"specgen":"baseline","format":2}`:                                  "it has format 2, and this specgen reads format 1",
		`{"specgen":"baseline","format":1,"findings":[{"fingerprint":"x"}]}`: "finding 1 of it",
		`{"specgen":"baseline","format":1,"findings":[F,F]}`:                 "finding 2 of it",
		`{"specgen":"baseline","format":1,"findings":[` + withCount + `]}`:   "finding 1 of it",
	} {
		text = strings.ReplaceAll(text, "F", `{"fingerprint":"`+strings.Repeat("a", 32)+`"}`)
		if _, err := ParseBaseline([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

const withCount = `{"fingerprint":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","records":-1}`
