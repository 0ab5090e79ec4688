package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/docs"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/validator"
)

// docsFlags are the flags of docs.
type docsFlags struct {
	formats []string
	check   bool
}

func (a *app) docsCommand() *cobra.Command {
	var flags docsFlags
	cmd := &cobra.Command{
		Use:   "docs [SPEC...]",
		Short: "Write the documentation of the flows: Markdown, and pages of HTML",
		Long: `docs writes for each flow a page in Markdown, whose picture is Mermaid, and one of HTML, which is a file without scripts and
requests; for several flows an index as well. They say what a meeting asks: the funnel, each span with its tags, its ids and the call
that emits it in each language, who to ask, what is personal data, and what goes away.

The folder is that of -o, or docs: { out: … } in specgen.yaml. Pages of flows that are gone are removed; a file that docs did not write
is never touched. With --check it writes nothing, shows which pages differ, and exits with 3 if any do.`,
		Example: `  specgen docs -o docs/flows
  specgen docs --formats html -o site spec/order.yaml
  specgen docs --check`,
		RunE: func(_ *cobra.Command, args []string) error { return a.docs(args, flags) },
	}
	names := codegen.Map(docs.Formats(), func(f docs.Format) string { return f.Name })
	cmd.Flags().StringSliceVar(&flags.formats, "formats", nil, "only these formats: "+strings.Join(names, ", "))
	cmd.Flags().BoolVar(&flags.check, "check", false, "write nothing; fail if pages are not up to date")
	completeWords(cmd, "formats", names...)
	return cmd
}

func (a *app) docs(paths []string, flags docsFlags) error {
	project, err := a.projectIfAny()
	if err != nil {
		return err
	}
	folder, name, err := a.docsFolder(project)
	if err != nil {
		return err
	}
	if len(flags.formats) == 0 && project != nil && a.output == "" {
		flags.formats = project.config.Docs.Formats
	}
	formats, err := docsFormats(flags.formats)
	if err != nil {
		return misused(err)
	}
	specs, err := a.loadSpecs(paths)
	if err != nil {
		return err
	}
	if specs.list.HasErrors() {
		if err := a.printDiagnostics(specs); err != nil {
			return failed(err)
		}
		return found()
	}
	inputs, err := docsInputs(project, specs)
	if err != nil {
		return failed(err)
	}
	files, err := docs.Files(inputs, formats, version)
	if err != nil {
		return failed(err)
	}
	changes, err := comparePages(folder, files, len(paths) == 0)
	if err != nil {
		return failed(err)
	}
	if flags.check {
		return a.reportPages(changes, name, len(files))
	}
	return a.writePages(client{folder: folder, files: files, drift: changes}, name)
}

// docsFolder is where pages go, as a path from here and as messages name it.
func (a *app) docsFolder(project *project) (folder, name string, err error) {
	switch {
	case a.output != "":
		folder = a.output
	case project != nil && project.config.Docs.Out != "":
		folder = project.path(project.config.Docs.Out)
	default:
		return "", "", misused(errors.New("cannot write documentation: name a folder, such as specgen docs -o docs/flows, or in specgen.yaml\n" +
			"  docs: { out: docs/flows }"))
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return "", "", misused(fmt.Errorf("cannot write documentation to %s: it is a file, and docs writes several; name a folder", folder))
	}
	return folder, filepath.ToSlash(folder), nil
}

// docsFormats returns the formats of the names, or all without one.
func docsFormats(names []string) ([]docs.Format, error) {
	all := docs.Formats()
	if len(names) == 0 {
		return all, nil
	}
	var out []docs.Format
	for _, name := range names {
		i := slices.IndexFunc(all, func(f docs.Format) bool { return f.Name == name })
		if i < 0 {
			known := codegen.Map(all, func(f docs.Format) string { return f.Name })
			return nil, fmt.Errorf("cannot use --formats %q: want %s", name, output.Choice(known))
		}
		if !slices.ContainsFunc(out, func(f docs.Format) bool { return f.Name == name }) {
			out = append(out, all[i])
		}
	}
	return out, nil
}

