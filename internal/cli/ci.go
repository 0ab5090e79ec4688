package cli

import (
	"context"
	"errors"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/report"
)

func (a *app) ciCommand() *cobra.Command {
	allowEmpty := false
	cmd := &cobra.Command{
		Use:   "ci",
		Short: "Check the specs, the generated clients and the samples, as a pipeline does",
		Long: `ci runs check, generate --check, and validate on the samples, as far as specgen.yaml asks for them, and prints one report.
Where the specs have mistakes it stops after check. Nothing is written. The exit code is that of the worst step.`,
		Example: `  specgen ci
  specgen ci --quiet
  specgen ci --format github`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.ci(cmd.Context(), allowEmpty) },
	}
	a.addFormatFlag(cmd)
	addAllowEmptyFlag(cmd, &allowEmpty)
	return cmd
}

func (a *app) ci(ctx context.Context, allowEmpty bool) error {
	project, err := a.project()
	if broken, ok := errors.AsType[*configError](err); ok && a.format.ForPrograms {
		return a.reportConfig(broken)
	}
	if err != nil {
		return err
	}
	result := &report.CI{}
	code := a.ciCheck(&result.Check)
	if code == exitOK { // a spec with errors generates no clients, and traces cannot be validated against it
		if len(project.config.Generate) > 0 {
			result.Generate = &report.Generate{}
			code = worse(code, a.ciGenerate(project, result.Generate))
		}
		if len(project.config.Validate.Samples) > 0 {
			result.Validate = &report.Validate{}
			code = worse(code, a.ciValidate(ctx, result.Validate, allowEmpty))
		}
	}
	return a.printAndExit(result, code)
}

// reportConfig prints the mistakes in specgen.yaml as part of the report: programs read nothing but the report.
func (a *app) reportConfig(broken *configError) error {
	return a.printAndExit(&report.CI{Check: report.Check{Diagnostics: *broken.specs.diagnostics()}}, exitUsage)
}

// printAndExit prints a result, and then ends the command with the code.
func (a *app) printAndExit(result *report.CI, code int) error {
	if err := a.printResult(result); err != nil {
		return err
	}
	if code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

func (a *app) ciCheck(step *report.Check) (code int) {
	specs, err := a.loadSpecs(nil)
	if err != nil {
		return endStep(&step.Step, exitOK, err)
	}
	step.Diagnostics = *specs.diagnostics()
	step.Diagnostics.Flows = specs.soundFlows()
	if specs.list.HasErrors() {
		code = exitFindings
	}
	return endStep(&step.Step, code, nil)
}

func (a *app) ciGenerate(project *project, step *report.Generate) (code int) {
	clients, err := a.generateAll(project, nil)
	for _, client := range clients {
		target := report.Target{Language: client.lang, Folder: client.target.Out, Files: len(client.files)}
		for _, c := range client.drift {
			code = exitFindings
			target.Drift = append(target.Drift, report.Drift{
				Kind: c.kind, Name: path.Join(client.target.Out, c.path), File: path.Join(filepath.ToSlash(client.folder), c.path),
			})
		}
		step.Targets = append(step.Targets, target)
	}
	step.Stale = project.staleClients()
	return endStep(&step.Step, code, err)
}

// ciValidate validates each sample by itself, so that a span that is missing in one is reported although another has it.
func (a *app) ciValidate(ctx context.Context, step *report.Validate, allowEmpty bool) (code int) {
	job, err := a.validation(defaultValidateFlags())
	if err != nil {
		return endStep(&step.Step, code, err)
	}
	step.FailOn = job.failOn
	files, err := job.samples()
	if err != nil {
		return endStep(&step.Step, code, err)
	}
	if len(files) == 0 {
		return endStep(&step.Step, code, errors.New("cannot find a sample: samples in specgen.yaml names no file"))
	}
	defer limitMemory(job.options.Memory)()
	for _, file := range files {
		result, err := a.validateFiles(ctx, job, []string{file})
		if err != nil {
			return endStep(&step.Step, code, err)
		}
		own, _ := exitCode(job.verdict(report.Findings{Result: result, FailOn: job.failOn}))
		sample := report.Sample{File: file, Result: result, NoRecords: result.Summary.FlowRecords == 0 && own == exitOK && !allowEmpty}
		if sample.NoRecords {
			own = exitFailed
		}
		sample.OK = own == exitOK
		step.Samples = append(step.Samples, sample)
		code = worse(code, own)
	}
	return endStep(&step.Step, code, nil)
}

// endStep notes how a step ended: with what was found, or with an error that stopped it. It returns the step's exit code.
func endStep(step *report.Step, code int, err error) int {
	stopped, words := exitCode(err)
	code = worse(code, stopped)
	step.OK, step.Failure = code == exitOK, words
	return code
}
