package cli

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
)

func (a *app) checkCommand() *cobra.Command {
	var mend, dryRun bool
	cmd := &cobra.Command{
		Use:   "check [SPEC...]",
		Short: "Report every mistake in the specs at once",
		Long: `check reads the specs of specgen.yaml, or those that are named, and prints every diagnostic with its place, what was
expected and what to do. It exits with 3 when there is an error among them.

With --fix it mends what can be mended without asking: misspelt names and words, quotes that are missing, values in another form. It
says on standard error what it changed, prints what is left, and keeps a change only if the mistake is gone and no other has come. With
--dry-run it shows what it would change, and writes nothing. Released versions are never changed.`,
		Example: `  specgen check
  specgen check spec/notification.yaml
  specgen check --fix --dry-run
  specgen check --format sarif -o check.sarif`,
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case dryRun && !mend:
				return misused(errors.New("cannot use --dry-run without --fix"))
			case dryRun:
				return a.showFixes(args)
			case mend:
				if err := a.fix(args); err != nil {
					return err
				}
			}
			return a.check(args)
		},
	}
	cmd.Flags().BoolVar(&mend, "fix", false, "mend what can be mended without asking, then check")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "with --fix: show what would change, and exit with 3 if anything would")
	a.addFormatFlag(cmd)
	return cmd
}

func (a *app) check(paths []string) error {
	specs, err := a.loadSpecs(paths)
	if broken, ok := errors.AsType[*configError](err); ok {
		if err := a.printResult(broken.specs.diagnostics()); err != nil {
			return err
		}
		return &exitError{code: exitUsage}
	}
	if err != nil {
		return err
	}
	result := specs.diagnostics()
	result.Flows = specs.soundFlows()
	if err := a.printResult(result); err != nil {
		return err
	}
	switch {
	case specs.unreadable():
		return &exitError{code: exitFailed}
	case specs.list.HasErrors():
		return found()
	}
	return nil
}

// unreadable reports whether a file could not be read at all.
func (s *specs) unreadable() bool {
	return slices.ContainsFunc(s.list.Sorted(), func(d diag.Diagnostic) bool { return output.IsUnreadable(&d) })
}

// soundFlows returns the flows whose own files have no diagnostics.
func (s *specs) soundFlows() []output.Flow {
	var out []output.Flow
	for _, flow := range s.flows {
		if m := flow.model; s.sound(flow) {
			out = append(out, output.Flow{
				File: flow.path, Name: m.Name, Version: m.Version.String(), Spans: len(m.Spans), Tags: len(m.Tags), Services: len(m.Services),
			})
		}
	}
	return out
}

func (s *specs) sound(flow loadedFlow) bool {
	for _, d := range s.list.Sorted() {
		if d.Range.File == flow.path || slices.ContainsFunc(d.Notes, func(n diag.Note) bool { return n.Range.File == flow.path }) {
			return false
		}
	}
	return true
}
