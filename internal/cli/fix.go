package cli

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/fix"
	"github.com/specgen/specgen/internal/output"
)

// maxFixes bounds how often the specs are read again.
const maxFixes = 500

// fixes is what fixing found: the files with other texts, and what was done.
type fixes struct {
	changed map[string][]byte
	was     map[string][]byte
	done    []diag.Diagnostic
	left    *specs // what is wrong with the specs that have these texts
}

// fix mends the specs and writes them.
func (a *app) fix(paths []string) error {
	f, err := a.findFixes(paths)
	if err != nil || f == nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(f.changed)) {
		if now, err := os.ReadFile(path); err != nil || string(now) != string(f.was[path]) {
			return failed(fmt.Errorf("cannot mend %s: it was changed meanwhile", path))
		}
		if err := writeAtomically(path, f.changed[path]); err != nil {
			return failed(fmt.Errorf("cannot write %s: %w", path, err))
		}
	}
	for _, d := range f.done {
		at := d.Range
		fmt.Fprintf(a.stderr, "mended %s:%d:%d: %s: %s\n", output.Escaped(at.File), at.Start.Line, at.Start.Column, output.Escaped(d.Message), output.Escaped(d.Fix.Title))
	}
	return nil
}

// showFixes prints what fix would change and, on standard error, what it would leave.
func (a *app) showFixes(paths []string) error {
	f, err := a.findFixes(paths)
	if err != nil || f == nil {
		return err
	}
	if err := a.result(func(w io.Writer) error {
		for _, path := range slices.Sorted(maps.Keys(f.changed)) {
			if _, err := io.WriteString(w, output.Unified(path, f.was[path], f.changed[path])); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if f.left.list.HasErrors() {
		if err := a.printDiagnostics(f.left); err != nil {
			return failed(err)
		}
	}
	switch {
	case f.left.unreadable():
		return &exitError{code: exitFailed}
	case len(f.changed) > 0 || f.left.list.HasErrors():
		return found()
	}
	return nil
}

// findFixes tries one fix after the other, and keeps those after which the mistake is gone and no other has come. It returns nil where
// specgen.yaml cannot be used, which check reports.
func (a *app) findFixes(paths []string) (*fixes, error) {
	f := &fixes{changed: map[string][]byte{}, was: map[string][]byte{}}
	current, err := a.loadChanged(paths, f.changed)
	if _, broken := errors.AsType[*configError](err); broken {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	failed := map[string]bool{} // fixes that did not help, by what they would have mended
	for range maxFixes {
		d, ok := nextFix(current, failed)
		if f.left = current; !ok {
			return f, nil
		}
		changed, err := applied(d.Fix, current, f.changed)
		if err != nil {
			failed[keyOf(d)] = true
			continue
		}
		next, err := a.loadChanged(paths, changed)
		if err != nil {
			return nil, err
		}
		if !helps(d, current, next) {
			failed[keyOf(d)] = true
			continue
		}
		for path := range changed {
			if _, ok := f.was[path]; !ok {
				f.was[path] = current.sources[path]
			}
		}
		f.changed, f.done, current = changed, append(f.done, *d), next
	}
	return f, nil
}

// nextFix returns the first diagnostic that can be mended.
func nextFix(s *specs, failed map[string]bool) (*diag.Diagnostic, bool) {
	all := s.diagnostics().All
	for i := range all {
		if all[i].Fix != nil && !failed[keyOf(&all[i])] {
			return &all[i], true
		}
	}
	return nil, false
}

func keyOf(d *diag.Diagnostic) string {
	return fmt.Sprintf("%s %s:%d:%d %s", d.Code, d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Message)
}

// applied returns the changed texts with those that a fix changes.
func applied(one *diag.Fix, s *specs, changed map[string][]byte) (map[string][]byte, error) {
	out := maps.Clone(changed)
	byFile := map[string][]diag.Edit{}
	for _, e := range one.Edits {
		byFile[e.Range.File] = append(byFile[e.Range.File], e)
	}
	for path, edits := range byFile {
		text, err := fix.Apply(s.sources[path], edits)
		if err != nil {
			return nil, err
		}
		out[path] = text
	}
	return out, nil
}

// helps reports whether a fix did what it should: the diagnostic is gone and nothing was read worse. Where the YAML could not be read
// before, more is seen of the spec now, and so other mistakes may be.
func helps(d *diag.Diagnostic, was, is *specs) bool {
	before, after := was.list.Sorted(), is.list.Sorted()
	if count(after, d) >= count(before, d) {
		return false
	}
	if unread(before) > 0 {
		return unread(after) < unread(before)
	}
	fewer := is.list.Count(diag.Error) < was.list.Count(diag.Error)
	return unread(after) == 0 && (fewer || d.Severity != diag.Error && is.list.Count(diag.Error) == was.list.Count(diag.Error))
}

// count counts the diagnostics that say the same about the same file.
func count(all []diag.Diagnostic, d *diag.Diagnostic) int {
	n := 0
	for i := range all {
		if one := &all[i]; one.Code == d.Code && one.Message == d.Message && one.Range.File == d.Range.File {
			n++
		}
	}
	return n
}

// unread counts the diagnostics about YAML.
func unread(all []diag.Diagnostic) int {
	n := 0
	for i := range all {
		if len(all[i].Code) > 5 && all[i].Code[:5] == "yaml/" {
			n++
		}
	}
	return n
}
