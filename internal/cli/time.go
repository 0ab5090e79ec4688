package cli

import (
	"fmt"
	"time"
)

// timeFlag is a flag whose value is a moment: RFC 3339, or a day or a minute in UTC.
type timeFlag struct{ value time.Time }

// timeExamples show how moments are written.
const timeExamples = "2026-11-20, 2026-11-20T06:00 (both UTC) or 2026-11-20T06:00:00+01:00"

// String returns "" for no time, so that help shows no default.
func (f *timeFlag) String() string {
	if f.value.IsZero() {
		return ""
	}
	return f.value.Format(time.RFC3339)
}

// Set implements pflag.Value. Nanoseconds since 1970 of 64 bits, which records have, end in 2262.
func (f *timeFlag) Set(text string) error {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04", time.DateOnly} {
		value, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if value.Year() <= 1970 || value.Year() >= 2262 {
			return fmt.Errorf("want a time between 1971 and 2261, such as %s", timeExamples)
		}
		f.value = value
		return nil
	}
	return fmt.Errorf("want a time, such as %s", timeExamples)
}

// Type implements pflag.Value: it is what help names the value.
func (f *timeFlag) Type() string { return "time" }
