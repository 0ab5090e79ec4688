package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// made returns a result of defects, each in fewer traces than the one before, from five versions of an app.
func made(defects int) *validator.Result {
	r := &validator.Result{Inputs: []validator.Input{{File: "a.jsonl", Complete: true, Records: 9}}, Summary: validator.Summary{Records: 9, FlowRecords: 9}}
	for i := range defects {
		d := validator.Defect{Severity: trace.Error, Cause: -1, Records: 5000, Traces: int64(2*defects - i), Fingerprint: fmt.Sprint(i)}
		for version := range 5 {
			d.Findings = append(d.Findings, len(r.Findings))
			r.Findings = append(r.Findings, trace.Finding{
				Rule: "tag-value", Severity: trace.Error, Span: fmt.Sprintf("span %d", i), Service: "iOS", Version: fmt.Sprintf("24.%d", version),
				Records: 1000, Traces: int64(900 - version), Message: fmt.Sprintf("defect %d", i),
				Examples: []trace.Example{{Input: "a.jsonl", Line: 1, Actual: "1", Expected: "2"}},
			})
		}
		r.Defects = append(r.Defects, d)
	}
	return r
}

// follow has defects explained by the first.
func follow(r *validator.Result, from int) *validator.Result {
	for i := range r.Defects[from:] {
		r.Defects[from+i].Cause = 0
	}
	return r
}

func laidOut(t *testing.T, r *validator.Result, options output.Options) string {
	t.Helper()
	return printed(t, "text", Findings{Result: r}, options)
}

// TestLengthOfText holds the text to two screens, whatever there is to say, and says how much is left out.
func TestLengthOfText(t *testing.T) {
	for _, n := range []int{1, 3, 10, 30, 40, 80, 500} {
		for _, width := range []int{60, 100} {
			text := laidOut(t, made(n), output.Options{Width: width})
			if lines := strings.Count(text, "\n"); lines > twoScreens {
				t.Errorf("%d defects: %d lines", n, lines)
			}
			told := strings.Count(text, "error tag-value: defect")
			if left := fmt.Sprintf("\n%d more; --verbose shows them\n", n-told); told < n && !strings.Contains(text, left) {
				t.Errorf("%d of %d defects are told, and the text does not say so:\n%s", told, n, text)
			}
			if !strings.Contains(text, "error tag-value: defect 0\n    5000 records in ") || !strings.Contains(text, "    expected  2\n") {
				t.Errorf("the first of %d defects is not in full:\n%s", n, text)
			}
			if told != n && n <= 30 {
				t.Errorf("%d of %d defects are told:\n%s", told, n, text)
			}
			checkDetail(t, text, told)
			all := laidOut(t, made(n), output.Options{Width: width, Verbose: true})
			if told := strings.Count(all, "\nerror tag-value: defect"); told != n || strings.Contains(all, "--verbose") {
				t.Errorf("%d of %d defects are told with --verbose", told, n)
			}
		}
	}
}

// checkDetail holds each defect to as much detail as those below it have, or more.
func checkDetail(t *testing.T, text string, told int) {
	t.Helper()
	blocks := strings.Split(text, "error tag-value: defect ")[1:]
	blocks = blocks[len(blocks)-told:]
	detail := func(block string) int {
		switch {
		case strings.Contains(block, "    expected  "):
			return 2
		case strings.Contains(block, "\n    5000 records"):
			return 1
		}
		return 0
	}
	for i := 1; i < len(blocks); i++ {
		if detail(blocks[i]) > detail(blocks[i-1]) {
			t.Errorf("defect %d has more detail than the one above it:\n%s", i, text)
		}
	}
}

// TestServicesOfADefect lists those in most traces.
func TestServicesOfADefect(t *testing.T) {
	const want = `error tag-value: defect 0
    5000 records in 2 traces
    900 traces  iOS 24.0
    899 traces  iOS 24.1
    898 traces  iOS 24.2
                2 more services and versions
`
	if text := laidOut(t, made(1), output.Options{}); !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant in it\n%s", text, want)
	}
	if text := laidOut(t, made(1), output.Options{Verbose: true}); !strings.Contains(text, "896 traces  iOS 24.4\n") {
		t.Errorf("--verbose does not list all:\n%s", text)
	}
}

// TestConsequences stand under what explains them, and not by themselves.
func TestConsequences(t *testing.T) {
	text := laidOut(t, follow(made(7), 1), output.Options{Quiet: true})
	const want = `
    explains  tag-value: defect 1 (13 traces)
              tag-value: defect 2 (12 traces)
              tag-value: defect 3 (11 traces)
              tag-value: defect 4 (10 traces)
              2 more consequences; --verbose shows them
`
	if !strings.Contains(text, want) || strings.Count(text, "error tag-value") != 1 {
		t.Errorf("got\n%s\nwant in it%s", text, want)
	}
	if text := laidOut(t, follow(made(7), 1), output.Options{Verbose: true}); strings.Count(text, "It follows from tag-value: defect 0") != 6 {
		t.Errorf("--verbose does not tell each of them:\n%s", text)
	}
}

// TestHead tells what hits most traces, whatever its severity, and is left out where only what is wrong is asked for.
func TestHead(t *testing.T) {
	r := made(9)
	r.Defects[8].Severity, r.Defects[8].Traces = trace.Warning, 7000
	r.Summary.Funnels = []validator.Funnel{
		{Flow: "a", Stages: []validator.Stage{
			{Span: "a:x", Trace: "request", Traces: 12, Sampling: 0.01}, {Span: "a:y", Trace: "order", Traces: 1000, Sampling: 1},
			{Span: "a:z", Trace: "order", Traces: 999, Sampling: 1}, {Span: "a:q", Trace: "order", Traces: 3, Sampling: 1},
		}},
		{Flow: "nobody", Stages: []validator.Stage{{Span: "n", Trace: "n", Sampling: 1}}},
	}
	text := laidOut(t, r, output.Options{})
	const want = `Read    a.jsonl: 9 records, all of a flow, in 0 traces
Funnel  a, request: x 12 (1% kept)
        a, order: y 1000 (100%) → z 999 (>99%) → q 3 (<1%); biggest drop: z → q, 996 of 999 traces
        (>99%)
Causes  7000 traces  tag-value: defect 8
          18 traces  tag-value: defect 0
          17 traces  tag-value: defect 1
          16 traces  tag-value: defect 2
          15 traces  tag-value: defect 3
        4 more

`
	if !strings.HasPrefix(text, want) {
		t.Errorf("got\n%s\nwant first\n%s", text, want)
	}
	if quiet := laidOut(t, r, output.Options{Quiet: true}); !strings.HasPrefix(quiet, "error") {
		t.Errorf("only what is wrong is asked for, and the text begins:\n%.200s", quiet)
	}
}
