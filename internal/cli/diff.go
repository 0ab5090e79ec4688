package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

func (a *app) diffCommand() *cobra.Command {
	var exact bool
	cmd := &cobra.Command{
		Use:   "diff OLD [NEW]",
		Short: "Show what changed in the specs, whom it breaks, and which version it asks for",
		Long: `diff compares two states of the specs. OLD and NEW are a spec, or git:REF for the specs at a commit, branch or tag, or
git:REF:PATH for one of them. Without NEW it is the specs of specgen.yaml, or the file of OLD in the working tree. git:REF stands for the
commit at which NEW left REF, so that what was added to REF since is no change of yours; --exact takes REF itself.

Flows are matched by their names, and resolved before they are compared: files, imports and groups do not count. Each change is graded
for the wire (dashboards, queries, old data), the source (who calls the emitters, by language) and conformance (records, judged by the
version they are stamped with). The version is judged against the last release in the folder that released in specgen.yaml names, or
else against OLD. Nothing is fetched. It exits with 3 when the version moved too little, or a released version was changed.`,
		Example: `  specgen diff git:origin/main
  specgen diff git:v1.0.0 git:v1.1.0
  specgen diff spec/released/notification-1.0.0.yaml
  specgen diff --format markdown -o diff.md git:main`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return misused(errors.New("cannot compare: name what to compare with, such as specgen diff git:main, and at most one state more"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.diff(cmd.Context(), args, exact) },
	}
	a.addFormatFlag(cmd)
	cmd.Flags().BoolVar(&exact, "exact", false, "compare with REF of git:REF itself, and not with the commit at which NEW left it")
	return cmd
}

// stateRef is what an argument of diff names.
type stateRef struct {
	ref  string // of git, or ""
	path string // a file, or "" for the specs of specgen.yaml
}

// parseState reads an argument of diff. An empty one is what a script has that lost the value of a variable.
func parseState(arg string) (stateRef, error) {
	rest, isGit := strings.CutPrefix(arg, "git:")
	if !isGit {
		if arg == "" {
			return stateRef{}, misused(errors.New("cannot compare with nothing: an argument is empty, as that of a variable that is not set"))
		}
		return stateRef{path: arg}, nil
	}
	ref, file, _ := strings.Cut(rest, ":")
	if strings.TrimSpace(ref) == "" {
		return stateRef{}, misused(fmt.Errorf("cannot compare with %q: it names no reference, as where a variable is not set; want git:REF, such as git:main", arg))
	}
	if strings.HasPrefix(ref, "-") {
		return stateRef{}, misused(fmt.Errorf("cannot compare with %q: a reference does not begin with -", arg))
	}
	return stateRef{ref, file}, nil
}

func (a *app) diff(ctx context.Context, args []string, exact bool) error {
	old, err := parseState(args[0])
	if err != nil {
		return err
	}
	var now stateRef
	if len(args) == 2 {
		if now, err = parseState(args[1]); err != nil {
			return err
		}
	}
	project, err := a.projectIfAny()
	if err != nil {
		return err
	}
	c := &comparison{app: a, ctx: ctx, project: project, exact: exact}
	if len(args) == 1 && old.ref != "" && old.path != "" {
		now.path = c.workingFile(old.path)
	}
	result, err := c.compare(old, now)
	if broken, ok := errors.AsType[*brokenState](err); ok {
		if err := a.printDiagnostics(broken.specs); err != nil {
			return failed(err)
		}
		return failed(err)
	}
	if err != nil {
		return err
	}
	if err := a.printResult(result); err != nil {
		return err
	}
	if !result.OK() {
		return found()
	}
	return nil
}

// comparison makes the result of diff.
type comparison struct {
	*app
	ctx     context.Context
	project *project // nil where there is none
	exact   bool
	git     *git // nil until something of git is asked for
}

// state is one of the sides, read.
type state struct {
	report.Side
	all      bool // the specs of a project, and not one file
	flows    []loadedFlow
	released []*model.Flow
}

func (c *comparison) compare(old, now stateRef) (*report.Diff, error) {
	if old.ref != "" || now.ref != "" {
		if err := c.openGit(); err != nil {
			return nil, failed(fmt.Errorf("cannot compare with git:%s: %w", old.ref+now.ref, err))
		}
	}
	is, err := c.read(now, "")
	if err != nil {
		return nil, err
	}
	was, err := c.read(old, c.headOf(now))
	if err != nil {
		return nil, err
	}
	if old.path != "" && old.ref == "" && now.ref == "" && slices.ContainsFunc(is.flows, func(f loadedFlow) bool { return sameFile(f.path, old.path) }) {
		return nil, misused(fmt.Errorf("cannot compare %s with itself: name what it was before, such as git:main", old.path))
	}
	return c.result(was, is)
}

// result compares two states.
func (c *comparison) result(was, is *state) (*report.Diff, error) {
	out := &report.Diff{Was: was.Side, Is: is.Side, Languages: c.languages(is)}
	pairs, err := pairFlows(was, is)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		flow := report.FlowDiff{Diff: diff.Compare(p.was.model, p.is.model), File: p.is.path}
		if p.is.model == nil {
			flow.File = p.was.path
		} else {
			flow.Release, flow.IsReleased = c.sinceRelease(is.released, p.is.model)
			if flow.Release == nil && p.was.model != nil && (is.released == nil || !was.all) {
				flow.Release = flow.Diff
			}
		}
		out.Flows = append(out.Flows, flow)
	}
	c.addExceptions(out)
	return out, nil
}

