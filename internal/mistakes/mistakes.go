// Package mistakes reads testdata/specs: specs with mistakes, and what specgen prints for each. It is for tests only.
//
// A case is one txtar archive: the spec under its own name, the files that it imports, and what is printed of it. Its
// folder says which stage finds the mistake: syntax and hostile are of internal/yamlsource, schema of internal/spec,
// reference of internal/resolve, semantic of internal/lint.
package mistakes

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

// folder is where the archives are, from the root of the repository; their specs are called as if they stood there too.
const folder = "testdata/specs"

// The files of an archive that are expected outputs.
const (
	Text = "want.txt"  // what all stages say, as it is printed for people
	JSON = "want.json" // the same for machines
	Read = "read.txt"  // what reading alone says, where the later stages have more to say
)

// quotedSuffix follows the name of a file that is not text: each of its lines is a Go string in double quotes.
const quotedSuffix = " (quoted)"

// Case is one archive.
type Case struct {
	Stage, Name string
	Path        string       // what the spec is called in diagnostics
	Files       fstest.MapFS // the spec and its imports, by what they are called
	Want        map[string][]byte
	onDisk      string
	archive     *txtar.Archive
}

// All returns the cases, by stage and name. root is the root of the repository.
func All(root string) ([]*Case, error) {
	paths, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*", "*.txtar"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no archives in %s: %v", folder, err)
	}
	var out []*Case
	for _, onDisk := range paths {
		c, err := read(onDisk)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", onDisk, err)
		}
		out = append(out, c)
	}
	return out, nil
}

func read(onDisk string) (*Case, error) {
	archive, err := txtar.ParseFile(onDisk)
	if err != nil {
		return nil, err
	}
	c := &Case{
		Stage: filepath.Base(filepath.Dir(onDisk)), Name: strings.TrimSuffix(filepath.Base(onDisk), ".txtar"),
		Files: fstest.MapFS{}, Want: map[string][]byte{}, onDisk: onDisk, archive: archive,
	}
	c.Path = path.Join(folder, c.Stage, c.Name+".yaml")
	for _, file := range archive.Files {
		switch file.Name {
		case Text, JSON, Read:
			c.Want[file.Name] = file.Data
			continue
		}
		name, isQuoted := strings.CutSuffix(file.Name, quotedSuffix)
		data := file.Data
		if isQuoted {
			if data, err = unquote(data); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		c.Files[path.Join(path.Dir(c.Path), name)] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	if c.Files[c.Path] == nil {
		return nil, fmt.Errorf("the archive has no file %s", path.Base(c.Path))
	}
	return c, nil
}

// unquote joins what the lines of a quoted file stand for.
func unquote(lines []byte) ([]byte, error) {
	var out bytes.Buffer
	for line := range bytes.Lines(lines) {
		text, err := strconv.Unquote(strings.TrimSuffix(string(line), "\n"))
		if err != nil {
			return nil, fmt.Errorf("%s is no Go string: %w", line, err)
		}
		out.WriteString(text)
	}
	return out.Bytes(), nil
}

// Spec returns the bytes of the spec itself.
func (c *Case) Spec() []byte { return c.Files[c.Path].Data }

// Update writes the archive anew with other expected outputs, those in want. The inputs stay as they are.
func (c *Case) Update(want map[string][]byte) error {
	inputs := len(c.archive.Files)
	for i, file := range c.archive.Files {
		if file.Name == Text || file.Name == JSON || file.Name == Read {
			inputs = min(inputs, i)
		}
	}
	c.archive.Files = c.archive.Files[:inputs]
	for _, name := range []string{Text, Read, JSON} {
		if data, ok := want[name]; ok {
			c.archive.Files = append(c.archive.Files, txtar.File{Name: name, Data: data})
		}
	}
	return os.WriteFile(c.onDisk, txtar.Format(c.archive), 0o644)
}
