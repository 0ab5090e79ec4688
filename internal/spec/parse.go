package spec

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/specgen/specgen/internal/diag"
)

// sections are the keys of a file whose entries other parts of it refer to.
var sections = []string{"import", "traces", "services", "groups", "tags", "spans", "funnel", "policy"}

// Parse reads a spec file, path being what the user calls it. It never fails: the File has what could be read, and the
// diagnostics, sorted, say what could not. It takes time and memory that data's length bounds, and runs no code of data.
// It is safe for concurrent use.
func Parse(path string, data []byte) (*File, []diag.Diagnostic) {
	var diags diag.List
	sum := sha256.Sum256(data)
	file := &File{Path: path, Digest: hex.EncodeToString(sum[:]), Broken: map[string]bool{}, Incomplete: map[string]bool{}}
	root, e := parseTree(path, data, &diags, languageSchema)
	if e != nil {
		e.markSections(file)
	}
	if root == nil {
		for _, section := range sections {
			file.Broken[section], file.Incomplete[section] = true, true
		}
		return file, diags.Sorted()
	}
	walkFile(file, root)
	return file, diags.Sorted()
}

// parseTree returns the tree of a file, what is wrong in it marked, and what the schema had to say, or nil where nothing
// can be read.
func parseTree(path string, data []byte, diags *diag.List, load func() (*compiled, error)) (*node, *explainer) {
	s := guard(path, data, diags)
	if s == nil {
		return nil, nil
	}
	root := (&reader{source: s}).read()
	if root == nil {
		if s.errors == 0 {
			s.add("file/empty", diag.Range{File: path}, "the file has nothing but comments", "`specgen init` writes files to start from")
		}
		return nil, nil
	}
	schema, err := load()
	if err != nil {
		s.add("spec/internal", diag.Range{File: path}, err.Error(), "report it, with the file")
		return nil, nil
	}
	e, err := s.check(schema, root)
	if err != nil {
		s.add("spec/internal", diag.Range{File: path}, err.Error(), "report it, with the file")
		return nil, nil
	}
	if root.kind != mapNode {
		return nil, nil
	}
	return root, e
}

// markSections says in the file which sections lost an entry, and which lost any part of one.
func (e *explainer) markSections(file *File) {
	for _, section := range sections {
		n := e.root.get(section)
		if n == nil {
			file.Broken[section] = e.root.lost || e.missing[section]
			file.Incomplete[section] = file.Broken[section]
			continue
		}
		file.Broken[section] = n.bad || n.lost
		file.Incomplete[section] = e.touched[section] || n.hasLoss()
	}
	for _, marks := range []map[string]bool{file.Broken, file.Incomplete} {
		for section, marked := range marks {
			if !marked {
				delete(marks, section)
			}
		}
	}
}

// hasLoss reports whether a node or anything beneath it could not be read.
func (n *node) hasLoss() bool {
	if n.bad || n.lost || n.partial {
		return true
	}
	for _, f := range n.fields {
		if f.value.hasLoss() {
			return true
		}
	}
	for _, item := range n.items {
		if item.hasLoss() {
			return true
		}
	}
	return false
}
