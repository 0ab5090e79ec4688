package funnel

import (
	"math"
	"slices"
	"testing"
)

func TestHolm(t *testing.T) {
	for _, c := range []struct {
		p    []float64
		want []bool
	}{
		{nil, []bool{}},
		{[]float64{0.04}, []bool{true}},
		{[]float64{0.04, 0.03}, []bool{false, false}},
		{[]float64{0.04, 0.02}, []bool{true, true}},
		{[]float64{0.01, 0.04, 0.03, 0.005}, []bool{true, false, false, true}},
	} {
		if got := holm(c.p); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.p, got, c.want)
		}
	}
}

// TestPValue compares with tables of Student's distribution.
func TestPValue(t *testing.T) {
	for _, c := range []struct {
		deviations float64
		keys       int64
		want       float64
	}{{2.045, 30, 0.05}, {2.756, 30, 0.01}, {1.984, 101, 0.05}, {1.96, 1 << 40, 0.05}, {0, 50, 1}} {
		if got := pValue(c.deviations, c.keys); math.Abs(got-c.want) > 0.0015 {
			t.Errorf("%g deviations of %d keys: %g, want %g", c.deviations, c.keys, got, c.want)
		}
	}
	if got := deviationsFor(0.05); math.Abs(got-1.95996) > 1e-4 {
		t.Errorf("95 %% are %g deviations", got)
	}
}

// TestClusters checks the variance of a share against its formula, and that it is never below that of independent outcomes.
func TestClusters(t *testing.T) {
	keys := [][2]int64{{10, 9}, {4, 0}, {30, 28}, {1, 1}}
	var c clusters
	for _, k := range keys {
		c.keyN, c.keyX = k[0], k[1]
		c.flush()
	}
	p, v := c.share()
	want, n := 0.0, 45.0
	for _, k := range keys {
		d := float64(k[1]) - p*float64(k[0])
		want += d * d
	}
	want = want / (n * n) * 4 / 3
	if p != 38.0/45 || math.Abs(v-want) > 1e-12 {
		t.Errorf("share %g, variance %g, want %g", p, v, want)
	}
	var even clusters // all keys alike: between them there is no variance
	for range 50 {
		even.keyN, even.keyX = 10, 5
		even.flush()
	}
	if _, v := even.share(); v != 0.25/500 {
		t.Errorf("variance %g", v)
	}
}

func TestVersionsInOrder(t *testing.T) {
	want := []string{"", "4.41.98", "9", "10.0", "24.9.0", "24.10.0", "24.10.0-rc1", "v1", "v2", "v10"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareVersions)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