// sinceRelease compares a flow with its last release. It returns nil where the flow was never released.
func (c *comparison) sinceRelease(released []*model.Flow, flow *model.Flow) (*diff.Diff, bool) {
	var last *model.Flow
	for _, f := range released {
		if f.Name == flow.Name && (last == nil || f.Version.Compare(last.Version) > 0) {
			last = f
		}
	}
	if last == nil {
		return nil, false
	}
	return diff.Compare(last, flow), true
}

// languages are those that specgen.yaml generates and those of the services; without either, all.
func (c *comparison) languages(is *state) []string {
	asked := make(map[string]bool)
	if c.project != nil {
		for _, target := range c.project.config.Generate {
			asked[target.Lang] = true
		}
	}
	for _, flow := range is.flows {
		for _, service := range flow.model.Services {
			asked[service.Language] = true
		}
	}
	out := slices.DeleteFunc(diff.Languages(), func(language string) bool { return !asked[language] })
	if len(out) == 0 {
		return diff.Languages()
	}
	return out
}

func (c *comparison) addExceptions(out *report.Diff) {
	if c.project == nil {
		return
	}
	today := time.Now().UTC().Format(time.DateOnly)
	for _, e := range c.project.config.Accept {
		out.Exceptions = append(out.Exceptions, report.Exception{
			Fingerprint: e.Fingerprint, Kind: e.Kind, Element: e.Element, Reason: e.Reason, Expires: e.Expires, Expired: e.Expires < today, Pos: e.Range,
		})
	}
	out.MarkExceptions()
}

// flowPair is a flow in both states; the model of one is nil where a state does not have it.
type flowPair struct{ was, is loadedFlow }

