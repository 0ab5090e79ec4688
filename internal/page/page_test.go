package page

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/markup"
)

// TestAxis holds positions to logarithms, labels to the room they need, and the order of times to that of positions.
func TestAxis(t *testing.T) {
	for _, most := range []time.Duration{0, 3 * time.Second, 40 * time.Minute, 26 * time.Hour, 100 * 365 * 24 * time.Hour} {
		a := NewAxis(int64(most))
		last := Percent(-1)
		for n := time.Duration(1); n < 20*365*24*time.Hour; n = n*5/3 + 1 {
			at := a.At(int64(n))
			if at < last || at > whole {
				t.Errorf("%v: %v is at %v, what comes before it at %v", most, n, at, last)
			}
			last = at
			if int64(n) >= a.least && int64(n) < a.most {
				want := 40 + 960*math.Log(float64(n)/float64(a.least))/math.Log(float64(a.most)/float64(a.least))
				if math.Abs(float64(at)-want) > 1.01 {
					t.Errorf("%v: %v is at %v, want %v", most, n, at, want/10)
				}
			}
		}
		for i := 1; i < len(a.Labels); i++ {
			if a.Labels[i].At-a.Labels[i-1].At < 90 {
				t.Errorf("%v: labels stand too close: %v", most, a.Labels)
			}
		}
	}
	if text := Percent(-35).String() + " " + Percent(40).String(); text != "-3.5 4" {
		t.Error(text)
	}
}

// TestWaterfall draws one row of each kind, with texts of an attacker.
func TestWaterfall(t *testing.T) {
	const evil = "\u202e<script>alert(1)</script>\x1b[31m\xff javascript:\n::error::"
	axis := NewAxis(int64(5 * time.Minute))
	w := &Waterfall{Text: evil, ID: evil, Start: evil, Axis: axis, More: evil, Rows: []Row{
		{Class: "ok", Mark: "✓", Word: "came", Name: evil, From: evil, Since: "+40ms", Line: &Bar{0, 140}, Dot: &Point{140}, Long: &Bar{140, 20}},
		{Title: evil},
		{Class: "lost", Mark: "○", Nested: true, Name: evil, From: "LOST", Gone: &Bar{140, 300}, Due: &Due{440, evil, true}},
		{Class: "unk", Mark: "?", Name: evil, Note: evil, Back: "◂", Findings: []RowFinding{{"bad", evil, evil}}},
		{Class: "cut", Mark: "·", Name: evil},
	}}
	out := markup.New()
	w.Write(out)
	html, err := out.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	got := html.String()
	for _, bad := range []string{"<script", "\x1b", "\u202e", "\xff", "ZgotmplZ", "\n::"} {
		if strings.Contains(got, bad) {
			t.Errorf("the waterfall holds %q:\n%s", bad, got)
		}
	}
	for _, want := range []string{`\u202e&lt;script&gt;`, `class="ok"`, `class="lost in"`, `left:14%;width:30%`, `style="left:44%"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the waterfall does not hold %q:\n%s", want, got)
		}
	}
}
