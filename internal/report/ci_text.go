package report

import (
	"fmt"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator/trace"
)

// Text writes each step: what was looked at and how it went, a line each, and then in full what is wrong. The last line says
// whether all of it holds. Where only what is wrong is asked for, steps without a mistake are left out.
func (c *CI) Text(t *output.Text) {
	if c.shown(t, c.Check.Step) {
		c.Check.text(t)
	}
	if c.Generate != nil && c.shown(t, c.Generate.Step) {
		c.Generate.text(t)
	}
	if c.Diff != nil && c.shown(t, c.Diff.Step) {
		c.Diff.text(t)
	}
	if c.Validate != nil && c.shown(t, c.Validate.Step) {
		c.Validate.text(t)
	}
	switch {
	case !c.OK():
		t.Printf("\nNot all of it holds; see above.\n")
	case !t.Quiet:
		t.Printf("\nAll of it holds.\n")
	}
}

func (c *CI) shown(t *output.Text, s Step) bool { return !t.Quiet || !s.OK }

// text writes the lines of a step beside its name and verdict, and below an empty line its details and why it failed.
func (s Step) text(t *output.Text, name string, lines []string, details *output.Text) {
	word := "ok"
	if !s.OK {
		word = "FAIL"
	}
	for _, line := range lines {
		t.Printf("%-10s%-6s%s\n", name, word, line)
		name, word = "", ""
	}
	if len(lines) == 0 {
		t.Printf("%-10s%s\n", name, word)
	}
	if s.Failure != "" {
		details.Printf("%s\n", output.Escaped(s.Failure))
	}
	if details.Len() > 0 {
		t.Printf("\n")
		t.Append(details)
	}
}

func (c *Check) text(t *output.Text) {
	var lines []string
	for i := range c.Diagnostics.Flows {
		lines = append(lines, c.Diagnostics.Flows[i].Sentence())
	}
	details := t.Part()
	diagnostics := c.Diagnostics
	diagnostics.Flows = nil // their sentences are the lines
	diagnostics.Text(details)
	c.Step.text(t, "check", lines, details)
}

func (d *DiffStep) text(t *output.Text) {
	var lines []string
	details := t.Part()
	if d.Result != nil {
		for i := range d.Result.Flows {
			f := &d.Result.Flows[i]
			lines = append(lines, output.Escaped(d.Result.line(f)))
			if v, _ := d.Result.verdict(f); !v.OK {
				if details.Len() > 0 {
					details.Printf("\n")
				}
				d.Result.flowText(details, f)
			}
		}
		d.Result.exceptionText(details)
	}
	if d.Remark != "" {
		lines = append(lines, output.Escaped(d.Remark))
	}
	d.Step.text(t, "diff", lines, details)
}

func (g *Generate) text(t *output.Text) {
	var lines []string
	details := t.Part()
	drift := false
	for _, target := range g.Targets {
		files := output.Count(target.Files, "file") + " up to date"
		if n := len(target.Drift); n > 0 {
			drift = true
			files = fmt.Sprintf("%s of %d not up to date", output.Count(n, "file"), target.Files)
		}
		lines = append(lines, output.Escaped(target.Folder)+": "+files)
		for _, d := range target.Drift {
			details.Printf("%-9s%s\n", d.Kind, output.Escaped(d.Name))
		}
	}
	if drift {
		details.Printf("\nRun specgen generate and commit the result.\n")
	}
	if len(g.Stale) > 0 && details.Len() > 0 {
		details.Printf("\n")
	}
	for _, stale := range g.Stale {
		details.Printf("%s\n", stale.Sentence())
	}
	g.Step.text(t, "generate", lines, details)
}

func (v *Validate) text(t *output.Text) {
	var lines []string
	details := t.Part()
	details.Quiet, details.Verbose = false, false
	for i := range v.Samples {
		sample := &v.Samples[i]
		lines = append(lines, sample.sentence())
		if sample.NoRecords {
			details.Printf("%s has no record of any of the flows, so it shows nothing: take another sample, or take it out of specgen.yaml.\n",
				output.Escaped(sample.File))
		}
		if sample.Result.Worst() >= trace.Warning || t.Verbose {
			v.Findings(sample).text(details, false) // what was read stands in the sample's line
		}
	}
	if v.Baseline != nil {
		lines = append(lines, "baseline: "+output.Escaped(v.Baseline.sentence()))
	}
	v.Step.text(t, "validate", lines, details)
}

// sentence says in one line how a sample fared. It is escaped.
func (s *Sample) sentence() string { return output.Escaped(s.File) + ": " + s.words() }

func (s *Sample) words() string {
	verdict := " keep the spec"
	if n := len(s.Result.Findings); n > 0 {
		verdict = ", " + output.Count(n, "finding")
	}
	return output.Count(s.Result.Summary.FlowRecords, "record") + " in " + output.Count(s.Result.Summary.Traces, "trace") + verdict
}
