package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
)

// stateRef is what an argument of diff names.
type stateRef struct {
	ref  string // of git, or ""
	path string // a file, or "" for the specs of specgen.yaml
}

// parseState reads an argument of diff. An empty one is what a script has that lost the value of a variable.
func parseState(arg string) (stateRef, error) {
	rest, isGit := strings.CutPrefix(arg, "git:")
	if !isGit {
		if arg == "" {
			return stateRef{}, misused(errors.New("cannot compare with nothing: an argument is empty, as that of a variable that is not set"))
		}
		return stateRef{path: arg}, nil
	}
	ref, file, _ := strings.Cut(rest, ":")
	if strings.TrimSpace(ref) == "" {
		return stateRef{}, misused(fmt.Errorf("cannot compare with %q: it names no reference, as where a variable is not set; want git:REF, such as git:main", arg))
	}
	if strings.HasPrefix(ref, "-") {
		return stateRef{}, misused(fmt.Errorf("cannot compare with %q: a reference does not begin with -", arg))
	}
	return stateRef{ref, file}, nil
}

// state is one of the sides, read.
type state struct {
	report.Side
	all      bool // the specs of a project, and not one file
	flows    []loadedFlow
	released []*model.Flow
}

// sameFile reports whether two paths are of one file.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// workingFile is the file of the working tree with a path of git: from the root of the repository, or below ./ from here.
func (c *comparison) workingFile(name string) string {
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || c.openGit() != nil {
		return filepath.FromSlash(name)
	}
	absolute := filepath.Join(c.git.folder, filepath.FromSlash(name))
	if working, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(joined(working, "."), absolute); err == nil {
			return relative
		}
	}
	return absolute
}

func (c *comparison) openGit() (err error) {
	if c.git == nil {
		folder := "."
		if c.project != nil {
			folder = c.project.root
		}
		c.git, err = openGit(c.ctx, folder)
	}
	return err
}

// headOf is the commit that a state of NEW is at.
func (c *comparison) headOf(now stateRef) string {
	switch {
	case c.git == nil:
		return ""
	case now.ref != "":
		return c.git.commit(now.ref)
	}
	return c.git.commit("HEAD")
}

// read reads a state. For one of git that is OLD, head is the commit of NEW.
func (c *comparison) read(of stateRef, head string) (*state, error) {
	if of.ref != "" {
		return c.readGit(of, head)
	}
	out := &state{all: of.path == "", Side: report.Side{Label: "the working tree"}}
	paths := []string{of.path}
	root := ""
	var released []string
	if c.project != nil {
		var err error
		if released, err = c.project.releasedPaths(); err != nil {
			return nil, err
		}
		if c.project.config.Released != "" {
			out.released = []*model.Flow{}
		}
	}
	if out.all {
		if c.project == nil {
			_, err := c.app.project() // which says how to name one
			return nil, err
		}
		var err error
		if paths, err = c.project.specPaths(); err != nil {
			return nil, err
		}
		root = c.project.root
	} else {
		out.Label = of.path
	}
	return out, c.load(out, readSource, root, paths, released)
}

// readGit reads the specs at a commit, by the specgen.yaml that stands there.
func (c *comparison) readGit(of stateRef, head string) (*state, error) {
	commit := c.git.commit(of.ref)
	if commit == "" {
		return nil, failed(errors.New(c.git.notHere(of.ref)))
	}
	label := of.ref
	if head != "" && !c.exact && head != commit {
		base := c.git.mergeBase(commit, head)
		switch {
		case base == "" && c.git.isShallow():
			return nil, failed(fmt.Errorf("cannot find where this branch left %s: the clone is shallow; run: git fetch --unshallow origin; or compare with %s itself: --exact", of.ref, of.ref))
		case base == "":
			return nil, failed(fmt.Errorf("cannot find where this branch left %s: they have no commit in common; compare with %s itself: --exact", of.ref, of.ref))
		case base != commit:
			label = fmt.Sprintf("%s (where this branch left it, %.12s)", of.ref, base)
			commit = base
		}
	}
	out := &state{all: of.path == "", Side: report.Side{Label: label, Prefix: fmt.Sprintf("%.12s:", commit)}}
	return out, c.readCommit(out, commit, of)
}