// pairFlows matches flows by their names. What is left of two files is one flow with another name, as is what stands in the same file of
// two projects.
func pairFlows(was, is *state) ([]flowPair, error) {
	var out []flowPair
	find := func(flows []loadedFlow, fits func(loadedFlow) bool) loadedFlow {
		if at := slices.IndexFunc(flows, fits); at >= 0 {
			return flows[at]
		}
		return loadedFlow{}
	}
	named := func(flow loadedFlow) func(loadedFlow) bool {
		return func(other loadedFlow) bool { return other.model.Name == flow.model.Name }
	}
	for _, flow := range is.flows {
		old := find(was.flows, named(flow))
		if old.model == nil {
			old = find(was.flows, func(other loadedFlow) bool {
				gone := find(is.flows, named(other)).model == nil
				return gone && (!was.all && !is.all || was.all && is.all && other.path == flow.path)
			})
		}
		if old.model != nil || was.all && is.all {
			out = append(out, flowPair{old, flow})
		}
	}
	if was.all && is.all {
		for _, flow := range was.flows {
			if !slices.ContainsFunc(out, func(p flowPair) bool { return p.was.model == flow.model }) {
				out = append(out, flowPair{was: flow})
			}
		}
	}
	if one := single(was, is); len(out) == 0 && one != nil {
		return nil, failed(fmt.Errorf("cannot compare the flow %q of %s: no spec of the other side describes it", one.model.Name, one.path))
	}
	return out, nil
}

// single returns the flow of the side that is one file.
func single(was, is *state) *loadedFlow {
	for _, side := range []*state{was, is} {
		if !side.all && len(side.flows) > 0 {
			return &side.flows[0]
		}
	}
	return nil
}

// sameFile reports whether two paths are of one file.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// workingFile is the file of the working tree with a path of git: from the root of the repository, or below ./ from here.
func (c *comparison) workingFile(name string) string {
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || c.openGit() != nil {
		return filepath.FromSlash(name)
	}
	absolute := filepath.Join(c.git.folder, filepath.FromSlash(name))
	if working, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(joined(working, "."), absolute); err == nil {
			return relative
		}
	}
	return absolute
}

func (c *comparison) openGit() (err error) {
	if c.git == nil {
		folder := "."
		if c.project != nil {
			folder = c.project.root
		}
		c.git, err = openGit(c.ctx, folder)
	}
	return err
}

// headOf is the commit that a state of NEW is at.
func (c *comparison) headOf(now stateRef) string {
	switch {
	case c.git == nil:
		return ""
	case now.ref != "":
		return c.git.commit(now.ref)
	}
	return c.git.commit("HEAD")
}

// read reads a state. For one of git that is OLD, head is the commit of NEW.
func (c *comparison) read(of stateRef, head string) (*state, error) {
	if of.ref != "" {
		return c.readGit(of, head)
	}
	out := &state{all: of.path == "", Side: report.Side{Label: "the working tree"}}
	paths := []string{of.path}
	root := ""
	var released []string
	if c.project != nil {
		var err error
		if released, err = c.project.releasedPaths(); err != nil {
			return nil, err
		}
		if c.project.config.Released != "" {
			out.released = []*model.Flow{}
		}
	}
	if out.all {
		if c.project == nil {
			_, err := c.app.project() // which says how to name one
			return nil, err
		}
		var err error
		if paths, err = c.project.specPaths(); err != nil {
			return nil, err
		}
		root = c.project.root
	} else {
		out.Label = of.path
	}
	return out, c.load(out, readSource, root, paths, released)
}

// readGit reads the specs at a commit, by the specgen.yaml that stands there.
func (c *comparison) readGit(of stateRef, head string) (*state, error) {
	commit := c.git.commit(of.ref)
	if commit == "" {
		return nil, failed(fmt.Errorf("cannot find %s in this repository; specgen fetches nothing, so run: %s", of.ref, fetchLine(of.ref)))
	}
	label := of.ref
	if head != "" && !c.exact && head != commit {
		base := c.git.mergeBase(commit, head)
		switch {
		case base == "" && c.git.isShallow():
			return nil, failed(fmt.Errorf("cannot find where this branch left %s: the clone is shallow; run: git fetch --unshallow origin; or compare with %s itself: --exact", of.ref, of.ref))
		case base == "":
			return nil, failed(fmt.Errorf("cannot find where this branch left %s: they have no commit in common; compare with %s itself: --exact", of.ref, of.ref))
		case base != commit:
			label = fmt.Sprintf("%s (where this branch left it, %.12s)", of.ref, base)
			commit = base
		}
	}
	out := &state{all: of.path == "", Side: report.Side{Label: label, Prefix: fmt.Sprintf("%.12s:", commit)}}
	return out, c.readCommit(out, commit, of)
}

