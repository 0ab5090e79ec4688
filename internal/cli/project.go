package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/validator"
)

// configName is the file that marks a project's root.
const configName = "specgen.yaml"

// project is a specgen.yaml and the folder it stands in.
type project struct {
	root       string // as a path from the working folder, so that messages show what the user would type
	configName string // likewise
	config     spec.Config
}

// configError is a specgen.yaml with mistakes.
type configError struct {
	file  string
	specs *specs // the diagnostics and the text of the file
}

func (e *configError) Error() string {
	return fmt.Sprintf("cannot use %s: mend what is said above", e.file)
}

// project finds and reads the configuration: --config, or the nearest specgen.yaml upwards. One with mistakes is a
// *configError.
func (a *app) project() (*project, error) {
	file, err := a.findConfig()
	if err != nil {
		return nil, err
	}
	read := newSpecs()
	data, diagnostics := readSource(file)
	read.sources[file] = data
	read.list.AddAll(diagnostics)
	if len(diagnostics) == 0 {
		config, diagnostics := spec.ParseConfig(file, data)
		read.list.AddAll(diagnostics)
		if len(diagnostics) == 0 {
			read.list.AddAll(checkConfig(config))
		}
		if !read.list.HasErrors() {
			return &project{root: filepath.Dir(file), configName: file, config: config}, nil
		}
	}
	return nil, &configError{file, read}
}

// checkConfig returns what the schema of specgen.yaml cannot see.
func checkConfig(config spec.Config) []diag.Diagnostic {
	var out []diag.Diagnostic
	for i, target := range config.Generate {
		for _, other := range config.Generate[:i] {
			if within(target.Out, other.Out) || within(other.Out, target.Out) {
				out = append(out, diag.Diagnostic{
					Code: "config/out-overlap", Severity: diag.Error, Range: target.Range,
					Message: fmt.Sprintf("the clients of %s and %s would go into one folder, or one within the other's", other.Lang, target.Lang),
					Help:    "give each language an out folder of its own",
					Notes:   []diag.Note{{Range: other.Range, Message: "the other one is here"}},
				})
			}
		}
	}
	for i := range config.Accept {
		out = append(out, checkException(&config.Accept[i])...)
	}
	for _, rule := range config.Validate.Severity {
		if _, ok := validator.RuleByID(rule.Rule); !ok {
			out = append(out, diag.Diagnostic{
				Code: "config/rule-unknown", Severity: diag.Error, Range: rule.Range,
				Message:    fmt.Sprintf("there is no rule %q", rule.Rule),
				Suggestion: diag.Nearest(rule.Rule, ruleNames()),
				Help:       "specgen rules lists them",
			})
		}
	}
	return out
}

// checkException returns what is wrong with an accepted change: it must say which one it is about.
func checkException(e *spec.Exception) []diag.Diagnostic {
	d := diag.Diagnostic{Code: "config/exception", Severity: diag.Error, Range: e.Range}
	switch {
	case e.Fingerprint == "" && e.Kind == "":
		d.Message, d.Help = "the exception is about every change, or about none", "give the fingerprint of the change, or its kind and element; specgen diff prints both"
	case e.Fingerprint != "" && (e.Kind != "" || e.Element != ""):
		d.Message, d.Help = "the exception has a fingerprint, which says all, and a kind or an element", "leave one of them out"
	case e.Kind != "" && !diff.IsKind(e.Kind):
		var kinds []string
		for _, k := range diff.Kinds() {
			kinds = append(kinds, k.ID)
		}
		d.Message, d.Suggestion, d.Help = fmt.Sprintf("there is no kind of change %q", e.Kind), diag.Nearest(e.Kind, kinds), "docs/diff.md lists them"
	default:
		return nil
	}
	return []diag.Diagnostic{d}
}

// within reports whether a folder is another, or lies in it.
func within(folder, other string) bool {
	relative, err := filepath.Rel(filepath.Clean(filepath.FromSlash(other)), filepath.Clean(filepath.FromSlash(folder)))
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// projectIfAny returns the project, or nil where --config names none and none is found.
func (a *app) projectIfAny() (*project, error) {
	if a.configFile == "" {
		if _, err := a.findConfig(); err != nil {
			return nil, nil
		}
	}
	return a.project()
}

// findConfig returns the path of the configuration: --config, or the nearest specgen.yaml upwards.
func (a *app) findConfig() (string, error) {
	if a.configFile != "" {
		return a.configFile, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", failed(fmt.Errorf("cannot tell the working folder: %w", err))
	}
	up := "."
	for {
		info, err := os.Stat(filepath.Join(up, configName))
		if err == nil && info.Mode().IsRegular() {
			return filepath.Join(up, configName), nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", failed(fmt.Errorf("cannot look for %s: %w", configName, err))
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", misused(fmt.Errorf("cannot find %s here or in a folder above; run specgen init to start one, "+
				"or name the specs: specgen check SPEC, else --spec SPEC, such as specgen validate --spec SPEC FILE", configName))
		}
		dir, up = parent, filepath.Join(up, "..")
	}
}

// path returns the path of something that the configuration names.
func (p *project) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.root, filepath.FromSlash(name))
}

// slashPath returns a path relative to the root, with slashes: the same on every machine.
func (p *project) slashPath(name string) string {
	if relative, err := filepath.Rel(p.root, name); err == nil {
		name = relative
	}
	return filepath.ToSlash(name)
}

// specPaths returns the specs of the configuration, in order and once each.
func (p *project) specPaths() ([]string, error) { return p.expand(p.config.Specs, "specs") }

// releasedPaths returns the released versions.
func (p *project) releasedPaths() ([]string, error) {
	if p.config.Released == "" {
		return nil, nil
	}
	folder := p.path(p.config.Released)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, misused(fmt.Errorf("cannot find the folder %s, which released in %s names: specgen release makes it, else take the line out",
			folder, p.configName))
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, misused(fmt.Errorf("cannot list the released versions in %s: %w", folder, err))
	}
	return paths, nil
}

// expand returns the files that the patterns name: sorted within a pattern, and each once. A pattern without a wildcard is
// returned as it is, and reading it fails where the file does not exist; one with a wildcard must match at least one file.
func (p *project) expand(patterns []string, section string) ([]string, error) {
	var out []string
	for _, pattern := range patterns {
		matches, err := filepath.Glob(p.path(pattern))
		if err != nil {
			return nil, misused(fmt.Errorf("cannot read the pattern %q under %s in %s: %w", pattern, section, p.configName, err))
		}
		switch {
		case len(matches) == 0 && hasWildcard(pattern):
			return nil, misused(fmt.Errorf("cannot find a file that fits %q, which stands under %s in %s", pattern, section, p.configName))
		case len(matches) == 0:
			matches = []string{p.path(pattern)}
		}
		for _, match := range matches {
			if !slices.Contains(out, match) {
				out = append(out, match)
			}
		}
	}
	return out, nil
}

func hasWildcard(pattern string) bool {
	for _, r := range pattern {
		if r == '*' || r == '?' || r == '[' {
			return true
		}
	}
	return false
}
