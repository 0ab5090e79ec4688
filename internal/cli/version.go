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
		RunE: func(*cobra.Command, []string) error {
			return a.result(func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "specgen %s\n", version)
				return err
			})
		},
	}
}
