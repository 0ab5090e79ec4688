package cli

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/spec"
)

func (a *app) generateCommand() *cobra.Command {
	var langs []string
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the typed clients",
		Long: `generate writes the clients that specgen.yaml asks for. Files that it wrote before and that are no longer generated are
removed; a file that it did not write is never touched. The client of a language that was taken out of specgen.yaml is
mentioned and left.

With --check it writes nothing, shows which files differ, are missing or are left over, and exits with 3 if any do.`,
		Example: `  specgen generate
  specgen generate --lang swift
  specgen generate --check`,
		Args: noLanguages,
		RunE: func(*cobra.Command, []string) error {
			project, err := a.project()
			if err != nil {
				return err
			}
			clients, err := a.generateAll(project, langs)
			if err != nil {
				return err
			}
			stale := project.staleClients()
			if check {
				return a.reportDrift(clients, stale)
			}
			return a.writeClients(clients, stale)
		},
	}
	cmd.Flags().StringSliceVar(&langs, "lang", nil, "only these languages: "+strings.Join(backends.Names(), ", "))
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; fail if files are not up to date")
	completeWords(cmd, "lang", backends.Names()...)
	return cmd
}

// client is all generated files of one language, and the folder that they go to.
type client struct {
	lang   string
	target spec.Target
	folder string // on this machine
	files  []codegen.File
	drift  drift
}

// generateAll makes the files of the languages in memory and compares them with what is on disk. Specs with errors
// generate nothing; their diagnostics go to standard error.
func (a *app) generateAll(project *project, langs []string) ([]client, error) {
	targets, err := chooseTargets(project, langs)
	if err != nil {
		return nil, err
	}
	specs, err := a.loadSpecs(nil)
	if err != nil {
		return nil, err
	}
	if specs.list.HasErrors() {
		if err := a.printDiagnostics(specs); err != nil {
			return nil, failed(err)
		}
		return nil, found()
	}
	var clients []client
	for _, target := range targets {
		client, err := generateClient(project, specs, target)
		if err != nil {
			return nil, failed(err)
		}
		clients = append(clients, client)
	}
	return clients, nil
}

func chooseTargets(project *project, langs []string) ([]spec.Target, error) {
	if len(project.config.Generate) == 0 {
		return nil, misused(fmt.Errorf("cannot generate: %s has no generate section; add one, such as\n"+
			"  generate:\n    go: { out: gen/go, package: example.com/app/gen/go }", project.configName))
	}
	if err := knownLanguages(langs); err != nil {
		return nil, err
	}
	for _, lang := range langs {
		if !slices.ContainsFunc(project.config.Generate, func(t spec.Target) bool { return t.Lang == lang }) {
			return nil, misused(fmt.Errorf("cannot generate %s: it is not under generate in %s", lang, project.configName))
		}
	}
	if len(langs) == 0 {
		return project.config.Generate, nil
	}
	var out []spec.Target
	for _, target := range project.config.Generate {
		if slices.Contains(langs, target.Lang) {
			out = append(out, target)
		}
	}
	return out, nil
}

func generateClient(project *project, specs *specs, target spec.Target) (client, error) {
	backend, err := backends.ByName(target.Lang)
	if err != nil {
		return client{}, err
	}
	out := client{lang: target.Lang, target: target, folder: project.path(target.Out)}
	inputs := make([]codegen.Input, 0, len(specs.flows))
	for _, flow := range specs.flows {
		inputs = append(inputs, codegenInput(project, specs, flow, target))
	}
	for _, in := range inputs {
		files, err := backend.Generate(in)
		if err != nil {
			return out, fmt.Errorf("cannot generate %s for %s: %w", target.Lang, in.Source.Path, err)
		}
		out.files = append(out.files, files...)
	}
	files, err := backend.Package(inputs)
	if err != nil {
		return out, fmt.Errorf("cannot generate the %s package: %w", target.Lang, err)
	}
	out.files = append(out.files, files...)
	if err := checkPaths(target.Lang, out.files); err != nil {
		return out, err
	}
	out.drift, err = compareFolder(out.folder, out.files)
	return out, err
}

