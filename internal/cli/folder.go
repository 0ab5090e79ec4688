package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/report"
)

// change is what generate has to do to one file of an output folder.
type change struct {
	kind    report.DriftKind
	path    string // below the output folder, with slashes
	content []byte // the file's new content; nil where it is removed or was not written by specgen
}

// done is the word for a change that was made.
func (c change) done() string {
	switch c.kind {
	case report.Missing:
		return "wrote"
	case report.Changed:
		return "updated"
	case report.Leftover:
		return "removed"
	}
	return string(c.kind)
}

// drift is how an output folder differs from what it should hold, by path.
type drift []change

// refuse returns an error where a file in the way was not written by specgen.
func (d drift) refuse(out string) error {
	var names []string
	for _, c := range d {
		if c.kind == report.Foreign {
			names = append(names, path.Join(out, c.path))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("cannot overwrite %s: specgen did not write it; move it away, or choose another out folder",
		strings.Join(names, ", "))
}

// skippedFolders are not searched for leftover files: other tools own them.
var skippedFolders = []string{"node_modules", "target", "build", "dist"}

// compareFolder compares a folder with the files that it should hold.
func compareFolder(folder string, files []codegen.File) (drift, error) {
	var out drift
	wanted := make(map[string]bool, len(files))
	for _, file := range files {
		wanted[file.Path] = true
		change, err := compareFile(folder, file)
		if err != nil {
			return out, err
		}
		if change != nil {
			out = append(out, *change)
		}
	}
	leftovers, err := findLeftovers(folder, wanted)
	out = append(out, leftovers...)
	slices.SortFunc(out, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return out, err
}

// compareFile returns what has to be done to a file of a folder, or nil.
func compareFile(folder string, file codegen.File) (*change, error) {
	present, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(file.Path)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &change{report.Missing, file.Path, file.Content}, nil
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", file.Path, err)
	case bytes.Equal(present, file.Content):
		return nil, nil
	case !codegen.IsMarked(present):
		return &change{report.Foreign, file.Path, nil}, nil
	}
	return &change{report.Changed, file.Path, file.Content}, nil
}

// findLeftovers returns the files in a folder that specgen wrote and that are not wanted any more.
func findLeftovers(folder string, wanted map[string]bool) (drift, error) {
	var out drift
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == folder {
			return fs.SkipAll
		}
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() {
			if relative != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(skippedFolders, entry.Name())) {
				return fs.SkipDir
			}
			return nil
		}
		if wanted[relative] || !entry.Type().IsRegular() {
			return nil
		}
		content, err := os.ReadFile(name)
		if err == nil && codegen.IsMarked(content) {
			out = append(out, change{report.Leftover, relative, nil})
		}
		return err
	})
	return out, err
}

// applyChanges brings the folder up to date. Every file is written beside its place first and put there by a rename, all
// below an os.Root, so that no link in the folder leads out of it.
func applyChanges(client client) error {
	if err := os.MkdirAll(client.folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(client.folder)
	if err != nil {
		return err
	}
	defer root.Close()
	const suffix = ".specgen-new"
	var written []string
	defer func() {
		for _, name := range written {
			root.Remove(name + suffix) // nothing is there after the rename
		}
	}()
	for _, c := range client.drift {
		if c.kind == report.Leftover {
			continue
		}
		if err := root.MkdirAll(path.Dir(c.path), 0o755); err != nil {
			return err
		}
		written = append(written, c.path)
		if err := root.WriteFile(c.path+suffix, c.content, 0o644); err != nil {
			return err
		}
	}
	for _, name := range written {
		if err := root.Rename(name+suffix, name); err != nil {
			return err
		}
	}
	return removeLeftovers(root, client.drift)
}

// removeLeftovers removes files that are no longer generated, and the folders that are empty then.
func removeLeftovers(root *os.Root, changes drift) error {
	for _, c := range changes {
		if c.kind != report.Leftover {
			continue
		}
		if err := root.Remove(c.path); err != nil {
			return err
		}
		for dir := path.Dir(c.path); dir != "."; dir = path.Dir(dir) {
			if root.Remove(dir) != nil { // not empty: somebody else's files are there
				break
			}
		}
	}
	return nil
}
