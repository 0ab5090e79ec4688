package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func (a *app) ciCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ci",
		Short: "What a pipeline runs: check, generate --check, validate the samples",
		Long: `ci runs what specgen.yaml asks for, in one go and with one report: the specs are checked, the clients compared with what
generate would write, and the samples held against the specs. Nothing is written. The exit code is that of the worst step.`,
		Example: `  specgen ci
  specgen ci --quiet`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.ci(cmd.Context()) },
	}
}

// step is one part of the report.
type step struct {
	name    string
	code    int
	lines   []string // what was looked at and how it went, a line each
	details string   // what is wrong, in full
}

func (a *app) ci(ctx context.Context) error {
	project, err := a.project()
	if err != nil {
		return err
	}
	steps := []step{a.ciCheck()}
	if steps[0].code == exitOK { // a spec with mistakes has no clients, and nothing can be judged by it
		if len(project.config.Generate) > 0 {
			steps = append(steps, a.ciGenerate(project))
		}
		if len(project.config.Validate.Samples) > 0 {
			steps = append(steps, a.ciValidate(ctx))
		}
	}
	code := exitOK
	for _, s := range steps {
		code = worse(code, s.code)
	}
	if err := a.result(func(w io.Writer) error { return a.writeSteps(w, steps, code) }); err != nil {
		return err
	}
	if code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

func (a *app) ciCheck() step {
	s := step{name: "check"}
	specs, err := a.loadSpecs(nil)
	if err != nil {
		return s.fail(err)
	}
	for _, flow := range specs.flows {
		if specs.clean(flow) {
			s.lines = append(s.lines, flow.describe())
		}
	}
	if specs.list.HasErrors() {
		s.code = exitFindings
	}
	var details bytes.Buffer
	if len(specs.list.Sorted()) > 0 {
		if err := a.writeDiagnostics(&details, "text", specs); err != nil {
			return s.fail(err)
		}
	}
	s.details = details.String()
	return s
}

func (a *app) ciGenerate(project *project) step {
	s := step{name: "generate"}
	outputs, err := a.generateAll(project, nil)
	if err != nil {
		return s.fail(err)
	}
	for _, output := range outputs {
		changes := output.state.changes
		if len(changes) == 0 {
			s.lines = append(s.lines, fmt.Sprintf("%s: %s up to date", output.target.Out, count(len(output.files), "file")))
			continue
		}
		s.code = exitFindings
		s.lines = append(s.lines, fmt.Sprintf("%s: %s of %d not up to date", output.target.Out, count(len(changes), "file"), len(output.files)))
		for _, c := range changes {
			s.details += fmt.Sprintf("%-9s%s\n", c.kind, path.Join(output.target.Out, c.path))
		}
	}
	if s.code != exitOK {
		s.details += "\nRun specgen generate and commit the result.\n"
	}
	return s
}

// ciValidate judges each sample by itself: what one lacks, another need not have.
func (a *app) ciValidate(ctx context.Context) step {
	s := step{name: "validate"}
	job, err := a.validation(defaultValidateFlags())
	if err != nil {
		return s.fail(err)
	}
	files, err := job.samples()
	if err != nil {
		return s.fail(err)
	}
	if len(files) == 0 {
		return s.fail(errors.New("cannot find a sample: samples in specgen.yaml names no file"))
	}
	for _, file := range files {
		result, err := a.judge(ctx, job, []string{file})
		if err != nil {
			return s.fail(err)
		}
		if err := s.addResult(a, job, file, result); err != nil {
			return s.fail(err)
		}
	}
	return s
}

func (s *step) addResult(a *app, job *validation, file string, result *validator.Result) error {
	code, _ := exitCode(verdict(result, job.failOn))
	words := " keep the spec"
	if n := len(result.Findings); n > 0 {
		words = ", " + count(n, "finding")
	}
	s.lines = append(s.lines, fmt.Sprintf("%s: %s in %s%s", file,
		count(int(result.Summary.FlowRecords), "record"), count(int(result.Summary.Traces), "trace"), words))
	if result.Summary.FlowRecords == 0 && code == exitOK {
		code = exitFindings
		s.details += fmt.Sprintf("%s has no record of any of the flows, so it shows nothing: take another sample, or take it out of specgen.yaml.\n", file)
	}
	s.code = worse(s.code, code)
	if result.Worst() < trace.Warning && !a.verbose {
		return nil
	}
	var details bytes.Buffer
	err := report.Text(&details, result, report.Style{Color: a.colored(a.stdout), Width: a.width()})
	s.details += details.String()
	return err
}

// fail makes err what the step says.
func (s step) fail(err error) step {
	code, words := exitCode(err)
	s.code = worse(s.code, code)
	if words != "" {
		s.details += words + "\n"
	}
	return s
}

func (a *app) writeSteps(w io.Writer, steps []step, code int) error {
	for _, s := range steps {
		if a.quiet && s.code == exitOK {
			continue
		}
		word := "ok"
		if s.code != exitOK {
			word = "FAIL"
		}
		label := s.name
		for _, line := range s.lines {
			fmt.Fprintf(w, "%-10s%-6s%s\n", label, word, line)
			label, word = "", ""
		}
		if len(s.lines) == 0 {
			fmt.Fprintf(w, "%-10s%s\n", label, word)
		}
		if s.details != "" {
			fmt.Fprintf(w, "\n%s", s.details)
		}
	}
	if a.quiet && code == exitOK {
		return nil
	}
	last := "\nAll of it holds."
	if code != exitOK {
		last = "\nNot all of it holds; see above."
	}
	_, err := fmt.Fprintln(w, last)
	return err
}
