package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
)

// Baseline is the findings of an earlier run, which is how far the data was known to break the spec. Its file is JSON: sorted, without a
// clock, a host or the names of inputs, so that the same findings are the same bytes and a change of it reads well in a review.
type Baseline struct {
	Kind    string `json:"specgen"` // "baseline"
	Format  int    `json:"format"`
	MadeBy  string `json:"made_by"`
	About   string `json:"about"`
	Inputs  int    `json:"inputs"`
	Records int64  `json:"records"`
	// Flows has the records of each flow, which shares are of.
	Flows    []BaselineFlow    `json:"flows"`
	Findings []BaselineFinding `json:"findings"` // by rule, flow, span, tag and fingerprint
}

// BaselineFlow is how many records a flow had.
type BaselineFlow struct {
	Flow    string `json:"flow"`
	Records int64  `json:"records"`
}

// BaselineFinding is what was wrong in one way, in all services and versions.
type BaselineFinding struct {
	Rule        string `json:"rule"`
	Flow        string `json:"flow"`
	Span        string `json:"span"`
	Tag         string `json:"tag"`
	Message     string `json:"message"` // for people
	Records     int64  `json:"records"`
	Traces      int64  `json:"traces"`
	Fingerprint string `json:"fingerprint"`
}

const (
	baselineKind   = "baseline"
	baselineFormat = 1
	baselineAbout  = "Findings that were there when this file was written. specgen validate --baseline FILE fails for new ones, and for those " +
		"whose share of the flow's records has grown. Write it again with --write-baseline FILE; do not edit it."
)

// NewBaseline returns the baseline of the results of a command, as one. What is wrong with inputs is not part of it: a broken input fails
// every run.
func NewBaseline(command, version string, results ...*validator.Result) *Baseline {
	b := &Baseline{
		Kind: baselineKind, Format: baselineFormat, MadeBy: "specgen " + version + " " + command + " --write-baseline", About: baselineAbout,
		Flows: flowRecords(results), Findings: defectsOf(results),
	}
	for _, r := range results {
		b.Inputs += len(r.Inputs)
		b.Records += r.Summary.Records
	}
	return b
}

