package causes

import (
	"slices"
	"testing"
)

func TestCyclesLoseTheirWorst(t *testing.T) {
	for _, test := range []struct{ causes, want, roots []int }{
		{[]int{-1, 0, 1}, []int{-1, 0, 1}, []int{-1, 0, 0}},
		{[]int{1, 0}, []int{-1, 0}, []int{-1, 0}},
		{[]int{2, 0, 1}, []int{-1, 0, 1}, []int{-1, 0, 0}},
		{[]int{3, 2, 1, 1}, []int{3, -1, 1, 1}, []int{1, -1, 1, 1}},
		{[]int{1, 2, 3, 1, 4 - 3}, []int{1, -1, 3, 1, 1}, []int{1, -1, 1, 1, 1}},
		{[]int{-1, 3, 3, 2}, []int{-1, 3, -1, 2}, []int{-1, 2, -1, 2}},
	} {
		got := slices.Clone(test.causes)
		breakCycles(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.causes, got, test.want)
			continue
		}
		for i := range got {
			if r := root(got, i); r != test.roots[i] {
				t.Errorf("%v: the root of %d is %d, want %d", test.causes, i, r, test.roots[i])
			}
		}
	}
}

// TestMeetings holds the shares to what docs/decisions says of them.
func TestMeetings(t *testing.T) {
	for _, test := range []struct {
		meet                       meeting
		cause, consequence, shared int64
		want                       bool
	}{
		{inItsTraces, 100, 10, 9, true}, {inItsTraces, 100, 10, 8, false}, {inItsTraces, 100, 0, 0, false},
		{together, 10, 10, 9, true}, {together, 100, 10, 10, false}, {together, 20, 10, 10, true},
		{asMany, 9, 10, 0, true}, {asMany, 8, 10, 0, false}, {asMany, 1, 0, 0, true},
	} {
		_, ok := test.meet.of(&Defect{Traces: test.consequence}, &Defect{Traces: test.cause}, test.shared)
		if ok != test.want {
			t.Errorf("%+v: %v", test, ok)
		}
	}
}
