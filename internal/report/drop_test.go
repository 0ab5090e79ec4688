package report_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
)

// TestNoDropInABrokenInput cuts a sample off where later steps follow, and calls a whole one a part: the text tells of a drop only where
// the input is complete.
func TestNoDropInABrokenInput(t *testing.T) {
	data, err := os.ReadFile("../../testdata/traces/conforming.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := validator.Compile(validator.Spec{Path: "../../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		data    []byte
		partial bool
		drop    bool
	}{{data, false, true}, {data[:60_000], false, false}, {data, true, false}} {
		result, err := v.Validate(context.Background(), "sample.json", c.data, validator.Options{Incomplete: c.partial})
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := output.Default().Print(&text, report.Findings{Result: result}, output.Options{Width: 200}); err != nil {
			t.Fatal(err)
		}
		if got := text.String(); !strings.Contains(got, "notification: notify") || strings.Contains(got, "biggest drop") != c.drop {
			t.Errorf("%d bytes, complete %t: want a drop: %t, got\n%s", len(c.data), result.Complete(), c.drop, got)
		}
	}
}