// defectsOf returns the defects of the results, those of one fingerprint as one, sorted. What is wrong with inputs is left out.
func defectsOf(results []*validator.Result) []BaselineFinding {
	out := []BaselineFinding{}
	at := map[string]int{}
	for _, r := range results {
		for i := range r.Defects {
			d := &r.Defects[i]
			f := &r.Findings[d.Findings[0]]
			if f.Places > 0 {
				continue
			}
			n, seen := at[d.Fingerprint]
			if !seen {
				at[d.Fingerprint] = len(out)
				out = append(out, BaselineFinding{f.Rule, f.Flow, f.Span, f.Tag, f.Message, d.Records, d.Traces, d.Fingerprint})
				continue
			}
			out[n].Records += d.Records
			out[n].Traces += d.Traces
		}
	}
	slices.SortFunc(out, func(a, b BaselineFinding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Tag, b.Tag),
			cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return out
}

// flowRecords returns the records of each flow, sorted by its name.
func flowRecords(results []*validator.Result) []BaselineFlow {
	out := []BaselineFlow{}
	for _, r := range results {
		for _, span := range r.Summary.Spans {
			at := slices.IndexFunc(out, func(f BaselineFlow) bool { return f.Flow == span.Flow })
			if at < 0 {
				at = len(out)
				out = append(out, BaselineFlow{Flow: span.Flow})
			}
			out[at].Records += span.Records
		}
	}
	slices.SortFunc(out, func(a, b BaselineFlow) int { return cmp.Compare(a.Flow, b.Flow) })
	return out
}

// Encode returns the file.
func (b *Baseline) Encode() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(b); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

var fingerprint = regexp.MustCompile(`^[0-9a-f]{32}$`)

// ParseBaseline reads a file that Encode made. Its errors continue "cannot use FILE as a baseline: ".
func ParseBaseline(data []byte) (*Baseline, error) {
	var b Baseline
	if err := json.Unmarshal(data, &b); err != nil || b.Kind != baselineKind {
		return nil, errors.New("it is none; make one with specgen validate --write-baseline")
	}
	if b.Format != baselineFormat {
		return nil, fmt.Errorf("it has format %d, and this specgen reads format %d; write it again with --write-baseline", b.Format, baselineFormat)
	}
	seen := make(map[string]bool, len(b.Findings))
	for i, f := range b.Findings {
		if !fingerprint.MatchString(f.Fingerprint) || seen[f.Fingerprint] || f.Records < 0 || f.Traces < 0 {
			return nil, fmt.Errorf("finding %d of it has no fingerprint of its own or no valid count, so it was damaged or edited; "+
				"write it again with --write-baseline", i+1)
		}
		seen[f.Fingerprint] = true
	}
	return &b, nil
}

// Comparison is the results of a command beside a baseline.
type Comparison struct {
	File   string // the baseline
	states map[string]output.State
	counts map[output.State]int
	before map[string]BaselineFinding
	gone   []BaselineFinding
}

// Compare says which findings of the results of a command, as one, are new, which have grown and which are known.
func (b *Baseline) Compare(file string, results ...*validator.Result) *Comparison {
	c := &Comparison{
		File: file, states: map[string]output.State{}, counts: map[output.State]int{}, before: map[string]BaselineFinding{},
	}
	for _, f := range b.Findings {
		c.before[f.Fingerprint] = f
	}
	records := func(flows []BaselineFlow, name string) int64 {
		for _, f := range flows {
			if f.Flow == name {
				return f.Records
			}
		}
		return 0
	}
	flows := flowRecords(results)
	for _, d := range defectsOf(results) {
		before, known := c.before[d.Fingerprint]
		state := output.Known
		switch {
		case !known:
			state = output.New
		case grown(measured(before.Records, before.Traces), records(b.Flows, d.Flow), measured(d.Records, d.Traces), records(flows, d.Flow)):
			state = output.Grown
		}
		c.states[d.Fingerprint] = state
		c.counts[state]++
	}
	for _, f := range b.Findings {
		if _, still := c.states[f.Fingerprint]; !still {
			c.gone = append(c.gone, f)
		}
	}
	return c
}

// measured is what a finding is counted in: records, or traces where something is absent.
func measured(records, traces int64) int64 {
	if records > 0 {
		return records
	}
	return traces
}

// grown reports whether there is more of a finding than before, by the flow's records: where there are as many as before, the counts
// decide. Else the shares do, and a share has grown when it is higher by more than three standard deviations of two such counts.
// Another export of the same data would else fail half of the time. See docs/decisions/0121.
func grown(before, of, now, nowOf int64) bool {
	if of == nowOf || of == 0 {
		return now > before
	}
	ratio := float64(nowOf) / float64(of)
	expected := float64(float64(before) * ratio)
	return float64(now) > expected+3*math.Sqrt(expected+float64(expected*ratio))
}

// state returns how a finding compares with the baseline, "" where there is none or the finding is about an input.
func (c *Comparison) state(fingerprint string) output.State {
	if c == nil {
		return ""
	}
	return c.states[fingerprint]
}

// sentence says in one line how the result compares.
func (c *Comparison) sentence() string {
	text := fmt.Sprintf("%s of %s left out of the verdict; %d new, %d grown", output.Count(c.counts[output.Known], "known defect"), c.File,
		c.counts[output.New], c.counts[output.Grown])
	if n := len(c.gone); n > 0 {
		text += fmt.Sprintf("; %d of it not found any more, write it again to keep it so", n)
	}
	return text
}

// words says how a finding compares, or returns "".
func (c *Comparison) words(fingerprint string) string {
	if c == nil {
		return ""
	}
	switch state := c.state(fingerprint); state {
	case output.New:
		return "new"
	case output.Grown, output.Known:
		f := c.before[fingerprint]
		if then := amount(f.Records, f.Traces, 0); then != "" {
			return string(state) + ", in " + then + " then"
		}
		return string(state)
	}
	return ""
}
