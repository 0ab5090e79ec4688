package spec

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
	"github.com/specgen/specgen/internal/yamlsource"
)

// walker makes a File of a tree. It never fails and reports nothing: it takes what has the right shape, and leaves out
// what is not usable, which was reported.
type walker struct {
	errors []diag.Position // where the errors of the file are, ascending
}

// newWalker takes the diagnostics of the file, sorted.
func newWalker(found []diag.Diagnostic) *walker {
	w := &walker{}
	for _, d := range found {
		if d.Severity == diag.Error {
			w.errors = append(w.errors, d.Range.Start)
		}
	}
	return w
}

// gapIn returns gap.Part where an error is within a range.
func (w *walker) gapIn(at diag.Range) gap.Gap {
	i, _ := slices.BinarySearchFunc(w.errors, at.Start, func(a, b diag.Position) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if i < len(w.errors) && w.errors[i].Before(at.End) {
		return gap.Part
	}
	return gap.None
}

// file fills the file from the root of its tree.
func (w *walker) file(file *File, root *yamlsource.Node) {
	file.Root = root.At
	file.Specgen = textOf(root.Get("specgen"))
	file.Flow = textOf(root.Get("flow"))
	file.Version = textOf(root.Get("version"))
	file.Brief = trimmed(root.Get("brief"))
	file.Note = trimmed(root.Get("note"))
	file.Owners = textsOf(root.Get("owners"))
	file.Namespace = textOf(root.Get("namespace"))
	file.Imports = textsOf(root.Get("import"))
	file.Traces = entries(root.Get("traces"), w.trace)
	file.Services = entries(root.Get("services"), w.service)
	file.Groups = entries(root.Get("groups"), w.group)
	file.Tags = entries(root.Get("tags"), w.tag)
	file.Spans = entries(root.Get("spans"), w.span)
	if n := usable(root.Get("funnel"), yamlsource.List); n != nil {
		file.Funnel = Field[[]Field[string]]{Value: textsOf(n), Range: n.At, Present: true}
	}
	file.Policy = policyOf(root.Get("policy"))
}

// entries makes a typed entry of each field of a mapping. An entry whose value is bad keeps its name, so that references
// to it hold.
func entries[T any](n *yamlsource.Node, make func(*yamlsource.Field) T) []T {
	if n = usable(n, yamlsource.Map); n == nil {
		return nil
	}
	var out []T
	for _, f := range n.Fields {
		out = append(out, make(f))
	}
	return out
}

// usable returns the node if it is of a kind and nothing is wrong with it, else nil.
func usable(n *yamlsource.Node, kind yamlsource.Kind) *yamlsource.Node {
	if n == nil || !n.Gap.Usable() || n.Kind != kind {
		return nil
	}
	return n
}

// in returns the value of a key of a mapping, or nil.
func in(n *yamlsource.Node, key string) *yamlsource.Node {
	if n = usable(n, yamlsource.Map); n == nil {
		return nil
	}
	return n.Get(key)
}

func textOf(n *yamlsource.Node) Field[string] {
	if n = usable(n, yamlsource.Text); n == nil {
		return Field[string]{}
	}
	return Field[string]{Value: n.Raw, Range: n.At, Present: true}
}

// trimmed is a text without the line break that a block text ends in.
func trimmed(n *yamlsource.Node) Field[string] {
	f := textOf(n)
	f.Value = strings.TrimSpace(f.Value)
	return f
}

func textsOf(n *yamlsource.Node) []Field[string] {
	if n = usable(n, yamlsource.List); n == nil {
		return nil
	}
	var out []Field[string]
	for _, item := range n.Items {
		if f := textOf(item); f.Present {
			out = append(out, f)
		}
	}
	return out
}

func numberOf(n *yamlsource.Node) Field[string] {
	if n = usable(n, yamlsource.Number); n == nil {
		return Field[string]{}
	}
	return Field[string]{Value: n.Raw, Range: n.At, Present: true}
}

// countOf is a whole number; 2.0 is one to JSON Schema, and so to us.
func countOf(n *yamlsource.Node) Field[int] {
	f := numberOf(n)
	value, ok := new(big.Rat).SetString(f.Value)
	if !f.Present || !ok || !value.IsInt() || !value.Num().IsInt64() {
		return Field[int]{}
	}
	return Field[int]{Value: int(value.Num().Int64()), Range: f.Range, Present: true}
}

func boolOf(n *yamlsource.Node) Field[bool] {
	if n = usable(n, yamlsource.Bool); n == nil {
		return Field[bool]{}
	}
	return Field[bool]{Value: n.Raw == "true", Range: n.At, Present: true}
}

// valueOf is a value that stands for data, or nil.
func valueOf(n *yamlsource.Node) *yamlsource.Node {
	if n == nil || !n.Gap.Usable() || n.Kind == yamlsource.Null || n.Kind == yamlsource.Map {
		return nil
	}
	return n
}

func valuesOf(n *yamlsource.Node) []*yamlsource.Node {
	if n = usable(n, yamlsource.List); n == nil {
		return nil
	}
	var out []*yamlsource.Node
	for _, item := range n.Items {
		if valueOf(item) != nil {
			out = append(out, item)
		}
	}
	return out
}

// keyField is the name of an entry.
func keyField(f *yamlsource.Field) Field[string] {
	return Field[string]{Value: f.Key, Range: f.KeyAt, Present: true}
}

// entryRange is an entry's key and value together.
func entryRange(f *yamlsource.Field) diag.Range { return yamlsource.Join(f.KeyAt, f.Value.At) }

// commonOf is what any entry may carry.
func (w *walker) common(f *yamlsource.Field) Common {
	n := f.Value
	c := Common{
		Key:       keyField(f),
		Gap:       w.gapIn(entryRange(f)),
		Brief:     trimmed(in(n, "brief")),
		Note:      trimmed(in(n, "note")),
		CodeName:  textOf(in(n, "code_name")),
		Stability: textOf(in(n, "stability")),
		Expires:   textOf(in(n, "expires")),
		Owners:    textsOf(in(n, "owners")),
	}
	if d := usable(in(n, "deprecated"), yamlsource.Map); d != nil {
		c.Deprecated = Field[Deprecated]{
			Value:   Deprecated{Since: textOf(d.Get("since")), Use: textOf(d.Get("use")), Why: trimmed(d.Get("why"))},
			Range:   d.At,
			Present: true,
		}
	}
	return c
}
