// Package format lays out specs: the same order of keys, indentation, spaces, quotes and blank lines in every file. It keeps all comments,
// block texts and what the file means. docs/decisions/0194-how-specs-are-laid-out.md has the rules.
package format

import (
	"bytes"
	"errors"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// ErrUnsafe is the error for a file that cannot be laid out without a risk to what it says. It is left alone.
var ErrUnsafe = errors.New("the layout would change what the file says")

// ErrNoMapping is the error for a file that cannot be a spec.
var ErrNoMapping = errors.New("it is no mapping of keys to values")

// Source lays out a file. A file with mistakes in its YAML is not laid out: the diagnostics say what is wrong. path is its name in them.
func Source(path string, data []byte) ([]byte, []diag.Diagnostic, error) {
	text := normalized(data)
	var diags diag.List
	doc := yamlsource.Parse(path, text, &diags)
	if doc == nil || diags.HasErrors() {
		return nil, diags.Sorted(), nil
	}
	if doc.Root.Kind != yamlsource.Map || len(doc.Root.Fields) == 0 {
		return nil, nil, ErrNoMapping
	}
	p := &printer{lines: strings.Split(string(text), "\n"), kept: map[*yamlsource.Node]bool{}}
	out := p.document(doc.Root)
	if p.failed || !p.says(path, out, doc.Root, text) {
		return nil, nil, ErrUnsafe
	}
	return out, nil, nil
}

// normalized returns a text without a byte order mark, and with LF at the end of each line.
func normalized(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// says reports whether a text says what another one does: the same tree but for the order of keys that has one, and the same comments.
func (p *printer) says(path string, out []byte, root *yamlsource.Node, was []byte) bool {
	var diags diag.List
	doc := yamlsource.Parse(path, out, &diags)
	return doc != nil && !diags.HasErrors() && p.same(root, doc.Root, nil) && comments(string(was), root) == comments(string(out), doc.Root)
}

// same reports whether two nodes at a place mean the same.
func (p *printer) same(a, b *yamlsource.Node, place []string) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Fields) != len(b.Fields) || len(a.Items) != len(b.Items) {
		return false
	}
	for i, f := range p.ordered(a, place) {
		if f.Key != b.Fields[i].Key || !p.same(f.Value, b.Fields[i].Value, append(place[:len(place):len(place)], f.Key)) {
			return false
		}
	}
	for i := range a.Items {
		if !p.same(a.Items[i], b.Items[i], place) {
			return false
		}
	}
	return true
}
