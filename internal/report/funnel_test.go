package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// hostileName is what nobody would call anything, but data may.
const hostileName = "=1+1\x1b[31m\u202e<script>\n世界,\""

// aFunnel is a funnel in which everything has a value, and names are hostile.
func aFunnel() Funnel {
	by := []validator.FunnelValue{{Key: "platform", Value: hostileName}}
	times := validator.FunnelTimes{Count: 100, Negative: 3, P50: 367 * time.Millisecond, P95: 4500 * time.Millisecond, P99: 33 * time.Second}
	for i := range 40 {
		times.Buckets = append(times.Buckets, validator.FunnelBucket{Lower: time.Duration(i*i*i) * 3 * time.Millisecond, Count: int64(1 + i%7)})
	}
	stages := []validator.FunnelStage{
		{Span: "p:trigger", Before: []string{}, Sampling: 0.01, Steps: 556, Traces: 556},
		{Span: "p:sent", Before: []string{"p:trigger"}, Sampling: 1, Steps: 119960, Keyed: true, Asked: 59985, Came: 59985, Orphans: 29, Time: times},
		{Span: "p:received", Before: []string{"p:sent"}, Sampling: 1, Steps: 113502, HasShare: true, Asked: 119960, Came: 113502, Lost: 6458, Waiting: 12, Late: 662,
			Within: 5 * time.Minute, Time: times, Measured: true, Lasted: times},
		{Span: "p:" + hostileName, Before: []string{"p:received"}, Sampling: 1, Steps: 28455, HasShare: true, Asked: 113502, Came: 28444, NotDone: 85058, Time: times},
	}
	flow := validator.FlowFunnel{Flow: hostileName, Version: "1.0.0", Traces: 60000, LargeTraces: 2, Groups: []validator.FunnelGroup{{Stages: stages}, {By: by, Stages: stages}}}
	flow.Lost = &validator.FunnelLost{Stage: "p:received", Whole: stages[2], Groups: []validator.FunnelGroupLost{{By: by, Stage: stages[2]}}}
	began := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return Funnel{&validator.Result{
		Inputs: []validator.Input{{File: hostileName, Format: "otlp-json", Compression: "none", Complete: true}},
		Funnel: &validator.FunnelResult{From: began, To: began.Add(14 * 24 * time.Hour), By: []string{"platform"}, Flows: []validator.FlowFunnel{flow}},
	}}
}

// aComparison is aFunnel with two sides.
func aComparison() Funnel {
	f := aFunnel()
	flow := &f.Funnel.Flows[0]
	android := []validator.FunnelValue{{Key: "platform", Value: "android"}}
	flow.Compare = &validator.FunnelComparison{
		Where: "24.11.0", Base: "24.10.0", Keys: []string{"device_id"}, Shares: 15, Worst: 0, Explains: 1, Explained: 0.97, UnequalTime: true,
		Unknown: validator.FunnelUnknownSteps{Stage: "p:received", Asked: 18582, Came: 17727}, Inferred: []string{"app_version"}, Carry: []string{"p:sent"},
		Differences: []validator.FunnelDifference{
			{Stage: "p:received", Measure: validator.FunnelShare, Base: 0.953, Where: 0.934, Difference: -0.018, Low: -0.021, High: -0.015, P: 1e-9, Called: validator.FunnelFewer, Keys: 9000},
			{Stage: "p:received", Measure: validator.FunnelShare, By: android, Base: 0.938, Where: 0.88, Difference: -0.057, Low: -0.064, High: -0.051, P: 1e-9, Called: validator.FunnelFewer, Keys: 900},
			{Stage: "p:received", Measure: validator.FunnelShare, By: flow.Lost.Groups[0].By, Base: 0.5, Where: 0.5, P: 1, Called: validator.FunnelSeesNone},
			{Stage: "p:" + hostileName, Measure: validator.FunnelShare, Base: 0.248, Where: 0.253, Difference: 0.005, Low: -0.001, High: 0.01, P: 0.1, Called: validator.FunnelSeesNone},
			{Stage: "p:received", Measure: validator.FunnelP95, Base: 4.1, Where: 5.3, Difference: 1.3, Low: 0.918, High: 1.6, P: 1, Called: validator.FunnelSlower, Keys: 9000},
			{Stage: "p:" + hostileName, Measure: validator.FunnelP95, Base: 7200, Where: 7000, Difference: -200, Low: -900, High: 500, P: 1, Called: validator.FunnelTooFew},
		},
	}
	return f
}

func funnelPrinted(t *testing.T, f Funnel, o output.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := output.Default().Print(&out, f, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFunnelGoldens prints at 40, 56, 80 and 100 columns, and once in colour.
func TestFunnelGoldens(t *testing.T) {
	for name, f := range map[string]Funnel{"funnel": aFunnel(), "compare": aComparison()} {
		var all strings.Builder
		for _, width := range []int{40, 56, 80, 100} {
			text := funnelPrinted(t, f, output.Options{Width: width})
			for _, line := range strings.Split(text, "\n") {
				if columns := output.Columns(line); columns > width && !strings.Contains(line, "<script>") {
					t.Errorf("%s: %d columns of %d: %s", name, columns, width, line)
				}
			}
			if strings.ContainsAny(text, "\x1b\u202e") {
				t.Errorf("%s: a name steers the terminal", name)
			}
			all.WriteString(text + "\n")
		}
		all.WriteString(funnelPrinted(t, f, output.Options{Width: 100, Color: true}))
		file := filepath.Join("testdata", "funnel", name+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(all.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || all.String() != string(want) {
			t.Errorf("%s: another text than %s (%v); -update writes it again", name, file, err)
		}
	}
}

// TestFunnelForPrograms checks that hostile names stay what they are in JSON, and are no formulas in CSV.
func TestFunnelForPrograms(t *testing.T) {
	json1, err := output.ByName("json")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json1.Print(&out, aComparison(), output.Options{Version: "v0"}); err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(out.Bytes(), &value); err != nil {
		t.Fatal(err)
	}
	if err := schema(t, "funnel").Validate(value); err != nil {
		t.Errorf("%#v", err)
	}
	values := func(path string) bool { return strings.HasSuffix(path, ".by.platform") } // the keys of by are tags
	if left := slices.DeleteFunc(undescribed(t, "funnel", value), values); len(left) > 0 {
		t.Errorf("docs/funnel.schema.json does not describe %q", left)
	}
	groups := value.(map[string]any)["groups"].([]any)
	if got := groups[1].(map[string]any)["by"].(map[string]any)["platform"]; got != hostileName {
		t.Errorf("got %q", got)
	}
	text, err := aFunnel().CSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 9 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, field := range row {
			if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) || strings.ContainsAny(field, "\x1b\n") {
				t.Errorf("a field begins with a formula: %q", field)
			}
		}
	}
}
