package predict

import (
	"fmt"
	"strings"
	"testing"
)

// saw reads a text with its quote as the value of s, and reports whether it was expected.
func saw(s *Step, raw, text string) bool {
	if !s.IsAgain([]byte(raw), 0) {
		s.Saw([]byte(text), []byte(raw))
		return false
	}
	again, size := s.Again()
	if string(again) != text || size != len(raw)-1 {
		panic(fmt.Sprintf("%q of %d bytes in place of %q", again, size, raw))
	}
	return true
}

func newStep() *Step {
	var g Graph
	g.Learn(record("a", " one="))
	return g.Named([]byte("a")).Likely()
}

func TestAgain(t *testing.T) {
	s := newStep()
	for i, one := range []struct {
		raw, text string
		want      bool
	}{
		{`main"`, "main", false}, {`main"`, "main", false}, {`main"`, "main", true}, {`main thread"`, "main thread", false},
		{`main"`, "main", true}, {`C:\\a"`, `C:\a`, false}, {`C:\\a"`, `C:\a`, false}, {`C:\\a"`, `C:\a`, true},
	} {
		if got := saw(s, one.raw, one.text); got != one.want {
			t.Errorf("%d: %s expected: %v", i, one.raw, got)
		}
	}
	kept, _ := s.Again()
	saw(s, `X:\\b"`, `X:\b`)
	if saw(s, `X:\\b"`, `X:\b`); string(kept) != `C:\a` {
		t.Errorf("a text that was passed on is %q now", kept)
	}
	s = newStep()
	saw(s, `"`, "")
	if saw(s, `"`, ""); !saw(s, `"`, "") {
		t.Error("an empty text is not expected again")
	}
}

// TestAgainGivesUp has texts that differ each time, texts of which one in ten is another one, and long ones.
func TestAgainGivesUp(t *testing.T) {
	s := newStep()
	for range 2 {
		for i := range 100 {
			if saw(s, fmt.Sprint(i, `"`), fmt.Sprint(i)) {
				t.Fatalf("%d is expected where texts differ each time", i)
			}
		}
	}
	s, hits := newStep(), 0
	for i := range 1000 {
		if saw(s, fmt.Sprint(i/10, `"`), fmt.Sprint(i/10)) {
			hits++
		}
	}
	if hits != 800 {
		t.Errorf("of texts that come ten times each %d of 1000 were expected", hits)
	}
	for range 1000 {
		saw(s, `same"`, "same")
	}
	for i := range mostCredit / mostlySame {
		saw(s, fmt.Sprint(i, `"`), fmt.Sprint(i))
	}
	for range 3 {
		if saw(s, `new"`, "new") {
			t.Error("what was the same for long is not given up")
		}
	}
	s = newStep()
	long := strings.Repeat("x", longText)
	for _, one := range []string{"short", long, long, long, "short"} {
		if saw(s, one+`"`, one) {
			t.Errorf("%s is expected: a long text is kept, or the one before it", one)
		}
	}
}
