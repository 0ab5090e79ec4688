package cli

import (
	"fmt"
	"time"

	"github.com/specgen/specgen/internal/resolve"
)

// durationFlag is a flag whose value is a duration as specs write it, or as Go does (1h30m).
type durationFlag struct{ value time.Duration }

// String returns "" for zero, so that help shows no default.
func (d *durationFlag) String() string {
	if d.value == 0 {
		return ""
	}
	return d.value.String()
}

// Set implements pflag.Value.
func (d *durationFlag) Set(text string) error {
	value, ok := resolve.ParseDuration(text)
	if !ok {
		var err error
		if value, err = time.ParseDuration(text); err != nil {
			return fmt.Errorf("want a duration, such as %s", resolve.DurationExamples)
		}
	}
	if value < 0 {
		return fmt.Errorf("want a duration that is not negative, such as %s", resolve.DurationExamples)
	}
	d.value = value
	return nil
}

// Type implements pflag.Value: it is what help names the value.
func (d *durationFlag) Type() string { return "duration" }