// readCommit reads the specs of a commit, or one of them.
func (c *comparison) readCommit(out *state, commit string, of stateRef) error {
	if !out.all {
		name, err := c.gitPath(of.path)
		if err != nil {
			return failed(err)
		}
		return c.load(out, c.git.opener(commit), "", []string{name}, nil)
	}
	config, folder, known, err := c.configAt(commit)
	if err != nil {
		return err
	}
	files, err := c.git.files(commit)
	if err != nil {
		return failed(err)
	}
	paths := matching(files, folder, config.Specs)
	if len(paths) == 0 && known { // without a specgen.yaml there were no specs yet
		return failed(fmt.Errorf("cannot find a spec at %s: no file there fits specs of its %s", out.Label, configName))
	}
	var released []string
	if config.Released != "" {
		out.released = []*model.Flow{}
		released = matching(files, folder, []string{path.Join(filepath.ToSlash(config.Released), "*.yaml")})
	}
	return c.load(out, c.git.opener(commit), folder, paths, released)
}

// gitPath is a path of an argument as git names it.
func (c *comparison) gitPath(name string) (string, error) {
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		return c.git.relative(name)
	}
	return path.Clean(name), nil
}

// configAt returns the specgen.yaml of a commit and its folder, or that of the working tree where the commit has none that can be read:
// then known is false.
func (c *comparison) configAt(commit string) (config spec.Config, folder string, known bool, err error) {
	if c.project == nil {
		_, err := c.app.project() // which says how to name a spec
		return spec.Config{}, "", false, err
	}
	name, err := c.git.relative(c.project.configName)
	if err != nil {
		return spec.Config{}, "", false, failed(err)
	}
	data, diagnostics := c.git.opener(commit)(name)
	if len(diagnostics) == 0 {
		if config, diagnostics := spec.ParseConfig(name, data); len(diagnostics) == 0 {
			return config, path.Dir(name), true, nil
		}
	}
	return c.project.config, path.Dir(name), false, nil
}

// matching returns the files that patterns name, from a folder on, in the order of the patterns and each once.
func matching(files []string, folder string, patterns []string) []string {
	var out []string
	for _, pattern := range patterns {
		pattern = path.Join(folder, filepath.ToSlash(pattern))
		for _, file := range files {
			if ok, err := path.Match(pattern, file); err == nil && ok && !slices.Contains(out, file) {
				out = append(out, file)
			}
		}
	}
	return out
}

// load reads the flows of a state and its released versions. A state with errors cannot be compared: its diagnostics go to standard error.
func (c *comparison) load(out *state, open resolve.Opener, root string, paths, released []string) error {
	read := newSpecs()
	results := make([]resolve.Result, len(paths))
	imported := make(map[string]bool)
	for i, name := range paths {
		results[i] = resolve.LoadWith(open, name, resolve.Options{Root: root})
		for _, file := range results[i].Files {
			if file.Path != name {
				imported[filepath.Clean(file.Path)] = true
			}
		}
	}
	for i, name := range paths {
		if results[i].Flow != nil || !imported[filepath.Clean(name)] {
			read.add(name, results[i])
		}
	}
	for _, name := range released {
		result := resolve.LoadWith(open, name, resolve.Options{Root: root})
		read.addDiagnostics(result)
		if result.Flow != nil {
			out.released = append(out.released, result.Flow)
		}
	}
	out.flows = read.flows
	if read.list.HasErrors() {
		return &brokenState{out.Label, read}
	}
	return nil
}

// brokenState is a state that has mistakes, so that it cannot be compared.
type brokenState struct {
	label string
	specs *specs
}

func (e *brokenState) Error() string {
	return fmt.Sprintf("cannot compare: the specs of %s have mistakes", e.label)
}
