package engine

import "testing"

func TestInputEnd(t *testing.T) {
	const hour, day, base = int64(nanosPerHour), int64(nanosPerDay), int64(1_772_443_800_000_000_000) // half past an hour
	many := func(n int, at int64) (ends []int64) {
		for i := range int64(n) {
			ends = append(ends, at-i*1000_000_000)
		}
		return ends
	}
	hourly := func(n, hours int, at int64) (ends []int64) {
		for i := range int64(hours) {
			ends = append(ends, many(n, at-i*hour)...)
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
		{"one a day later", [][]int64{many(1000, base), {base + day}}, base + day},
		{"two clocks ahead", [][]int64{many(1000, base), many(20, base+10*day), many(20, base+100*day)}, base},
		{"a clock ahead and a quiet time", [][]int64{many(1000, base), many(45, base+10*day), many(20, base+100*day)}, base + 10*day},
		{"clocks behind", [][]int64{many(10, base-100*day), many(1000, base)}, base},
		{"days without a gap", [][]int64{hourly(300, 10, base), hourly(300, 10, base+day), hourly(30, 10, base+2*day)}, base + 2*day},

		{"one phone three hours ahead", [][]int64{hourly(1000, 5, base), {base + 3*hour}}, base},
		{"phones up to three hours ahead", [][]int64{hourly(1000, 5, base), hourly(30, 3, base+3*hour)}, base},
		{"an hour of records, and phones ahead", [][]int64{many(1000, base), hourly(15, 3, base+3*hour)}, base},
		{"phones three hours and years ahead", [][]int64{hourly(1000, 5, base), many(30, base+3*hour), many(10, base+3000*day)}, base},
		{"one of seven three hours ahead", [][]int64{many(6, base), {base + 3*hour}}, base},
		{"one of seven an hour later", [][]int64{{base - 4*hour, base - 3*hour, base - 2*hour, base - hour, base}, {base + hour, base + 2*hour}}, base + 2*hour},
		{"too many for clocks", [][]int64{many(1000, base), many(90, base+3*hour)}, base + 3*hour},
		{"a parcel in each hour for weeks", [][]int64{hourly(300, 120, base), hourly(1, 30*24, base+30*day)}, base + 30*day},
		{"an order, delivered after days", [][]int64{{base - 2*day, base - 2*day, base - day, base - day, base}, {base + 5*day}}, base},
		{"a night", [][]int64{hourly(1000, 12, base), hourly(200, 6, base+6*hour)}, base + 6*hour},
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
