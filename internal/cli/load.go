package cli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/backends"
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/fix"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/release"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

// specs are the flows that were read, with their diagnostics.
type specs struct {
	root    string // a folder that imports must not leave, or ""
	list    diag.List
	sources map[string][]byte // the text of each file, for excerpts
	flows   []loadedFlow      // those that could be resolved
	// released are the released versions that could be resolved.
	released []*model.Flow

	changed   map[string][]byte // texts to read instead of what is on the disk
	contracts map[string]bool   // the files of released versions, which are not changed
}

// loadedFlow is a flow with the file it came from.
type loadedFlow struct {
	path   string
	digest string
	model  *model.Flow
	result resolve.Result // of reading it, with its imports
}

func newSpecs() *specs { return &specs{sources: make(map[string][]byte)} }

// loadSpecs reads, resolves and checks specs: those at the paths, or without any those of specgen.yaml, with its released versions
// and severities. Mistakes in the specs are in the list, not in the error.
func (a *app) loadSpecs(paths []string) (*specs, error) { return a.loadChanged(paths, nil) }

// loadChanged is loadSpecs with other texts for some files.
func (a *app) loadChanged(paths []string, changed map[string][]byte) (*specs, error) {
	if len(paths) > 0 {
		return readSpecs("", paths, nil, changed), nil
	}
	project, err := a.project()
	if err != nil {
		return nil, err
	}
	if paths, err = project.specPaths(); err != nil {
		return nil, err
	}
	released, err := project.releasedPaths()
	if err != nil {
		return nil, err
	}
	var langs []string
	for _, target := range project.config.Generate {
		langs = append(langs, target.Lang)
	}
	within := lint.DefaultExpiresWithin
	if days := project.config.Check.ExpiresWithin; days != nil {
		within = time.Duration(*days) * 24 * time.Hour
	}
	out := readSpecsWithin(within, project.root, paths, langs, changed)
	out.checkReleased(released)
	out.unknownSpans(project.config.Validate.Severity)
	return out, nil
}

// readSpecs reads specs. Names are checked for clashes in the given languages and in those of the flows' services. A file
// that does not describe a flow, and that another one imports, is checked as part of that one.
func readSpecs(root string, paths, langs []string, changed map[string][]byte) *specs {
	return readSpecsWithin(lint.DefaultExpiresWithin, root, paths, langs, changed)
}

// readSpecsWithin is readSpecs where entries are reported so long before they expire.
func readSpecsWithin(expiresWithin time.Duration, root string, paths, langs []string, changed map[string][]byte) *specs {
	out := newSpecs()
	out.root, out.changed = root, changed
	env := lint.Env{Today: time.Now().UTC(), ExpiresWithin: expiresWithin}
	results := make([]resolve.Result, len(paths))
	imported := make(map[string]bool)
	for i, path := range paths {
		results[i] = out.read(path)
		for _, file := range results[i].Files {
			if file.Path != path {
				imported[filepath.Clean(file.Path)] = true
			}
		}
	}
	for i, path := range paths {
		if results[i].Flow != nil || !imported[filepath.Clean(path)] {
			out.add(path, results[i])
			out.lint(results[i].Flow, env, langs)
		}
	}
	out.clashingFlows()
	return out
}

// lint adds what the checks find in a flow, and the names that clash in a language.
func (s *specs) lint(flow *model.Flow, env lint.Env, langs []string) {
	if flow == nil {
		return
	}
	s.list.AddAll(lint.Run(flow, env))
	if s.list.HasErrors() { // names that are missing or misspelt clash with nothing
		return
	}
	s.list.AddAll(clashes(flow, langs))
}

// clashes returns diagnostics for names of a flow that clash in a language. Two entries are reported once: for the first language, with
// the others named in the message.
func clashes(flow *model.Flow, langs []string) []diag.Diagnostic {
	var out []diag.Diagnostic
	also := make(map[[2]*model.Entry][]string)
	at := make(map[[2]*model.Entry]int)
	for _, backend := range backends.All() {
		if !usesLanguage(flow, backend.Name(), langs) {
			continue
		}
		for _, clash := range backend.Clashes(flow) {
			pair := [2]*model.Entry{clash.Entry, clash.Other}
			if clash.Other != nil && clash.Other.Pos.Start.Before(clash.Entry.Pos.Start) {
				pair = [2]*model.Entry{clash.Other, clash.Entry}
			}
			if _, told := at[pair]; told && clash.Other != nil {
				if !slices.Contains(also[pair], backend.Name()) {
					also[pair] = append(also[pair], backend.Name())
				}
				continue
			}
			at[pair] = len(out)
			also[pair] = []string{backend.Name()}
			out = append(out, lint.ClashDiagnostics(backend.Name(), []codegen.Clash{clash})...)
		}
	}
	for pair, i := range at {
		if others := also[pair][1:]; len(others) > 0 {
			out[i].Message += "; they clash in " + strings.Join(others, ", ") + " too"
		}
	}
	return out
}