func codegenInput(project *project, specs *specs, flow loadedFlow, target spec.Target) codegen.Input {
	return codegen.Input{
		Flow:     flow.model,
		Services: servicesFor(flow.model, target),
		Source: codegen.Source{
			Path:    project.slashPath(flow.path),
			SHA256:  flow.digest,
			Version: version,
			Command: "specgen generate --lang " + target.Lang,
		},
		Options: codegen.Options{
			Package:        target.Package,
			Module:         target.Module,
			EmitRuntime:    target.EmitRuntime,
			RuntimeSource:  target.RuntimeSource,
			RuntimeVersion: target.RuntimeVersion,
		},
		History: history.New(flow.model, specs.released),
	}
}

// servicesFor returns the services that get an emitter: those of the target's language, or all.
func servicesFor(flow *model.Flow, target spec.Target) []*model.Service {
	if target.AllServices {
		return flow.Services
	}
	var out []*model.Service
	for _, service := range flow.Services {
		if service.Language == target.Lang {
			out = append(out, service)
		}
	}
	return out
}

// checkPaths rejects files that would leave the folder or collide, also on file systems that fold case. A backend that
// returns such a path has a bug; this keeps a hostile spec from using it.
func checkPaths(lang string, files []codegen.File) error {
	seen := make(map[string]string, len(files))
	for _, file := range files {
		if path.Clean(file.Path) != file.Path || path.IsAbs(file.Path) || strings.HasPrefix(file.Path, "..") ||
			strings.ContainsAny(file.Path, "\\:\x00") {
			return fmt.Errorf("cannot write the %s file %q: it is not a clean path inside the output folder", lang, file.Path)
		}
		if !codegen.IsMarked(file.Content) {
			return fmt.Errorf("cannot write the %s file %q: it does not say that specgen wrote it", lang, file.Path)
		}
		folded := strings.ToLower(file.Path)
		if other, ok := seen[folded]; ok {
			return fmt.Errorf("cannot write the %s files %q and %q: they are one file; give one flow or service a code_name",
				lang, other, file.Path)
		}
		seen[folded] = file.Path
	}
	return nil
}

// staleLine is how generate mentions a stale client.
const staleLine = "stale    %s\n"

func (a *app) reportDrift(clients []client, stale []report.Stale) error {
	drifted := false
	err := a.result(func(w io.Writer) error {
		for _, client := range clients {
			for _, change := range client.drift {
				drifted = true
				fmt.Fprintf(w, "%-9s%s\n", change.kind, path.Join(client.target.Out, change.path))
			}
			if len(client.drift) == 0 && !a.quiet {
				fmt.Fprintf(w, "%-9s%s (%s)\n", "same", client.target.Out, output.Count(len(client.files), "file"))
			}
		}
		for _, client := range stale {
			if !a.quiet {
				fmt.Fprintf(w, staleLine, client.Sentence())
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, client := range clients {
		if err := client.drift.refuse(client.target.Out); err != nil {
			return &exitError{exitFindings, err}
		}
	}
	if drifted {
		return &exitError{exitFindings, errors.New("the generated files are not up to date: run specgen generate and commit the result")}
	}
	return nil
}

func (a *app) writeClients(clients []client, stale []report.Stale) error {
	for _, client := range clients {
		if err := client.drift.refuse(client.target.Out); err != nil {
			return failed(err)
		}
	}
	for _, client := range clients {
		if err := applyChanges(client); err != nil {
			return failed(fmt.Errorf("cannot write the %s client: %w", client.lang, err))
		}
		for _, change := range client.drift {
			a.say("%-9s%s\n", change.done(), path.Join(client.target.Out, change.path))
		}
		a.say("%-11s%s (%s, %d changed)\n", client.lang, client.target.Out, output.Count(len(client.files), "file"), len(client.drift))
	}
	for _, client := range stale {
		a.say(staleLine, client.Sentence())
	}
	return nil
}
