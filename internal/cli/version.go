package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version, as --version does",
		Example: "  specgen version",
		Args:    noArguments,
		RunE:    func(*cobra.Command, []string) error { return a.printVersion() },
	}
}

// addVersionFlag adds --version, which asks for nothing else. Cobra's own prints a template, for which it links text/template.
func (a *app) addVersionFlag(root *cobra.Command) {
	asked := root.Flags().Bool("version", false, "version for specgen")
	args, run := root.Args, root.RunE
	root.Args = func(cmd *cobra.Command, words []string) error {
		if *asked {
			return nil
		}
		return args(cmd, words)
	}
	root.RunE = func(cmd *cobra.Command, words []string) error {
		if *asked {
			return a.printVersion()
		}
		return run(cmd, words)
	}
}

func (a *app) printVersion() error {
	return a.result(func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "specgen %s\n", version)
		return err
	})
}
