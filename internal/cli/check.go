package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "check [SPEC...]",
		Short: "Every mistake in the specs, at once",
		Long: `check reads the specs of specgen.yaml, or those that are named, and prints every diagnostic with its place, what was
expected and what to do. It exits with 3 when there is an error among them.`,
		Example: `  specgen check
  specgen check spec/notification.yaml
  specgen check --format sarif -o check.sarif`,
		RunE: func(_ *cobra.Command, args []string) error { return a.check(args, format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json, sarif or github")
	completeWords(cmd, "format", checkFormats...)
	return cmd
}

func (a *app) check(paths []string, format string) error {
	if !slices.Contains(checkFormats, format) {
		return misused(fmt.Errorf("cannot print diagnostics as %q: want %s", format, strings.Join(checkFormats, ", ")))
	}
	specs, err := a.loadSpecs(paths)
	var broken *configError
	if errors.As(err, &broken) {
		if err := a.printDiagnostics(format, broken.said); err != nil {
			return err
		}
		return &exitError{code: exitUsage}
	}
	if err != nil {
		return err
	}
	if err := a.printDiagnostics(format, specs); err != nil {
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

// checkFormats are the formats of check.
var checkFormats = []string{"text", "json", "sarif", "github"}

// unreadable reports whether a file could not be read at all.
func (s *specs) unreadable() bool {
	return slices.ContainsFunc(s.list.Sorted(), func(d diag.Diagnostic) bool {
		return slices.Contains([]string{"file/missing", "file/unreadable", "file/directory", "file/not-regular"}, d.Code)
	})
}

func (a *app) printDiagnostics(format string, specs *specs) error {
	return a.result(func(w io.Writer) error {
		if err := a.writeDiagnostics(w, format, specs); err != nil {
			return err
		}
		if format != "text" || a.quiet {
			return nil
		}
		for _, flow := range specs.flows {
			if specs.clean(flow) {
				fmt.Fprintln(w, flow.describe())
			}
		}
		return nil
	})
}

// describe says in one line what a flow holds.
func (f loadedFlow) describe() string {
	m := f.model
	return fmt.Sprintf("%s: %s %s has %s, %s and %s, and no mistake", f.path, safe(m.Name), m.Version,
		count(len(m.Spans), "span"), count(len(m.Tags), "tag"), count(len(m.Services), "service"))
}

// clean reports whether nothing was said about the flow's own file.
func (s *specs) clean(flow loadedFlow) bool {
	for _, d := range s.list.Sorted() {
		if d.Range.File == flow.path || slices.ContainsFunc(d.Notes, func(n diag.Note) bool { return n.Range.File == flow.path }) {
			return false
		}
	}
	return true
}
