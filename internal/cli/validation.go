package cli

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// validation is what traces are validated with.
type validation struct {
	project   *project // nil where there is none, and --spec names the specs
	validator *validator.Validator
	specs     []validator.Spec // that validator was made from
	options   validator.Options
	failOn    trace.Severity
	flags     baselineFlags
	baseline  *report.Baseline // of --baseline, nil without

	allowEmpty bool // an input may have no record of a flow
}

func (a *app) validation(flags validateFlags) (*validation, error) {
	if err := flags.check(); err != nil {
		return nil, misused(err)
	}
	memory, err := parseSize(flags.memory)
	if err != nil {
		return nil, misused(err)
	}
	job := &validation{allowEmpty: flags.allowEmpty, options: validator.Options{
		Incomplete:      flags.incomplete,
		Settle:          flags.settle.value,
		From:            flags.from.value,
		Until:           flags.until.value,
		RequireCoverage: flags.coverage,
		Examples:        flags.examples,
		Memory:          memory,
		Jobs:            cmp.Or(flags.jobs, runtime.GOMAXPROCS(0)),
		Format:          validator.Format(flags.inputFormat),
	}}
	job.flags = flags.baseline
	if job.baseline, err = readBaseline(flags.baseline.file); err != nil {
		return nil, err
	}
	specs, err := a.validationSpecs(job, flags.specs)
	if err != nil {
		return nil, err
	}
	job.specs = specs
	failOn := flags.failOn
	if job.project != nil {
		config := job.project.config.Validate
		job.options.RequireCoverage = job.options.RequireCoverage || config.RequireCoverage
		if failOn == "" {
			failOn = config.FailOn
		}
	}
	if job.failOn, err = parseFailOn(failOn); err != nil {
		return nil, err
	}
	if job.validator, err = a.compile(specs); err != nil {
		return nil, err
	}
	if job.project != nil {
		job.options.Severity = severities(job.validator, job.project.config.Validate.Severity)
	}
	return job, nil
}

// validationSpecs returns the specs of --spec, or those of specgen.yaml and the released versions.
func (a *app) validationSpecs(job *validation, named []string) (specs []validator.Spec, err error) {
	if len(named) > 0 {
		if job.project, err = a.projectIfAny(); err != nil {
			return nil, err
		}
		return specsAt(validator.Spec{}, named), nil
	}
	if job.project, err = a.project(); err != nil {
		return nil, err
	}
	paths, err := job.project.specPaths()
	if err != nil {
		return nil, err
	}
	released, err := job.project.releasedPaths()
	if err != nil {
		return nil, err
	}
	root := job.project.root
	return append(specsAt(validator.Spec{Root: root}, paths), specsAt(validator.Spec{Root: root, Released: true}, released)...), nil
}

// specsAt returns the specs at the paths, which are otherwise like one.
func specsAt(like validator.Spec, paths []string) []validator.Spec {
	var out []validator.Spec
	for _, path := range paths {
		like.Path = path
		out = append(out, like)
	}
	return out
}

// compile makes a validator. The diagnostics of specs with errors go to standard error, as check prints them.
func (a *app) compile(list []validator.Spec) (*validator.Validator, error) {
	defer collectRarely()()
	read := newSpecs()
	for i := range list {
		list[i].Open = read.open
	}
	v, err := validator.Compile(list...)
	var mistakes *diag.Failure
	switch {
	case err == nil:
		return v, nil
	case !errors.As(err, &mistakes):
		return nil, failed(err)
	}
	read.list.AddAll(mistakes.Diagnostics)
	if err := a.printDiagnostics(read); err != nil {
		return nil, failed(err)
	}
	return nil, &exitError{exitFindings, errors.New("cannot judge by a spec with mistakes: mend what is said above")}
}

// open reads a file and keeps its text for excerpts. Its error is a *diag.Failure with the diagnostics that check prints.
func (s *specs) open(path string) ([]byte, error) {
	data, diagnostics := readSource(path)
	if len(diagnostics) > 0 {
		return nil, &diag.Failure{Diagnostics: diagnostics}
	}
	s.sources[path] = data
	return data, nil
}

func (v *validation) samples() ([]string, error) {
	if v.project == nil || len(v.project.config.Validate.Samples) == 0 {
		return nil, misused(errors.New("cannot tell what to read: name a file, or - for standard input, or list samples " +
			"under validate in specgen.yaml"))
	}
	return v.project.expand(v.project.config.Validate.Samples, "samples")
}

func parseFailOn(word string) (trace.Severity, error) {
	switch word {
	case "", "error":
		return trace.Error, nil
	case "warning":
		return trace.Warning, nil
	case "never":
		return trace.Off, nil
	}
	return trace.Off, misused(fmt.Errorf("cannot use --fail-on %q: want error, warning or never", word))
}

// severities returns the severities of specgen.yaml, without those for spans that no flow has, about which check warns.
func severities(v *validator.Validator, rules []spec.SeverityRule) []validator.Severity {
	var out []validator.Severity
	for _, rule := range rules {
		if rule.Span != "" && !v.HasSpan(rule.Span) {
			continue
		}
		is, _ := trace.ParseSeverity(rule.Severity) // the schema of specgen.yaml allows no other word
		out = append(out, validator.Severity{Rule: rule.Rule, Span: rule.Span, Is: is})
	}
	return out
}
