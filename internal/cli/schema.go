package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	flowspec "github.com/specgen/specgen/spec"
)

func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [flow|config]",
		Short: "Print the JSON Schema of the spec language, or of specgen.yaml",
		Long: `schema prints a JSON Schema (2020-12). Editors with support for YAML complete and check a file against it if its first line
says so:

  # yaml-language-server: $schema=flow.schema.json`,
		Example: `  specgen schema -o spec/flow.schema.json
  specgen schema config`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []string{"flow", "config"},
		RunE: func(_ *cobra.Command, args []string) error {
			schema := flowspec.Schema()
			if len(args) == 1 {
				switch args[0] {
				case "flow":
				case "config":
					schema = flowspec.ConfigSchema()
				default:
					return misused(fmt.Errorf("cannot print the schema %q: want flow or config", args[0]))
				}
			}
			return a.result(func(w io.Writer) error {
				_, err := w.Write(schema)
				return err
			})
		},
	}
}
