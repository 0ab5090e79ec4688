package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/eventschema"
	"github.com/specgen/specgen/internal/model"
	flowspec "github.com/specgen/specgen/spec"
)

// schemaKinds are the schemas that there are.
var schemaKinds = []string{"flow", "config", "events"}

func (a *app) schemaCommand() *cobra.Command {
	var warnings bool
	cmd := &cobra.Command{
		Use:   "schema [flow|config|events [SPEC]]",
		Short: "Print the JSON Schema of the spec language, of specgen.yaml, or of a flow's SpanEvents",
		Long: `schema prints a JSON Schema (2020-12). With flow and config, it is that of specs and of specgen.yaml. Editors with support for YAML
complete and check a file against it if its first line says so:

  # yaml-language-server: $schema=flow.schema.json

With events, it is the schema of one SpanEvent of a flow, so that a pipeline can refuse what breaks a rule about single records without
specgen: each span with its tags, their types and values, its services, ids and times. It takes records of other flows and of other
versions of the flow. The flow is that of SPEC, or the one of specgen.yaml. docs/events-schema.md says which rules a schema can see.`,
		Example: `  specgen schema -o spec/flow.schema.json
  specgen schema config
  specgen schema events spec/notification.yaml -o notification.schema.json`,
		Args:      cobra.MaximumNArgs(2),
		ValidArgs: schemaKinds,
		RunE: func(_ *cobra.Command, args []string) error {
			schema, err := a.schema(args, eventschema.Options{Warnings: warnings})
			if err != nil {
				return err
			}
			return a.result(func(w io.Writer) error {
				_, err := w.Write(schema)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&warnings, "warnings", false, "of events: refuse what is a warning, too")
	return cmd
}

func (a *app) schema(args []string, opts eventschema.Options) ([]byte, error) {
	kind := "flow"
	if len(args) > 0 {
		kind = args[0]
	}
	switch {
	case kind == "events":
		return a.eventsSchema(args[1:], opts)
	case len(args) > 1:
		return nil, misused(fmt.Errorf("cannot print the schema %s of a spec: only events is about one flow", kind))
	case opts.Warnings:
		return nil, misused(errors.New("cannot use --warnings here: it is for specgen schema events"))
	case kind == "flow":
		return flowspec.Schema(), nil
	case kind == "config":
		return flowspec.ConfigSchema(), nil
	}
	if near := diag.Nearest(kind, schemaKinds); near != "" {
		return nil, misused(fmt.Errorf("cannot print the schema %q; did you mean %s?", kind, near))
	}
	return nil, misused(fmt.Errorf("cannot print the schema %q: want flow, config or events", kind))
}

// eventsSchema is the schema of a flow's SpanEvents. A spec with errors has none: its diagnostics go to standard error.
func (a *app) eventsSchema(paths []string, opts eventschema.Options) ([]byte, error) {
	specs, err := a.loadSpecs(paths)
	if err != nil {
		return nil, err
	}
	if specs.list.HasErrors() {
		if err := a.printDiagnostics(specs); err != nil {
			return nil, failed(err)
		}
		if specs.unreadable() {
			return nil, &exitError{code: exitFailed}
		}
		return nil, found()
	}
	flow, err := specs.onlyFlow()
	if err != nil {
		return nil, err
	}
	schema, err := eventschema.Schema(flow, opts)
	if err != nil {
		return nil, failed(err)
	}
	return schema, nil
}

// onlyFlow returns the flow of specs where there is no more than one.
func (s *specs) onlyFlow() (*model.Flow, error) {
	switch len(s.flows) {
	case 0:
		return nil, misused(errors.New("cannot print a schema: there is no flow; name a spec"))
	case 1:
		return s.flows[0].model, nil
	}
	return nil, misused(fmt.Errorf("cannot print one schema for %d flows; name one, such as specgen schema events %s", len(s.flows), s.flows[0].path))
}
