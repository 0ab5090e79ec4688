package engine

import "testing"

func TestInputEnd(t *testing.T) {
	const day, base = int64(nanosPerDay), int64(1_772_442_000_000_000_000)
	many := func(n int, at int64) (ends []int64) {
		for i := range int64(n) {
			ends = append(ends, at-i)
		}
		return ends
	}
	tests := []struct {
		name string
		ends [][]int64
		want int64
	}{
		{"none", nil, 0},
		{"one", [][]int64{{base}}, base},
		{"two, far apart", [][]int64{{base, base + 60_000*day}}, base + 60_000*day},
		{"one of seven ahead", [][]int64{many(6, base), {base + 60_000*day}}, base},
		{"two of seven", [][]int64{many(5, base), many(2, base+60_000*day)}, base + 60_000*day},
		{"one in twenty", [][]int64{many(950, base), many(50, base+2*day)}, base},
		{"more than that", [][]int64{many(949, base), many(51, base+2*day)}, base + 2*day},
		{"the next day", [][]int64{many(1000, base), {base + day}}, base + day},
		{"two clocks ahead", [][]int64{many(1000, base), many(20, base+10*day), many(20, base+100*day)}, base},
		{"a clock ahead and a quiet time", [][]int64{many(1000, base), many(45, base+10*day), many(20, base+100*day)}, base + 10*day},
		{"clocks behind", [][]int64{many(10, base-100*day), many(1000, base)}, base},
		{"days without a gap", [][]int64{many(1000, base), many(30, base+day), many(10, base+2*day)}, base + 2*day},
	}
	for _, test := range tests {
		var forth, back inputEnd
		for i, ends := range test.ends {
			for _, end := range ends {
				forth.add(end)
			}
			for _, end := range test.ends[len(test.ends)-1-i] {
				back.add(end)
			}
		}
		if forth.time() != test.want || back.time() != test.want {
			t.Errorf("%s: %d and %d, want %d", test.name, forth.time()-base, back.time()-base, test.want-base)
		}
	}
}
