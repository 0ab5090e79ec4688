package model

import (
	"testing"
	"time"
)

func TestDurationText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		5 * time.Minute: "5m", 90 * time.Minute: "1h30m", time.Hour: "1h", 24 * time.Hour: "1d", 36 * time.Hour: "36h", 72 * time.Hour: "3d",
		time.Second: "1s", 1500 * time.Millisecond: "1.5s", 61 * time.Second: "1m1s", time.Hour + 5*time.Second: "1h0m5s",
		10 * time.Minute: "10m", 10 * time.Hour: "10h", 250 * time.Millisecond: "250ms", 0: "0s", 250: "250ns", -5 * time.Minute: "-5m",
	} {
		if got := DurationText(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}