// unknownSpans reports the severities in specgen.yaml that are for spans which no flow has.
func (s *specs) unknownSpans(rules []spec.SeverityRule) {
	var names []string
	for _, flow := range s.flows {
		for _, span := range flow.model.Spans {
			names = append(names, span.Name)
		}
	}
	for _, rule := range rules {
		if rule.Span != "" && !slices.Contains(names, rule.Span) && !s.list.HasErrors() {
			s.list.Add(diag.Diagnostic{
				Code: "config/span-unknown", Severity: diag.Warning, Range: rule.Range,
				Message:    fmt.Sprintf("no flow has the span %q, whose severity is given", rule.Span),
				Suggestion: diag.Nearest(rule.Span, names),
				Help:       "correct the name, or take it out",
			})
		}
	}
}

// checkReleased checks the released versions, against which data is validated as well, for errors. Their other diagnostics are left
// out: released versions do not change, and nothing is generated from them.
func (s *specs) checkReleased(paths []string) {
	var current []*model.Flow
	for _, flow := range s.flows {
		current = append(current, flow.model)
	}
	s.contracts = make(map[string]bool)
	for _, path := range paths {
		result := s.read(path)
		s.addDiagnostics(result)
		for _, file := range result.Files {
			s.contracts[file.Path] = true
		}
		s.contracts[path] = true
		if result.Flow != nil {
			s.list.AddAll(lint.Errors(result.Flow))
			s.released = append(s.released, result.Flow)
			if !release.IsIntact(path, s.sources[path]) {
				s.list.Add(release.Edited(result.Flow, path))
			}
		}
	}
	_, mistakes := lint.Released(current, s.released)
	s.list.AddAll(mistakes)
}

// read reads one spec. Those of a project import nothing from outside its folder.
func (s *specs) read(path string) resolve.Result {
	return resolve.LoadWith(s.source, path, resolve.Options{Root: s.root})
}

// add adds the result of reading a file.
func (s *specs) add(path string, result resolve.Result) {
	s.addDiagnostics(result)
	if result.Flow != nil {
		s.flows = append(s.flows, loadedFlow{path: path, digest: result.Digest, model: result.Flow, result: result})
	}
}

// addDiagnostics adds the diagnostics of a file and its imports, with the texts for excerpts.
func (s *specs) addDiagnostics(result resolve.Result) {
	s.list.AddAll(result.Diagnostics)
	maps.Copy(s.sources, result.Sources)
}

func usesLanguage(flow *model.Flow, name string, langs []string) bool {
	for _, lang := range langs {
		if lang == name {
			return true
		}
	}
	for _, service := range flow.Services {
		if service.Language == name {
			return true
		}
	}
	return false
}

// clashingFlows reports specs with the same flow name: their clients and their records could not be distinguished.
func (s *specs) clashingFlows() {
	first := make(map[string]loadedFlow)
	for _, flow := range s.flows {
		other, ok := first[flow.model.Name]
		if !ok {
			first[flow.model.Name] = flow
			continue
		}
		s.list.Add(diag.Diagnostic{
			Code:     "flow/duplicate",
			Severity: diag.Error,
			Range:    flow.model.Pos,
			Message:  fmt.Sprintf("two specs describe the flow %q", flow.model.Name),
			Help:     "rename one of them, or keep older versions in the folder that released in specgen.yaml names",
			Notes:    []diag.Note{{Range: other.model.Pos, Message: "the other one is here"}},
		})
	}
}

// source returns the text of a spec.
func (s *specs) source(path string) ([]byte, []diag.Diagnostic) {
	if text, ok := s.changed[path]; ok {
		return text, nil
	}
	return readSource(path)
}

// readSource reads a spec from the disk. A pipe, a device or a file that is too large is rejected before it is read.
func readSource(path string) ([]byte, []diag.Diagnostic) {
	info, err := os.Stat(path)
	if diagnostics := spec.CheckFile(path, info, err); len(diagnostics) > 0 {
		return nil, diagnostics
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, spec.CheckFile(path, info, err)
	}
	defer file.Close()
	return spec.ReadAll(file, path)
}

// diagnostics returns what is wrong with the specs, as a result that can be printed.
func (s *specs) diagnostics() *output.Diagnostics {
	all := s.list.Sorted()
	for i := range all {
		if one := &all[i]; one.Fix == nil && !s.contracts[one.Range.File] {
			one.Fix = fix.Of(one, s.sources[one.Range.File])
		}
	}
	return &output.Diagnostics{
		All: all, Sources: s.sources, Codes: slices.Concat(spec.Codes(), resolve.Codes(), lint.Codes(), release.Codes()),
	}
}
