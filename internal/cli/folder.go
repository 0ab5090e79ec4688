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
)

type changeKind string

const (
	changed  changeKind = "changed"
	missing  changeKind = "missing"
	leftover changeKind = "leftover"
	foreign  changeKind = "foreign" // would be overwritten, and is not ours
)

func (k changeKind) done() string {
	switch k {
	case missing:
		return "wrote"
	case changed:
		return "updated"
	case leftover:
		return "removed"
	}
	return string(k)
}

type change struct {
	kind    changeKind
	path    string // below the output folder, with slashes
	content []byte
}

// folderState is how an output folder differs from what it should hold, by path.
type folderState struct{ changes []change }

// refuse returns an error where a file in the way was not written by specgen.
func (s folderState) refuse(out string) error {
	var names []string
	for _, c := range s.changes {
		if c.kind == foreign {
			names = append(names, path.Join(out, c.path))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("cannot overwrite %s: specgen did not write it; move it away, or choose another out folder",
		strings.Join(names, ", "))
}

// skippedFolders are never looked into for leftovers: other tools own them.
var skippedFolders = []string{"node_modules", "target", "build", "dist"}

func compareFolder(folder string, files []codegen.File) (folderState, error) {
	var state folderState
	wanted := make(map[string]bool, len(files))
	for _, file := range files {
		wanted[file.Path] = true
		present, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(file.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			state.changes = append(state.changes, change{missing, file.Path, file.Content})
		case err != nil:
			return state, fmt.Errorf("cannot read %s: %w", file.Path, err)
		case bytes.Equal(present, file.Content):
		case !codegen.IsMarked(present):
			state.changes = append(state.changes, change{foreign, file.Path, nil})
		default:
			state.changes = append(state.changes, change{changed, file.Path, file.Content})
		}
	}
	leftovers, err := findLeftovers(folder, wanted)
	state.changes = append(state.changes, leftovers...)
	slices.SortFunc(state.changes, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return state, err
}

func findLeftovers(folder string, wanted map[string]bool) ([]change, error) {
	var out []change
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
			out = append(out, change{leftover, relative, nil})
		}
		return err
	})
	return out, err
}

// applyChanges brings the folder up to date. Every file is written beside its place first and put there by a rename, all
// below an os.Root, so that no link in the folder leads out of it.
func applyChanges(output languageOutput) error {
	if err := os.MkdirAll(output.folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(output.folder)
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
	for _, c := range output.state.changes {
		if c.kind == leftover {
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
	return removeLeftovers(root, output.state.changes)
}

func removeLeftovers(root *os.Root, changes []change) error {
	for _, c := range changes {
		if c.kind != leftover {
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
