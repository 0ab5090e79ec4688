package predict

import (
	"fmt"
	"strings"
	"testing"
)

// record is a record of two values, of which the first is its name.
func record(name, between string) []Planned {
	return []Planned{
		{Step: Step{Literal: NewLiteral([]byte("name=")), Key: []byte(name)}, Name: true},
		{Step: Step{Literal: NewLiteral([]byte(between)), Do: 1, Key: []byte("k")}},
		{Step: Step{Literal: NewLiteral([]byte(";")), Do: 2}},
	}
}

// follow returns the step whose literal stands at the beginning of text.
func follow(s *Step, text string) *Step {
	if n := s.Likely(); n == nil || n.Stands([]byte(text), 0) {
		return n
	}
	return s.Other([]byte(text), 0)
}

func TestFollow(t *testing.T) {
	var g Graph
	if follow(g.Begin(), "name=") != nil {
		t.Error("nothing was learned")
	}
	g.Learn(record("a", " one="))
	g.Learn(record("a", " two="))
	g.Learn(record("b", " three="))
	if follow(g.Begin(), "nam") != nil || follow(g.Begin(), "name=b") == nil || g.Named([]byte("c")) != nil {
		t.Error("the beginning is another one")
	}
	a := &g.Named([]byte("a")).Step
	one, two := follow(a, " one=1;"), follow(a, " two=2;")
	if one == nil || two == nil || one == two || follow(a, " three=3") != nil {
		t.Fatalf("the steps behind the name are %v and %v", one, two)
	}
	if a.Likely() != two {
		t.Error("what came last is not the likely one")
	}
	if end := follow(one, ";"); end == nil || end.Do != 2 || end != follow(two, ";") {
		t.Errorf("the end is %v", end)
	}
	g.Learn(record("a", " one="))
	if again := follow(&g.Named([]byte("a")).Step, " one="); again != one || &again.Key[0] != &one.Key[0] {
		t.Error("the same step is another one")
	}
}

// TestStands puts literals of all lengths at a place, changes each byte, and cuts them off.
func TestStands(t *testing.T) {
	const text = "The quick brown fox jumps over the lazy dog, and goes on to where the wild things are: far away, beyond the seven mountains."
	for size := range text {
		l := NewLiteral([]byte(text[:size]))
		for _, behind := range []string{"", "!", text} {
			b := []byte("<" + text[:size] + behind)
			if l.Size() != size || !l.Stands(b, 1) {
				t.Fatalf("%d bytes do not stand where they do, before %q", size, behind)
			}
			for i := 1; i <= size; i++ {
				b[i] ^= 0x20
				if l.Stands(b, 1) {
					t.Fatalf("%d bytes stand where byte %d is another one", size, i-1)
				}
				b[i] ^= 0x20
			}
		}
		if size > 0 && l.Stands([]byte(text[:size-1]), 0) {
			t.Fatalf("%d bytes stand where one less is", size)
		}
	}
}

// TestBounds learns from records that have nothing in common.
func TestBounds(t *testing.T) {
	var g Graph
	most, reset := 0, false
	for i := range 100_000 {
		before := g.held
		g.Learn(record(fmt.Sprint("name", i%3000), strings.Repeat("x", 200)+fmt.Sprint(i)))
		most, reset = max(most, g.held), reset || g.held < before
		if n := len(g.Named([]byte(fmt.Sprint("name", i%3000))).next); n == 0 || n > mostNext {
			t.Fatalf("%d steps", n)
		}
	}
	if !reset || most > mostBytes+10*perStep {
		t.Errorf("%d bytes, all forgotten: %v", most, reset)
	}
}
