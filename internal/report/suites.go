package report

import (
	"slices"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// inputsSuite is the name of the suite of what is about inputs, and of no flow.
const inputsSuite = "inputs"

// Suites returns a suite for the inputs, in which those that were read as a whole have passed, and one for each flow, in which the rules
// have passed that no finding breaks at or above --fail-on.
func (f Findings) Suites() []output.Suite {
	suites := []output.Suite{{Name: inputsSuite, Summary: (&findingsText{result: f.Result}).readSentence()}}
	if f.Baseline != nil {
		suites[0].Summary += "; baseline: " + f.Baseline.sentence()
	}
	for i := range f.Inputs {
		if in := &f.Inputs[i]; in.Complete && !slices.Contains(suites[0].Passed, in.File) {
			suites[0].Passed = append(suites[0].Passed, in.File)
		}
	}
	suite := func(name string) *output.Suite {
		at := slices.IndexFunc(suites, func(s output.Suite) bool { return s.Name == name })
		if at < 0 {
			at = len(suites)
			suites = append(suites, output.Suite{Name: name})
		}
		return &suites[at]
	}
	flow := func(name string) *output.Suite {
		if name == "" {
			return suite(inputsSuite)
		}
		return suite("flow " + name)
	}
	for _, span := range f.Summary.Spans {
		flow(span.Flow)
	}
	for i := range f.Findings {
		to := flow(f.Findings[i].Flow)
		to.Items = append(to.Items, f.itemsOf(&f.Findings[i])...)
	}
	suites[0].Items = append(suites[0].Items, f.interrupted()...)
	for i := range suites[1:] {
		if f.Summary.FlowRecords > 0 { // else nothing was shown of any rule
			suites[1+i].Passed = passedRules(suites[1+i].Items)
		}
	}
	return suites
}

// passedRules returns the rules about data that fail nothing.
func passedRules(items []output.Item) []string {
	var out []string
	for _, rule := range validator.Rules() {
		fails := func(i output.Item) bool { return i.Code == rule.ID && i.Effect != output.None }
		if rule.ID != brokenInput && !slices.ContainsFunc(items, fails) {
			out = append(out, rule.ID)
		}
	}
	return out
}

// brokenInput is the rule about inputs that cannot be read.
const brokenInput = "broken-input"

// Suites returns a suite for each step; validate has one for each sample.
func (c *CI) Suites() []output.Suite {
	suites := c.Check.Diagnostics.Suites()
	suites[0].Items = append(suites[0].Items, failureItems("check", c.Check.Step)...)
	if g := c.Generate; g != nil {
		suite := output.Suite{Name: "generate", Items: append(g.items(), failureItems("generate", g.Step)...)}
		for _, target := range g.Targets {
			if len(target.Drift) == 0 {
				suite.Passed = append(suite.Passed, target.Folder)
			}
		}
		suites = append(suites, suite)
	}
	if d := c.Diff; d != nil {
		suite := output.Suite{Name: "diff", Summary: d.Remark}
		if d.Result != nil {
			suite = d.Result.Suites()[0]
		}
		suite.Items = append(suite.Items, failureItems("diff", d.Step)...)
		suites = append(suites, suite)
	}
	if v := c.Validate; v != nil {
		for i := range v.Samples {
			sample := &v.Samples[i]
			suite := output.Suite{Name: "validate " + sample.File, Summary: sample.words(), Items: v.sampleItems(sample)}
			if !sample.NoRecords {
				suite.Passed = passedRules(suite.Items)
			}
			suites = append(suites, suite)
		}
		if failure := failureItems("validate", v.Step); len(failure) > 0 || len(v.Samples) == 0 {
			suites = append(suites, output.Suite{Name: "validate", Items: failure})
		}
	}
	return suites
}

// effectOf returns what a finding does to the verdict.
func (f Findings) effectOf(one *trace.Finding) output.Effect {
	switch {
	case one.Places > 0:
		return output.Stops
	case f.FailOn == trace.Off || one.Severity < f.FailOn || f.Baseline.state(one.Fingerprint) == output.Known:
		return output.None
	}
	return output.Fails
}

// Fails reports whether a finding counts for --fail-on.
func (f Findings) Fails() bool {
	for i := range f.Findings {
		one := &f.Findings[i]
		if f.FailOn != trace.Off && one.Severity >= f.FailOn && f.Baseline.state(one.Fingerprint) != output.Known {
			return true
		}
	}
	return false
}