// readCommit reads the specs of a commit, or one of them.
func (c *comparison) readCommit(out *state, commit string, of stateRef) error {
	if !out.all {
		name, err := c.gitPath(of.path)
		if err != nil {
			return failed(err)
		}
		return c.load(out, c.git.opener(commit), "", []string{name}, nil)
	}
	config, folder, known, err := c.configAt(commit)
	if err != nil {
		return err
	}
	releases := []string{path.Join(filepath.ToSlash(config.Released), "*.yaml")}
	files, err := c.git.files(commit, func(name string) bool { return fits(name, folder, config.Specs) || fits(name, folder, releases) })
	if err != nil {
		return failed(err)
	}
	paths := matching(files, folder, config.Specs)
	if len(paths) == 0 && known { // without a specgen.yaml there were no specs yet
		return failed(fmt.Errorf("cannot find a spec at %s: no file there fits specs of its %s", out.Label, configName))
	}
	var released []string
	if config.Released != "" {
		out.released = []*model.Flow{}
		released = matching(files, folder, releases)
	}
	return c.load(out, c.git.opener(commit), folder, paths, released)
}

// gitPath is a path of an argument as git names it.
func (c *comparison) gitPath(name string) (string, error) {
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		return c.git.relative(name)
	}
	return path.Clean(name), nil
}

// configAt returns the specgen.yaml of a commit and its folder, or that of the working tree where the commit has none that can be read:
// then known is false.
func (c *comparison) configAt(commit string) (config spec.Config, folder string, known bool, err error) {
	if c.project == nil {
		_, err := c.app.project() // which says how to name a spec
		return spec.Config{}, "", false, err
	}
	name, err := c.git.relative(c.project.configName)
	if err != nil {
		return spec.Config{}, "", false, failed(err)
	}
	data, diagnostics := c.git.opener(commit)(name)
	if len(diagnostics) == 0 {
		if config, diagnostics := spec.ParseConfig(name, data); len(diagnostics) == 0 {
			return config, path.Dir(name), true, nil
		}
	}
	return c.project.config, path.Dir(name), false, nil
}

// matching returns the files that patterns name, from a folder on, in the order of the patterns and each once.
func matching(files []string, folder string, patterns []string) []string {
	var out []string
	for i := range patterns {
		for _, file := range files {
			if fits(file, folder, patterns[i:i+1]) && !slices.Contains(out, file) {
				out = append(out, file)
			}
		}
	}
	return out
}

// fits reports whether one of the patterns, from a folder on, names the file.
func fits(file, folder string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, err := path.Match(path.Join(folder, filepath.ToSlash(pattern)), file)
		return err == nil && ok
	})
}

// load reads the flows of a state and its released versions. A state with errors cannot be compared: its diagnostics go to standard error.
func (c *comparison) load(out *state, open resolve.Opener, root string, paths, released []string) error {
	read := newSpecs()
	results := make([]resolve.Result, len(paths))
	imported := make(map[string]bool)
	for i, name := range paths {
		results[i] = resolve.LoadWith(open, name, resolve.Options{Root: root})
		for _, file := range results[i].Files {
			if file.Path != name {
				imported[filepath.Clean(file.Path)] = true
			}
		}
	}
	for i, name := range paths {
		if results[i].Flow != nil || !imported[filepath.Clean(name)] {
			read.add(name, results[i])
		}
	}
	for _, name := range released {
		result := resolve.LoadWith(open, name, resolve.Options{Root: root})
		read.addDiagnostics(result)
		if result.Flow != nil {
			out.released = append(out.released, result.Flow)
		}
	}
	out.flows = read.flows
	if read.list.HasErrors() {
		return &brokenState{out.Label, read}
	}
	return nil
}

// brokenState is a state that has mistakes, so that it cannot be compared.
type brokenState struct {
	label string
	specs *specs
}

func (e *brokenState) Error() string {
	return fmt.Sprintf("cannot compare: the specs of %s have mistakes", e.label)
}
