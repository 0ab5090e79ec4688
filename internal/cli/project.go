package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/specgen/specgen/internal/spec"
)

// configName is the file that marks a project's root.
const configName = "specgen.yaml"

// project is a specgen.yaml and the folder it stands in.
type project struct {
	root       string // as a path from the working folder, so that messages show what the user would type
	configName string // likewise
	config     spec.Config
}

// project finds and reads the configuration: --config, or the nearest specgen.yaml upwards.
func (a *app) project() (*project, error) {
	file, err := a.findConfig()
	if err != nil {
		return nil, err
	}
	data, diagnostics := readSource(file)
	if len(diagnostics) == 0 {
		var parsed spec.Config
		parsed, diagnostics = spec.ParseConfig(file, data)
		if len(diagnostics) == 0 {
			return &project{root: filepath.Dir(file), configName: file, config: parsed}, nil
		}
	}
	set := newSpecs()
	set.sources[file] = data
	set.list.AddAll(diagnostics)
	if err := a.writeDiagnostics(a.stderr, "text", set); err != nil {
		return nil, failed(err)
	}
	return nil, misused(fmt.Errorf("cannot use %s: mend what is said above", file))
}

// projectIfAny returns nil where there is no configuration to be found, and none was named.
func (a *app) projectIfAny() (*project, error) {
	if a.configFile == "" {
		if _, err := a.findConfig(); err != nil {
			return nil, nil
		}
	}
	return a.project()
}

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
				"or name the specs: specgen check SPEC, specgen validate --spec SPEC FILE", configName))
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
func (p *project) specPaths() ([]string, error) {
	paths, err := p.expand(p.config.Specs, "specs")
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, misused(fmt.Errorf("cannot find a spec: specs in %s names no file", p.configName))
	}
	return paths, nil
}

// releasedPaths returns the released versions, or none where the folder is not there yet.
func (p *project) releasedPaths() ([]string, error) {
	if p.config.Released == "" {
		return nil, nil
	}
	return p.expand([]string{p.config.Released + "/*.yaml"}, "released")
}

// expand returns the files that the patterns name: sorted within a pattern, and each once. A pattern without a wildcard
// is a file that must be there, which whoever reads it finds out.
func (p *project) expand(patterns []string, section string) ([]string, error) {
	var out []string
	for _, pattern := range patterns {
		matches, err := filepath.Glob(p.path(pattern))
		if err != nil {
			return nil, misused(fmt.Errorf("cannot read the pattern %q under %s in %s: %w", pattern, section, p.configName, err))
		}
		if len(matches) == 0 && !hasWildcard(pattern) {
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
