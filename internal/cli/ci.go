package cli

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
)

func (a *app) ciCommand() *cobra.Command {
	flags := defaultValidateFlags()
	var base string
	cmd := &cobra.Command{
		Use:   "ci",
		Short: "Check the specs, the generated clients, what changed and the samples, as a pipeline does",
		Long: `ci runs check, generate --check, diff, and validate on the samples, as far as specgen.yaml asks for them, and prints one report.
diff compares with the branch that --base names, else with the one that a pull request goes to, as the pipeline's environment says, else
with the default branch. Where there is none it says so, and judges versions by the releases alone.
Where the specs have mistakes it stops after check. Nothing is written but the file of --write-baseline. The exit code is that of the
worst step. With --baseline only findings in samples count that are new, or whose share of the flow's records has grown, in all
samples together.`,
		Example: `  specgen ci
  specgen ci --quiet
  specgen ci --base origin/main
  specgen ci --format github
  specgen ci --write-baseline baseline.json
  specgen ci --baseline baseline.json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.ci(cmd.Context(), flags, baseFlag{base, cmd.Flags().Changed("base")})
		},
	}
	a.addFormatFlag(cmd)
	addAllowEmptyFlag(cmd, &flags.allowEmpty)
	flags.baseline.add(cmd)
	cmd.Flags().StringVar(&base, "base", "", "compare the specs with this branch, commit or tag, at the commit where this branch left it")
	return cmd
}

func (a *app) ci(ctx context.Context, flags validateFlags, base baseFlag) error {
	project, err := a.project()
	if broken, ok := errors.AsType[*configError](err); ok && a.format.ForPrograms {
		return a.reportConfig(broken)
	}
	if err != nil {
		return err
	}
	if flags.baseline != (baselineFlags{}) && len(project.config.Validate.Samples) == 0 {
		return misused(errors.New("cannot use a baseline: ci validates the samples of specgen.yaml, which lists none; for other data use specgen validate"))
	}
	result := &report.CI{}
	var unwritten error // that it could not be written
	code := a.ciCheck(&result.Check)
	if code == exitOK { // a spec with errors generates no clients, and traces cannot be validated against it
		if len(project.config.Generate) > 0 {
			result.Generate = &report.Generate{}
			code = worse(code, a.ciGenerate(project, result.Generate))
		}
		result.Diff = &report.DiffStep{}
		code = worse(code, a.ciDiff(ctx, project, result.Diff, base))
		if len(project.config.Validate.Samples) > 0 {
			result.Validate = &report.Validate{}
			var own int
			own, unwritten = a.ciValidate(ctx, result.Validate, flags)
			code = worse(code, own)
		}
	}
	return worst(a.printAndExit(result, code), unwritten)
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

// ciValidate validates each sample by itself, so that a span that is missing in one is reported although another has it. All of them
// together are compared with a baseline, and written as one: baseline is why that could not be done.
func (a *app) ciValidate(ctx context.Context, step *report.Validate, flags validateFlags) (code int, baseline error) {
	job, err := a.validation(flags)
	if err != nil {
		return endStep(&step.Step, code, err), nil
	}
	step.FailOn = job.failOn
	files, err := job.samples()
	if err != nil {
		return endStep(&step.Step, code, err), nil
	}
	if len(files) == 0 {
		return endStep(&step.Step, code, errors.New("cannot find a sample: samples in specgen.yaml names no file")), nil
	}
	defer limitMemory(job.options.Memory)()
	var results []*validator.Result
	for _, file := range files {
		result, err := a.validateFiles(ctx, job, []string{file}, nil)
		if err != nil {
			code, _ = job.judge(step)
			return endStep(&step.Step, code, err), nil
		}
		results = append(results, result)
		step.Samples = append(step.Samples, report.Sample{File: file, Result: result})
	}
	step.Baseline = job.compare(results...)
	code, fails := job.judge(step)
	if none := slices.IndexFunc(step.Samples, func(s report.Sample) bool { return s.NoRecords }); none >= 0 && job.flags.writeTo != "" {
		baseline = failed(fmt.Errorf("cannot write the baseline %s: %s has no record of a flow", job.flags.writeTo, files[none]))
	} else {
		baseline = job.writeBaseline("ci", fails, results...)
	}
	return endStep(&step.Step, code, nil), baseline
}

// judge says of each sample whether it keeps the spec. It returns the exit code, and whether a finding counts.
func (v *validation) judge(step *report.Validate) (code int, fails bool) {
	for i := range step.Samples {
		sample := &step.Samples[i]
		findings := step.Findings(sample)
		fails = fails || findings.Fails()
		own, _ := exitCode(v.verdict(findings))
		if sample.NoRecords = sample.Result.Summary.FlowRecords == 0 && own == exitOK && !v.allowEmpty; sample.NoRecords {
			own = exitFailed
		}
		sample.OK = own == exitOK
		code = worse(code, own)
	}
	return code, fails
}

// endStep notes how a step ended: with what was found, or with an error that stopped it. It returns the step's exit code.
func endStep(step *report.Step, code int, err error) int {
	stopped, words := exitCode(err)
	code = worse(code, stopped)
	step.OK, step.Failure = code == exitOK, words
	return code
}