// docsInputs are the flows with their calls: in the languages that specgen.yaml asks for, with the names that clients have there, or in those of
// the services where it asks for none.
func docsInputs(project *project, specs *specs) ([]docs.Input, error) {
	var rules []docs.Rule
	for _, r := range validator.Rules() {
		rules = append(rules, docs.Rule{ID: r.ID, What: r.What, Severity: r.Severity.String(), Client: r.Client})
	}
	targets := docsTargets(project)
	var out []docs.Input
	for _, flow := range specs.flows {
		in := docs.Input{
			Flow: flow.model, Path: filepath.ToSlash(flow.path), SHA256: flow.digest, Rules: rules,
			History: history.New(flow.model, specs.released), Before: releaseBefore(flow.model, specs.released),
		}
		if project != nil {
			in.Path = project.slashPath(flow.path)
		} else {
			in.Path = path.Base(in.Path)
		}
		for _, target := range targets {
			backend, err := backends.ByName(target.Lang)
			if err != nil {
				return nil, err
			}
			calls, err := backend.Calls(codegen.Input{
				Flow: flow.model, Services: servicesFor(flow.model, target),
				Options: codegen.Options{Package: target.Package, Module: target.Module, EmitRuntime: target.EmitRuntime},
			})
			if err != nil {
				return nil, fmt.Errorf("cannot show the calls in %s of %s: %w", target.Lang, in.Path, err)
			}
			calls = slices.DeleteFunc(calls, func(c codegen.Call) bool { return !showsIn(c.Service.Language, target.Lang, targets) })
			if len(calls) > 0 {
				in.Languages = append(in.Languages, docs.Language{Name: target.Lang, Calls: calls})
			}
		}
		out = append(out, in)
	}
	return out, nil
}

// releaseBefore returns the newest of the released versions of a flow that are older than it, or nil.
func releaseBefore(flow *model.Flow, released []*model.Flow) *model.Flow {
	var out *model.Flow
	for _, one := range released {
		if one.Name == flow.Name && one.Version.Compare(flow.Version) < 0 && (out == nil || out.Version.Compare(one.Version) < 0) {
			out = one
		}
	}
	return out
}

// showsIn reports whether the calls of a service are shown in a language: its own, where that is asked for, else any.
func showsIn(own, lang string, targets []spec.Target) bool {
	return own == lang || !slices.ContainsFunc(targets, func(t spec.Target) bool { return t.Lang == own })
}

// docsTargets are the languages of specgen.yaml, or all.
func docsTargets(project *project) []spec.Target {
	if project != nil && len(project.config.Generate) > 0 {
		return project.config.Generate
	}
	var out []spec.Target
	for _, name := range backends.Names() {
		target := spec.Target{Lang: name, EmitRuntime: true}
		switch name {
		case "go":
			target.Package = "example.com/flows"
		case "kotlin":
			target.Package = "flows"
		}
		out = append(out, target)
	}
	return out
}

// comparePages compares a folder with the pages that it should hold. Pages of flows that are gone are left over, where all flows were asked for.
func comparePages(folder string, files []codegen.File, all bool) (drift, error) {
	var out drift
	wanted := map[string]bool{}
	for _, file := range files {
		wanted[file.Path] = true
		change, err := compareFile(folder, file)
		if err != nil {
			return nil, err
		}
		if change != nil {
			out = append(out, *change)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, entry := range entries {
		end := path.Ext(entry.Name())
		known := slices.ContainsFunc(docs.Formats(), func(f docs.Format) bool { return f.End == end })
		if !all || !known || wanted[entry.Name()] || !entry.Type().IsRegular() {
			continue
		}
		if head, err := firstKilobyte(filepath.Join(folder, entry.Name())); err == nil && isPage(head) {
			out = append(out, change{report.Leftover, entry.Name(), nil})
		}
	}
	slices.SortFunc(out, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// isPage reports whether docs wrote a file that begins so.
func isPage(head []byte) bool {
	return codegen.IsMarked(head) && bytes.Contains(head, []byte("Again: "+docs.Command))
}

func firstKilobyte(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 1<<10))
}

func (a *app) reportPages(changes drift, folder string, files int) error {
	for _, c := range changes {
		a.say("%-9s%s\n", c.kind, path.Join(folder, c.path))
	}
	if err := changes.refuse(folder); err != nil {
		return &exitError{exitFindings, err}
	}
	if len(changes) > 0 {
		return &exitError{exitFindings, errors.New("the documentation is not up to date: run specgen docs and commit the result")}
	}
	a.say("%-9s%s (%s)\n", "same", folder, output.Count(files, "file"))
	return nil
}

func (a *app) writePages(pages client, folder string) error {
	if err := pages.drift.refuse(folder); err != nil {
		return failed(err)
	}
	if err := applyChanges(pages); err != nil {
		return failed(fmt.Errorf("cannot write the documentation: %w", err))
	}
	for _, c := range pages.drift {
		a.say("%-9s%s\n", c.done(), path.Join(folder, c.path))
	}
	a.say("%-9s%s (%s, %d changed)\n", "docs", folder, output.Count(len(pages.files), "file"), len(pages.drift))
	return nil
}
