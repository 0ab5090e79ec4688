package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/release"
	"github.com/specgen/specgen/internal/resolve"
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
			for _, flow := range readSpecs(project.root, paths, nil).flows {
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
	var plans []*releasePlan
	for _, flow := range flows {
		plan, err := planRelease(project, specs, flow, flags.bump, wanted)
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
	specs := readSpecs(project.root, paths, langs)
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

// releasePlan is what release does about one flow.
type releasePlan struct {
	*release.Standing
	spec    string         // the path of the spec
	raised  *model.Version // the version that is written into the spec, nil where it has it
	version model.Version  // that the spec has then
	writes  []newFile
	refused string // why nothing is released, or ""
	next    string // what to do about that
}

// newFile is a file that is to be written.
type newFile struct {
	path     string
	content  []byte
	replaces bool // it is there; else it must not be
}

// planRelease decides what to do about a flow, and makes the files in memory.
func planRelease(project *project, specs *specs, flow loadedFlow, bump bool, wanted *model.Version) (*releasePlan, error) {
	languages := project.languages()
	plan := &releasePlan{Standing: release.Stand(flow.model, specs.released, languages, nil), spec: flow.path, version: flow.model.Version}
	switch {
	case wanted != nil && *wanted != plan.version:
		plan.raised = wanted
	case bump && (plan.Status == release.InPlace || plan.Status == release.TooLow || plan.Status == release.Behind):
		plan.raised = &plan.Least
	}
	from := flow.result
	if plan.raised != nil {
		content, err := release.WithVersion(flow.path, specs.sources[flow.path], plan.version, *plan.raised)
		if err != nil {
			return nil, failed(err)
		}
		plan.version = *plan.raised
		plan.writes = append(plan.writes, newFile{flow.path, content, true})
		from = specs.reread(flow.path, content)
		plan.Standing = release.Stand(from.Flow, specs.released, languages, nil)
	}
	if !plan.Status.CanBeReleased() {
		plan.refuse(wanted != nil)
		return plan, nil
	}
	content, err := release.Text(from)
	if err != nil {
		return nil, failed(err)
	}
	path := filepath.Join(project.path(project.config.Released), release.FileName(from.Flow))
	plan.writes = append(plan.writes, newFile{path, content, false})
	return plan, plan.refuseOverwriting(specs, path)
}

// languages are those whose callers a change can break: of the clients that are generated, or all where none are.
func (p *project) languages() []string {
	var out []string
	for _, target := range p.config.Generate {
		out = append(out, target.Lang)
	}
	if len(out) == 0 {
		return diff.Languages()
	}
	return out
}

// reread resolves a spec as it will be, with the other files as they are.
func (s *specs) reread(path string, content []byte) resolve.Result {
	return resolve.LoadWith(func(name string) ([]byte, []diag.Diagnostic) {
		if name == path {
			return content, nil
		}
		return readSource(name)
	}, path, resolve.Options{Root: s.root})
}

// refuse says why a version is not released, unless it is already. asked says that the user named the version.
func (p *releasePlan) refuse(asked bool) {
	name, last := p.Flow.Name, p.Last.Version
	switch p.Status {
	case release.InPlace:
		p.refused = fmt.Sprintf("%s %s again: it is released, and the spec says something else", name, last)
	case release.TooLow:
		p.refused = fmt.Sprintf("%s as %s: the changes since %s ask for %s or more", name, p.version, last, p.Least)
	case release.Behind:
		p.refused = fmt.Sprintf("%s as %s: %s is released already", name, p.version, last)
	default:
		if p.raised == nil {
			return
		}
		p.refused = fmt.Sprintf("%s %s again: it is released, and nothing that it holds has changed", name, p.version)
		p.next, p.writes = "there is nothing to do", nil
		return
	}
	p.writes = nil
	if asked {
		p.next = fmt.Sprintf("name %s or more, or use --bump", p.Least)
		return
	}
	p.next = fmt.Sprintf("raise version in %s to %s or more, as specgen release %s --bump does", p.spec, p.Least, name)
	if p.Status == release.InPlace {
		p.next += ", or take the changes back"
	}
}

// refuseOverwriting returns an error where something is in the way of a released file.
func (p *releasePlan) refuseOverwriting(specs *specs, path string) error {
	if _, err := os.Lstat(path); os.IsNotExist(err) {
		return nil
	}
	what := "it is there already"
	for _, flow := range specs.released {
		if filepath.Clean(flow.Pos.File) == filepath.Clean(path) {
			what = fmt.Sprintf("it is there and holds version %s of the flow %s", flow.Version, flow.Name)
		}
	}
	return failed(fmt.Errorf("cannot write %s: %s; a released file is never written again, so move it away or name it after what it holds", path, what))
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

// tellPlan prints what is done about a flow. held says that nothing is, because another one cannot be released.
func (a *app) tellPlan(w io.Writer, p *releasePlan, flags releaseFlags, held bool) {
	name := p.Flow.Name
	if p.refused != "" {
		fmt.Fprintf(w, "%-9s%s %s; %s\n", "refused", name, p.version, p.since())
		a.tellChanges(w, p)
		return
	}
	if a.quiet && !flags.dryRun && !flags.check {
		return
	}
	words := [2]string{"wrote", "raised"}
	if flags.dryRun || held {
		words = [2]string{"would", "would"}
	}
	switch {
	case p.Status == release.Unchanged && len(p.Diff.Changes) > 0:
		if !a.quiet {
			fmt.Fprintf(w, "%-9s%s %s is released; only words changed since, which need no release\n", "same", name, p.version)
		}
		return
	case p.Status == release.Unchanged:
		if !a.quiet {
			fmt.Fprintf(w, "%-9s%s %s is released, and nothing changed since\n", "same", name, p.version)
		}
		return
	case flags.check:
		fmt.Fprintf(w, "%-9s%s %s is not released; %s\n", "missing", name, p.version, p.since())
		return
	}
	for _, file := range p.writes {
		switch {
		case file.replaces && words[1] == "would":
			fmt.Fprintf(w, "%-9sraise %s to version %s\n", "would", file.path, p.version)
		case file.replaces:
			fmt.Fprintf(w, "%-9s%s to version %s\n", "raised", file.path, p.version)
		case words[0] == "would":
			fmt.Fprintf(w, "%-9swrite %s (%s)\n", "would", file.path, p.since())
		default:
			fmt.Fprintf(w, "%-9s%s (%s)\n", "wrote", file.path, p.since())
		}
	}
	a.tellChanges(w, p)
}

// since says how much changed since the last release.
func (p *releasePlan) since() string {
	switch {
	case p.Last == nil:
		return "the first release"
	case len(p.Diff.Changes) == 0:
		return fmt.Sprintf("nothing changed since %s", p.Last.Version)
	case len(p.Diff.Contract()) == 0:
		return fmt.Sprintf("only words changed since %s", p.Last.Version)
	case p.Status.CanBeReleased():
		return fmt.Sprintf("%s since %s", output.Count(len(p.Diff.Contract()), "change"), p.Last.Version)
	}
	return fmt.Sprintf("%s since %s, so %s at least", output.Count(len(p.Diff.Contract()), "change"), p.Last.Version, p.Least)
}

// mostChanges is how many changes release lists; specgen diff has all.
const mostChanges = 10

// tellChanges lists what changed since the last release, the worst first, but for words.
func (a *app) tellChanges(w io.Writer, p *releasePlan) {
	if p.Diff == nil || a.quiet && p.refused == "" {
		return
	}
	changes := p.Diff.Contract()
	for i := range changes {
		if i == mostChanges && !a.verbose {
			fmt.Fprintf(w, "  and %s more: specgen release -v, or specgen diff\n", output.Count(len(changes)-i, "change"))
			return
		}
		fmt.Fprintf(w, "  %s\n", changeLine(&changes[i]))
	}
}

// changeLine is a change in one line.
func changeLine(c *diff.Change) string {
	text := fmt.Sprintf("%-10s%s", c.Grades.Worst(diff.Languages()...), c.Sentence())
	switch value := cmp.Or(c.Was, c.Is); {
	case c.Was != "" && c.Is != "":
		text += fmt.Sprintf(" (%s → %s)", shortened(c.Was), shortened(c.Is))
	case value != "":
		text += fmt.Sprintf(" (%s)", shortened(value))
	}
	return output.Escaped(text)
}

// shortened cuts a value that is long for a line.
func shortened(value string) string {
	const longest = 60
	if runes := []rune(value); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return value
}
