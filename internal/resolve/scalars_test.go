package resolve

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/spec"
)

func written(text string) spec.Field[string] {
	at := diag.Range{File: "a.yaml", Start: diag.Position{Line: 1, Column: 1}, End: diag.Position{Line: 1, Column: 2}}
	return spec.Field[string]{Value: text, Range: at, Present: true}
}

func newTestResolver() (*resolver, *diag.List) {
	list := &diag.List{}
	return &resolver{list: list}, list
}

func TestDuration(t *testing.T) {
	tests := []struct {
		text string
		want time.Duration
		bad  bool
	}{
		{"500ms", 500 * time.Millisecond, false},
		{"1s", time.Second, false},
		{"5m", 5 * time.Minute, false},
		{"2h", 2 * time.Hour, false},
		{"1d", 24 * time.Hour, false},
		{"0s", 0, false},
		{"99999d", 99999 * 24 * time.Hour, false},
		{"999999d", 0, true}, // above what a time.Duration holds
		{"1.5s", 0, true},
		{"-1s", 0, true},
		{"s", 0, true},
		{"5", 0, true},
		{"5 m", 0, true},
		{"5us", 0, true},
	}
	for _, test := range tests {
		r, list := newTestResolver()
		if got := r.duration(written(test.text)); got != test.want || list.HasErrors() != test.bad {
			t.Errorf("%q: %v, errors %v", test.text, got, list.HasErrors())
		}
	}
}

func TestSampling(t *testing.T) {
	tests := []struct {
		text string
		want float64
		bad  bool
	}{
		{"100%", 1, false}, {"1%", 0.01, false}, {"0.5%", 0.005, false}, {"0%", 1, true}, {"101%", 1, true},
		{"1", 1, true}, {"NaN%", 1, true}, {"-1%", 1, true}, {"%", 1, true},
	}
	for _, test := range tests {
		r, list := newTestResolver()
		if got, _ := r.sampling(written(test.text)); got != test.want || list.HasErrors() != test.bad {
			t.Errorf("%q: %v, errors %v", test.text, got, list.HasErrors())
		}
	}
	r, _ := newTestResolver()
	if got, _ := r.sampling(spec.Field[string]{}); got != 1 {
		t.Errorf("without sampling every trace is kept, not %v of them", got)
	}
}

// TestThreshold has what 2^56 · (1 - p) is, rounded up and worked out with fractions: a double is too narrow for it.
func TestThreshold(t *testing.T) {
	for text, want := range map[string]uint64{
		"100%":       0,
		"100.000%":   0,
		"99.999999%": 0x0000002af31dc5,
		"50%":        0x80000000000000,
		"33.333333%": 0xaaaaaab8fbb497,
		"12.5%":      0xe0000000000000,
		"10%":        0xe6666666666667,
		"1%":         0xfd70a3d70a3d71,
		"0.5%":       0xfeb851eb851eb9,
		"0.1%":       0xffbe76c8b43959,
		"0.000001%":  0xffffffd50ce23c, // the least that the language has
	} {
		r, list := newTestResolver()
		if _, got := r.sampling(written(text)); got != want || list.HasErrors() {
			t.Errorf("%s: %#014x, want %#014x", text, got, want)
		}
	}
	r, _ := newTestResolver()
	if _, got := r.sampling(spec.Field[string]{}); got != 0 {
		t.Errorf("without sampling the threshold is %#x", got)
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		text string
		want *big.Rat // nil for one that is refused
	}{
		{"0", big.NewRat(0, 1)},
		{"-12", big.NewRat(-12, 1)},
		{"0.1", big.NewRat(1, 10)},
		{"+.5", big.NewRat(1, 2)},
		{"1e3", big.NewRat(1000, 1)},
		{"1/3", nil},
		{"0x10", nil},
		{"1_000", nil},
		{"1e9999", nil}, // would take megabytes
		{strings.Repeat("9", 401), nil},
		{"", nil},
		{"NaN", nil},
	}
	for _, test := range tests {
		r, list := newTestResolver()
		got := r.number(written(test.text))
		if (got == nil) != (test.want == nil) || got != nil && got.Cmp(test.want) != 0 || list.HasErrors() != (test.want == nil) {
			t.Errorf("%.20q: %v, errors %v", test.text, got, list.HasErrors())
		}
	}
}

func TestRefusedPath(t *testing.T) {
	for path, refused := range map[string]bool{
		"common.yaml": false, "../common.yaml": false, "./a/b.yaml": false, "a b.yaml": false,
		"": true, "a/": true, "/etc/passwd": true, "~/a.yaml": true, `C:\a.yaml`: true, "c:/a.yaml": true, `a\b.yaml`: true,
		"https://example.com/a.yaml": true, "file:///a.yaml": true, "a\x00.yaml": true,
	} {
		if got := refusedPath(path); (got != "") != refused {
			t.Errorf("%q: %q", path, got)
		}
	}
}
