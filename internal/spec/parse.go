package spec

import (
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// Parse reads a spec file; path is its name in diagnostics. It never fails: the File has what could be read, and the diagnostics,
// which are sorted, say what could not. Its time and memory are bounded by the length of data. It is safe for concurrent use.
func Parse(path string, data []byte) (*File, []diag.Diagnostic) {
	var diags diag.List
	file := &File{Path: path}
	root, sections := parseTree(path, data, &diags, languageSchema)
	found := diags.Sorted()
	file.Gap = gapOf(found)
	if root == nil {
		for _, section := range Sections {
			file.Gaps.Widen(section, gap.Names)
		}
		return file, found
	}
	for _, section := range Sections {
		file.Gaps.Widen(section, sectionGap(root, section, sections[section]))
	}
	newWalker(found).file(file, root)
	return file, found
}

// parseTree returns the tree of a file, its gaps noted, and what the schema found lost of the file's sections. The tree is
// nil where there is no mapping at the top.
func parseTree(path string, data []byte, diags *diag.List, load func() (*compiled, error)) (*yamlsource.Node, gap.Set[Section]) {
	doc := yamlsource.Parse(path, data, diags)
	if doc == nil {
		return nil, nil
	}
	schema, err := load()
	var e *explainer
	if err == nil {
		e, err = check(doc, schema, diags)
	}
	if err != nil {
		diags.Add(diag.Diagnostic{
			Code: "spec/internal", Severity: diag.Error, Range: diag.Range{File: path}, Message: err.Error(), Help: "report it, with the file",
		})
		return nil, nil
	}
	if doc.Root.Kind != yamlsource.Map {
		return nil, nil
	}
	return doc.Root, e.sections
}

// gapOf says what was lost of a file as a whole. Where the text was not the YAML that it should be, an entry may have been
// swallowed by another.
func gapOf(found []diag.Diagnostic) gap.Gap {
	lost := gap.None
	for _, d := range found {
		switch {
		case d.Severity != diag.Error:
		case strings.HasPrefix(d.Code, "yaml/"), strings.HasPrefix(d.Code, "file/"):
			lost.Widen(gap.Names)
		default:
			lost.Widen(gap.Part)
		}
	}
	return lost
}

// sectionGap says what was lost of a section, fromSchema being what the schema found.
func sectionGap(root *yamlsource.Node, section Section, fromSchema gap.Gap) gap.Gap {
	n := root.Get(string(section))
	switch {
	case n == nil && (!root.Gap.NamesKnown() || !fromSchema.NamesKnown()): // it may stand under the name that could not be read
		return gap.Names
	case n == nil:
		return gap.None
	case n.HasGap():
		fromSchema.Widen(gap.Part)
	}
	return max(fromSchema, min(n.Gap, gap.Names))
}
