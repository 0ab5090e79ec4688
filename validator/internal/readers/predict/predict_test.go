package predict

import (
	"fmt"
	"strings"
	"testing"
)

// record is a record of two values, of which the first is its name.
func record(name, between string) []Planned {
	return []Planned{
		{Step: Step{Literal: "name=", Key: []byte(name)}, Name: true},
		{Step: Step{Literal: between, Do: 1, Key: []byte("k")}},
		{Step: Step{Literal: ";", Do: 2}},
	}
}

func TestFollow(t *testing.T) {
	var g Graph
	g.Learn(record("a", " one="))
	g.Learn(record("a", " two="))
	g.Learn(record("b", " three="))
	if g.Begin().Follow([]byte("nam")) != nil || g.Begin().Follow([]byte("name=b")) == nil || g.Named([]byte("c")) != nil {
		t.Error("the beginning is another one")
	}
	a := g.Named([]byte("a"))
	one, two := a.Follow([]byte(" one=1;")), a.Follow([]byte(" two=2;"))
	if one == nil || two == nil || one == two || a.Follow([]byte(" three=3")) != nil {
		t.Fatalf("the steps behind the name are %v and %v", one, two)
	}
	if end := one.Follow([]byte(";")); end == nil || end.Do != 2 || end != two.Follow([]byte(";")) {
		t.Errorf("the end is %v", end)
	}
	g.Learn(record("a", " one="))
	if again := g.Named([]byte("a")).Follow([]byte(" one=")); again != one || &again.Key[0] != &one.Key[0] {
		t.Error("the same step is another one")
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
