package rules

import "testing"

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
