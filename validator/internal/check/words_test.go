package check

import (
	"math"
	"testing"

	"github.com/specgen/specgen/validator/internal/build"
	"github.com/specgen/specgen/validator/trace"
)

// Numbers read as in the clients' violations (docs/runtime-contract.md).
func TestShow(t *testing.T) {
	for _, c := range []struct {
		value       trace.Value
		show, typed string
	}{
		{build.IntValue(-3), "-3", "int -3"},
		{build.DoubleValue(3), "3.0", "double 3.0"},
		{build.DoubleValue(1234567.75), "1234567.75", "double 1234567.75"},
		{build.DoubleValue(1e21), "1e+21", "double 1e+21"},
		{build.DoubleValue(math.Inf(-1)), "-Infinity", "double -Infinity"},
		{build.TextValue([]byte("a")), "a", `string "a"`},
		{trace.Value{}, "no value", "no value"},
		{trace.Value{Kind: trace.List, Items: []trace.Value{build.DoubleValue(1), build.IntValue(2)}}, "[1.0, 2]", "list [1.0, 2]"},
	} {
		if show, typed := show(&c.value), typed(&c.value); show != c.show || typed != c.typed {
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
