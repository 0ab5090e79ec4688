// Package yamlsource reads and writes the part of YAML that specs and specgen.yaml are written in: bytes, past a guard against hostile
// input, to a tree of nodes with their positions, and back. It does not depend on what the nodes mean.
//
// That part has no anchors, tags, directives or documents, no key twice, and no plain text that YAML readers disagree on. A
// text that does not parse is cut into pieces, so that further mistakes are found and what parses is there.
//
// It is the only package that knows goccy/go-yaml, in yaml.go alone.
package yamlsource

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

// Document is a file that was read.
type Document struct {
	Root   *Node // never nil
	source *source
}

// Parse reads a file and adds its mistakes to diags; path is the name of the file in them. It returns nil where nothing can be read,
// which is reported. Its time and memory are bounded by the length of data.
func Parse(path string, data []byte, diags *diag.List) *Document {
	s := guard(path, data, diags)
	if s == nil {
		return nil
	}
	root := (&reader{source: s}).read()
	switch {
	case root != nil:
		return &Document{root, s}
	case s.count == 0:
		s.add("file/empty", diag.Range{File: path}, "the file has nothing but comments", "`specgen init` writes files to start from")
	}
	return nil
}

// TextFrom returns what stands at a position and behind it on its line; where a tab or a character that cannot be seen was
// reported, something else stands in its place.
func (d *Document) TextFrom(p diag.Position) string { return d.source.from(p) }

// TooLarge is the diagnostic for a file of more than MaxBytes.
func TooLarge(path string) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "file/too-large", Severity: diag.Error, Range: diag.Range{File: path},
		Message: fmt.Sprintf("cannot read the file: it is larger than %d KiB", MaxBytes>>10),
		Help:    "a flow of 1,000 spans takes a third of that; if this is a spec, split what flows share into files of their own and import them",
	}
}
