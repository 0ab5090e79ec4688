package model

import (
	"math"
	"testing"
	"time"
)

func TestDurationWords(t *testing.T) {
	for text, d := range map[string]time.Duration{
		"0s": 0, "7ns": 7, "1µs": time.Microsecond, "1.5µs": 1500, "12µs": 12_300, "999µs": 999_400, "1ms": 999_600, "41ms": 41 * time.Millisecond,
		"350ms": 350_100 * time.Microsecond, "2.5ms": 2500 * time.Microsecond, "1s": 999_700 * time.Microsecond, "1.2s": 1_234 * time.Millisecond,
		"9.9s": 9_940 * time.Millisecond, "10s": 9_960 * time.Millisecond, "33s": 33_300 * time.Millisecond, "1m": 59_700 * time.Millisecond,
		"3m 54s": 234_100 * time.Millisecond, "10m": 10*time.Minute + 350*time.Millisecond, "19m 28s": 19*time.Minute + 27_738_874_259,
		"1h": time.Hour - 400*time.Millisecond, "2h 9m": 129*time.Minute + 20*time.Second, "1d": 24*time.Hour - 20*time.Second,
		"2d 3h": 51*time.Hour + 10*time.Minute, "-2s": -2 * time.Second, "106751d 23h": math.MaxInt64,
	} {
		if got := DurationWords(d); got != text {
			t.Errorf("%d: %q, want %q", d, got, text)
		}
	}
	if got := DurationWords(math.MinInt64); got != "-106751d 23h" {
		t.Errorf("the least: %q", got)
	}
}
