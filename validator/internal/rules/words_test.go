package rules

import (
	"math"
	"testing"
	"time"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Numbers read as in the clients' violations (docs/runtime-contract.md).
func TestValuesReadAsInViolations(t *testing.T) {
	for _, c := range []struct {
		value       trace.Value
		show, typed string
	}{
		{trace.IntValue(-3), "-3", "int -3"},
		{trace.DoubleValue(3), "3.0", "double 3.0"},
		{trace.DoubleValue(1234567.75), "1234567.75", "double 1234567.75"},
		{trace.DoubleValue(1e21), "1e+21", "double 1e+21"},
		{trace.DoubleValue(math.Inf(-1)), "-Infinity", "double -Infinity"},
		{trace.StringValue([]byte("a")), "a", `string "a"`},
		{trace.Value{}, "no value", "no value"},
		{trace.Value{Kind: trace.List, Items: []trace.Value{trace.DoubleValue(1), trace.IntValue(2)}}, "[1.0, 2]", "list [1.0, 2]"},
	} {
		if show, typed := findings.Value(&c.value), typed(&c.value); show != c.show || typed != c.typed {
			t.Errorf("%+v reads %s and %s, want %s and %s", c.value, show, typed, c.show, c.typed)
		}
	}
}

func TestNanos(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0s", 300e9: "5m", 60e9: "1m", 3600e9: "1h", 3660e9: "1h1m", 3601e9: "1h0m1s", 36000e9: "10h", 10e9: "10s", 600e9: "10m", 1500e6: "1.5s",
		-300e9: "-5m", 250: "250ns",
	} {
		if got := nanos(n); got != want {
			t.Errorf("nanos(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestMeasured(t *testing.T) {
	for _, c := range []struct {
		n, limit time.Duration
		want     string
	}{
		{19*time.Minute + 27_738_874_259, 5 * time.Minute, "19m 28s"}, {10*time.Minute + 350*time.Millisecond, 5 * time.Minute, "10m"},
		{5*time.Minute + 200*time.Millisecond, 5 * time.Minute, "5m0.2s"}, {-1500 * time.Millisecond, 0, "-1.5s"}, {220 * time.Millisecond, time.Microsecond, "220ms"},
	} {
		if got := measured(int64(c.n), int64(c.limit)); got != c.want {
			t.Errorf("%v beside %v: %q, want %q", c.n, c.limit, got, c.want)
		}
	}
}
