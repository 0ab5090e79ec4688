package picture

import (
	"testing"
	"time"
)

func TestAxis(t *testing.T) {
	for longest, end := range map[time.Duration]time.Duration{
		0: time.Second, 999 * time.Millisecond: time.Second, time.Second: 10 * time.Second, 5*time.Minute + 5*time.Second: 10 * time.Minute,
		10 * time.Minute: time.Hour, 3 * time.Hour: 10 * time.Hour, 11 * time.Hour: 24 * time.Hour, 1000 * time.Hour: 24 * time.Hour,
	} {
		a := NewAxis(longest)
		ticks := a.Ticks()
		if last := ticks[len(ticks)-1]; last.Time != end || last.At != 1 {
			t.Errorf("a picture of %v ends with %v at %v, want %v at 1", longest, last.Time, last.At, end)
		}
		before := 0.0
		for _, tick := range ticks {
			if tick.At <= before {
				t.Errorf("%v stands at %v, not behind %v", tick.Time, tick.At, before)
			}
			before = tick.At
		}
		for _, d := range []time.Duration{-time.Hour, 0, time.Microsecond} {
			if a.At(d) != 0 {
				t.Errorf("%v stands at %v", d, a.At(d))
			}
		}
		if a.At(1<<62) != 1 {
			t.Error("what is beyond the end stands elsewhere")
		}
	}
}

func TestStatesSayTheSame(t *testing.T) {
	for s := Came; s <= Missing; s++ {
		if s.Mark() == "" || s.Word() == "" || s.Class() == "" {
			t.Errorf("%d has mark %q, word %q and class %q", s, s.Mark(), s.Word(), s.Class())
		}
	}
	if Lost.Worse(Wrong) != Lost || Came.Worse(Waiting) != Waiting {
		t.Error("the worse of two states is not")
	}
}
