package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/report"
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
