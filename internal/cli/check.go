package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
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
		RunE: func(_ *cobra.Command, args []string) error {
			specs, err := a.loadSpecs(args)
			if err != nil {
				return err
			}
			if err := a.printDiagnostics(format, specs); err != nil {
				return err
			}
			if specs.list.HasErrors() {
				return found()
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, json, sarif or github")
	return cmd
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
		if d.Range.File == flow.path {
			return false
		}
	}
	return true
}
