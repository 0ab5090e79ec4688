package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
)

// releaseFlags are the flags of release.
type releaseFlags struct {
	bump    bool
	version string
	dryRun  bool
	check   bool
}

func (a *app) releaseCommand() *cobra.Command {
	var flags releaseFlags
	cmd := &cobra.Command{
		Use:   "release [FLOW...]",
		Short: "Release the version of a spec: what clients in the field were built from",
		Long: `release compares each spec of specgen.yaml, or those of the flows that are named, with its newest released version. Where the spec's
version is raised by as much as the changes ask for, it writes the released version into the folder that released in specgen.yaml
names: one file without imports, which does not change any more. Where it is not, it says what changed and which version is asked for.

With --bump or --version it writes the version into the spec first, and changes nothing else there. Nothing is written where a part
of it cannot be, and a file that is there is never written again.`,
		Example: `  specgen release                                     release what is raised
  specgen release --bump                              raise the version by what the changes ask for, and release it
  specgen release notification --version 2.0.0        or to this one
  specgen release --dry-run --bump                    only say what would happen
  specgen release --check                             fail if something is not released`,
		RunE: func(_ *cobra.Command, args []string) error { return a.release(args, flags) },
	}
	cmd.Flags().BoolVar(&flags.bump, "bump", false, "raise the version in the spec by as much as the changes ask for")
	cmd.Flags().StringVar(&flags.version, "version", "", "write this version into the spec")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "write nothing; say what would be written")
	cmd.Flags().BoolVar(&flags.check, "check", false, "write nothing; fail unless every version is released as it is")
	cmd.MarkFlagsMutuallyExclusive("bump", "version", "check")
	cmd.MarkFlagsMutuallyExclusive("dry-run", "check")
	completeWords(cmd, "version")
	cmd.ValidArgsFunction = a.completeFlows
	return cmd
}

// completeFlows completes the names of the project's flows.
func (a *app) completeFlows(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	if project, err := a.project(); err == nil {
		if paths, err := project.specPaths(); err == nil {
			for _, flow := range readSpecs(project.root, paths, nil, nil).flows {
				if !slices.Contains(args, flow.model.Name) {
					names = append(names, flow.model.Name)
				}
			}
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) release(names []string, flags releaseFlags) error {
	wanted, err := parseWantedVersion(flags.version)
	if err != nil {
		return err
	}
	project, err := a.project()
	if err != nil {
		return err
	}
	if project.config.Released == "" {
		return misused(fmt.Errorf("cannot release: %s does not say where released versions are kept; add a line such as\n  released: spec/released", project.configName))
	}
	specs, err := a.releasable(project)
	if err != nil {
		return err
	}
	flows, err := chooseFlows(specs, names)
	if err != nil {
		return err
	}
	if wanted != nil && len(flows) > 1 {
		return misused(fmt.Errorf("cannot use --version for %s: name one of them, such as specgen release %s --version %s",
			output.Count(len(flows), "flow"), flows[0].model.Name, flags.version))
	}
	advice := a.releaseAdvice(project, specs)
	var plans []*releasePlan
	for _, flow := range flows {
		plan, err := planRelease(project, specs, flow, advice, flags.bump, wanted)
		if err != nil {
			return err
		}
		plans = append(plans, plan)
	}
	return a.carryOut(plans, flags)
}

// parseWantedVersion reads the value of --version, nil without one.
func parseWantedVersion(text string) (*model.Version, error) {
	if text == "" {
		return nil, nil
	}
	version, err := model.ParseVersion(text)
	if err != nil {
		return nil, misused(fmt.Errorf("cannot use --version %s: %w", text, err))
	}
	return &version, nil
}

// judgedByRelease are the codes of what release says itself, with more about it.
var judgedByRelease = []string{"released/changed", "released/newer"}

// releasable reads the specs and the released versions. Mistakes in any of them are printed, and are the error.
func (a *app) releasable(project *project) (*specs, error) {
	paths, err := project.specPaths()
	if err != nil {
		return nil, err
	}
	var langs []string
	for _, target := range project.config.Generate {
		langs = append(langs, target.Lang)
	}
	specs := readSpecs(project.root, paths, langs, nil)
	released, err := project.releasedPathsIfAny()
	if err != nil {
		return nil, err
	}
	specs.checkReleased(released)
	found := slices.DeleteFunc(specs.list.Sorted(), func(d diag.Diagnostic) bool { return slices.Contains(judgedByRelease, d.Code) })
	specs.list = diag.List{}
	specs.list.AddAll(found)
	if specs.list.HasErrors() {
		if err := a.printDiagnostics(specs); err != nil {
			return nil, failed(err)
		}
		return nil, &exitError{exitFindings, errors.New("cannot release: mend what is said above")}
	}
	return specs, nil
}

// releasedPathsIfAny returns the released versions, and none where the folder is not there yet.
func (p *project) releasedPathsIfAny() ([]string, error) {
	if _, err := os.Stat(p.path(p.config.Released)); os.IsNotExist(err) {
		return nil, nil
	}
	return p.releasedPaths()
}

// chooseFlows returns the flows of the names, or of the paths of specs, or all without any.
func chooseFlows(specs *specs, names []string) ([]loadedFlow, error) {
	var known []string
	for _, flow := range specs.flows {
		known = append(known, flow.model.Name)
	}
	for _, name := range names {
		if !slices.ContainsFunc(specs.flows, func(flow loadedFlow) bool { return flow.isNamed(name) }) {
			hint := "the flows are " + strings.Join(known, ", ")
			if near := diag.Nearest(name, known); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, misused(fmt.Errorf("cannot release %q: no spec describes that flow; %s", name, hint))
		}
	}
	return slices.DeleteFunc(slices.Clone(specs.flows), func(flow loadedFlow) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, flow.isNamed)
	}), nil
}

// isNamed reports whether a word is the flow's name or the path of its spec.
func (f loadedFlow) isNamed(word string) bool {
	return word == f.model.Name || word != "" && filepath.Clean(word) == filepath.Clean(f.path)
}

// carryOut says what the plans are and, unless it is only asked for, does it: all or nothing.
func (a *app) carryOut(plans []*releasePlan, flags releaseFlags) error {
	var writes []newFile
	var refused []*releasePlan
	missing := false
	for _, plan := range plans {
		writes = append(writes, plan.writes...)
		missing = missing || plan.Status.CanBeReleased()
		if plan.refused != "" {
			refused = append(refused, plan)
		}
	}
	if len(refused) == 0 && !flags.dryRun && !flags.check {
		if err := writeAll(writes); err != nil {
			return failed(fmt.Errorf("%w; nothing was written", err))
		}
	}
	err := a.result(func(w io.Writer) error {
		for _, plan := range plans {
			a.tellPlan(w, plan, flags, len(refused) > 0)
		}
		if len(refused) == 0 && len(writes) > 0 && !flags.check && !flags.dryRun && !a.quiet {
			fmt.Fprintln(w, "next: specgen generate, then commit the specs, the released files and the clients together")
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(refused) > 0:
		return &exitError{exitFindings, errors.New(refusals(refused))}
	case flags.check && missing:
		return &exitError{exitFindings, errors.New("not everything is released: run specgen release and commit the result")}
	}
	return nil
}

// refusals joins why versions are not released, with what to do.
func refusals(refused []*releasePlan) string {
	texts := make([]string, len(refused))
	for i, plan := range refused {
		texts[i] = plan.refused + "; " + plan.next
	}
	return "cannot release " + strings.Join(texts, "\nand cannot release ")
}
