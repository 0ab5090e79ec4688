package flowtrace

import (
	"strings"
	"testing"
)

func FuzzParseTraceparent(f *testing.F) {
	for _, text := range []string{
		"", "00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01", "cc-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-00-x",
		"ff-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01", strings.Repeat("0", 55), strings.Repeat("-", 55),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseTraceparent(text)
		if err != nil {
			if c != (SpanContext{}) {
				t.Errorf("%q gave %v with an error", text, c)
			}
			return
		}
		if !c.IsValid() || c.Traceparent()[2:52] != text[2:52] {
			t.Errorf("%q was read as %s", text, c.Traceparent())
		}
	})
}
