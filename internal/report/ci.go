package report

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// CI is the result of ci: its steps, in their order.
type CI struct {
	Check    Check
	Generate *Generate // nil where it was not carried out
	Diff     *DiffStep // likewise
	Validate *Validate // likewise
}

// Step is what the steps have in common.
type Step struct {
	OK bool
	// Failure says why the step could not be carried out, or not to its end; else it is "". It may come from the system.
	Failure string
}

// Check is the step that looks for mistakes in the specs.
type Check struct {
	Step
	Diagnostics output.Diagnostics
}

// Generate is the step that compares the generated files with what the specs give.
type Generate struct {
	Step
	Targets []Target
	// Stale are clients that specgen.yaml does not ask for. They are reported, but the step does not fail because of them.
	Stale []Stale
}

// Stale is a client in a language that was taken out of specgen.yaml.
type Stale struct {
	Language string
	Name     string // its folder, from that of specgen.yaml, with slashes
	File     string // a file in it that shows what it is: the path from the working folder
}

// Sentence says what is wrong and what to do, in one line. It is escaped.
func (s Stale) Sentence() string {
	return output.Escaped(s.Name) + " was generated for " + output.Escaped(s.Language) + ", which is no longer in specgen.yaml: " + staleHelp
}

const staleHelp = "remove the folder, or put the language back"

// Target is the output folder of one language.
type Target struct {
	Language string
	Folder   string // as specgen.yaml has it
	Files    int    // that belong in it
	Drift    []Drift
}

// Drift is one file that is not as generate would leave it.
type Drift struct {
	Kind DriftKind
	Name string // the folder as specgen.yaml has it, and the file's path in it, with slashes
	File string // the path from the working folder
}

// DriftKind says how a file differs.
type DriftKind string

// The kinds of drift.
const (
	Changed  DriftKind = "changed"  // differs from what would be written
	Missing  DriftKind = "missing"  // is not there
	Leftover DriftKind = "leftover" // was generated once, and would not be any more
	Foreign  DriftKind = "foreign"  // stands where a file would be written, and is not from specgen
)

// DiffStep is the step that compares the specs with those of before.
type DiffStep struct {
	Step
	Result *Diff  // nil where there is nothing to compare with
	Remark string // why there is nothing, or less than could be; else ""
}

func (d *DiffStep) items() []output.Item {
	if d.Result == nil {
		return nil
	}
	return d.Result.Annotations()
}

// Validate is the step that holds the samples against the specs, each by itself.
type Validate struct {
	Step
	FailOn   trace.Severity // as in Findings
	Samples  []Sample
	Baseline *Comparison // of all samples together; nil where there is none
}

// Findings returns what was found in a sample.
func (v *Validate) Findings(s *Sample) Findings {
	return Findings{Result: s.Result, FailOn: v.FailOn, Baseline: v.Baseline, sample: true}
}

// Sample is what was found in one sample.
type Sample struct {
	File   string
	OK     bool
	Result *validator.Result
	// NoRecords says that the sample has no record of any flow. It is not OK then, whatever the findings are.
	NoRecords bool
}

// steps returns what the steps that were carried out have in common, by name and in order.
func (c *CI) steps() []namedStep {
	steps := []namedStep{{"check", c.Check.Step}}
	if c.Generate != nil {
		steps = append(steps, namedStep{"generate", c.Generate.Step})
	}
	if c.Diff != nil {
		steps = append(steps, namedStep{"diff", c.Diff.Step})
	}
	if c.Validate != nil {
		steps = append(steps, namedStep{"validate", c.Validate.Step})
	}
	return steps
}

type namedStep struct {
	name string
	Step
}

// OK reports whether every step that was carried out is.
func (c *CI) OK() bool {
	for _, s := range c.steps() {
		if !s.OK {
			return false
		}
	}
	return true
}

// Items returns what is wrong, step by step.
func (c *CI) Items() []output.Item {
	items := c.Check.Diagnostics.Items()
	if c.Generate != nil {
		items = append(items, c.Generate.items()...)
	}
	if c.Diff != nil {
		items = append(items, c.Diff.items()...)
	}
	if c.Validate != nil {
		items = append(items, c.Validate.items()...)
	}
	for _, s := range c.steps() {
		items = append(items, failureItems(s.name, s.Step)...)
	}
	return items
}

// failureItems returns an item where a step could not be carried out.
func failureItems(name string, s Step) []output.Item {
	if s.Failure == "" {
		return nil
	}
	return []output.Item{{
		Code: name + "/failed", Doc: "The step could not be carried out, or not to its end.", Severity: diag.Error, Message: s.Failure,
		Effect: output.Stops,
	}}
}

// regenerate is what to do about most drift.
var regenerate = []output.Remark{{Label: "help", Text: "run specgen generate and commit the result"}}

// driftItems are the items of the kinds of drift, without their places.
var driftItems = map[DriftKind]output.Item{
	Changed: {
		Doc: "A generated file differs from what generate would write.", Message: "the file is not what the specs give",
		Remarks: regenerate,
	},
	Missing: {
		Doc: "A file that generate would write is not there.", Message: "the generated file is missing",
		Remarks: regenerate,
	},
	Leftover: {
		Doc: "A file that was generated once would not be any more.", Message: "the specs no longer give this generated file",
		Remarks: regenerate,
	},
	Foreign: {
		Doc: "A file that specgen did not write stands where generate would write one.", Message: "specgen did not write this file, and has one to write here",
		Remarks: []output.Remark{{Label: "help", Text: "move the file away, or choose another out folder"}},
	},
}

func (g *Generate) items() []output.Item {
	var items []output.Item
	for _, target := range g.Targets {
		for _, drift := range target.Drift {
			item := driftItems[drift.Kind]
			item.Code = "generate/" + string(drift.Kind)
			item.Severity, item.Effect = diag.Error, output.Fails
			item.Place = diag.Range{File: drift.File}
			items = append(items, item)
		}
	}
	for _, stale := range g.Stale {
		items = append(items, output.Item{
			Code: "generate/stale", Doc: "A client is in a language that specgen.yaml does not ask for.", Severity: diag.Warning,
			Message: "the client was generated for " + stale.Language + ", which is no longer in specgen.yaml",
			Place:   diag.Range{File: stale.File}, Remarks: []output.Remark{{Label: "help", Text: staleHelp}},
		})
	}
	return items
}

func (v *Validate) items() []output.Item {
	var items []output.Item
	for i := range v.Samples {
		items = append(items, v.sampleItems(&v.Samples[i])...)
	}
	return items
}

// sampleItems leaves infos out: most say what a sample does not show, and another sample may. Text and JSON have them.
func (v *Validate) sampleItems(sample *Sample) []output.Item {
	var items []output.Item
	if sample.NoRecords {
		items = append(items, output.Item{
			Code: "validate/no-records", Doc: "A sample has no record of any flow, so it shows nothing.", Severity: diag.Error,
			Message: "the sample has no record of any of the flows, so it shows nothing", Place: diag.Range{File: sample.File},
			Remarks: []output.Remark{{Label: "help", Text: "take another sample, or take it out of specgen.yaml"}}, Effect: output.Stops,
		})
	}
	for _, item := range v.Findings(sample).Items() {
		if item.Severity < diag.Warning {
			continue
		}
		item.Remarks = append(item.Remarks, output.Remark{Label: "sample", Text: sample.File})
		items = append(items, item)
	}
	return items
}
