package spec

import (
	"math/big"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

// The walk from the tree to the File never fails and reports nothing: it takes what has the right shape, and leaves out
// what is marked bad, which has been reported.

// walkFile fills the file from the root of its tree.
func walkFile(file *File, root *node) {
	file.Root = root.at
	file.Specgen = textOf(root.get("specgen"))
	file.Flow = textOf(root.get("flow"))
	file.Version = textOf(root.get("version"))
	file.Brief = trimmed(root.get("brief"))
	file.Note = trimmed(root.get("note"))
	file.Owners = textsOf(root.get("owners"))
	file.Namespace = textOf(root.get("namespace"))
	file.Imports = textsOf(root.get("import"))
	file.Traces = entries(root.get("traces"), walkTrace)
	file.Services = entries(root.get("services"), walkService)
	file.Groups = entries(root.get("groups"), walkGroup)
	file.Tags = entries(root.get("tags"), walkTag)
	file.Spans = entries(root.get("spans"), walkSpan)
	if n := usable(root.get("funnel"), listNode); n != nil {
		file.Funnel = Field[[]Field[string]]{Value: textsOf(n), Range: n.at, Present: true}
	}
	file.Policy = walkPolicy(root.get("policy"))
}

// entries makes a typed entry of each field of a mapping. An entry whose value is bad keeps its name, so that references
// to it hold.
func entries[T any](n *node, make func(*field) T) []T {
	if n = usable(n, mapNode); n == nil {
		return nil
	}
	var out []T
	for _, f := range n.fields {
		out = append(out, make(f))
	}
	return out
}

// usable returns the node if it is of a kind and nothing is wrong with it, else nil.
func usable(n *node, kind nodeKind) *node {
	if n == nil || n.bad || n.kind != kind {
		return nil
	}
	return n
}

// in returns the value of a key of a mapping, or nil.
func in(n *node, key string) *node {
	if n = usable(n, mapNode); n == nil {
		return nil
	}
	return n.get(key)
}

func textOf(n *node) Field[string] {
	if n = usable(n, textNode); n == nil {
		return Field[string]{}
	}
	return Field[string]{Value: n.raw, Range: n.at, Present: true}
}

// trimmed is a text without the line break that a block text ends in.
func trimmed(n *node) Field[string] {
	f := textOf(n)
	f.Value = strings.TrimSpace(f.Value)
	return f
}

func textsOf(n *node) []Field[string] {
	if n = usable(n, listNode); n == nil {
		return nil
	}
	var out []Field[string]
	for _, item := range n.items {
		if f := textOf(item); f.Present {
			out = append(out, f)
		}
	}
	return out
}

func numberOf(n *node) Field[string] {
	if n = usable(n, numberNode); n == nil {
		return Field[string]{}
	}
	return Field[string]{Value: n.raw, Range: n.at, Present: true}
}

// countOf is a whole number; 2.0 is one to JSON Schema, and so to us.
func countOf(n *node) Field[int] {
	f := numberOf(n)
	value, ok := new(big.Rat).SetString(f.Value)
	if !f.Present || !ok || !value.IsInt() || !value.Num().IsInt64() {
		return Field[int]{}
	}
	return Field[int]{Value: int(value.Num().Int64()), Range: f.Range, Present: true}
}

func boolOf(n *node) Field[bool] {
	if n = usable(n, boolNode); n == nil {
		return Field[bool]{}
	}
	return Field[bool]{Value: n.raw == "true", Range: n.at, Present: true}
}

func scalarOf(n *node) Field[Scalar] {
	if n == nil || n.bad {
		return Field[Scalar]{}
	}
	f := Field[Scalar]{Range: n.at, Present: true}
	switch n.kind {
	case textNode:
		f.Value = Scalar{Kind: Text, Text: n.raw}
	case numberNode:
		f.Value = Scalar{Kind: Number, Text: n.raw}
	case boolNode:
		f.Value = Scalar{Kind: Bool, Text: n.raw}
	case listNode:
		f.Value = Scalar{Kind: Sequence, Items: scalarsOf(n)}
	default:
		return Field[Scalar]{}
	}
	return f
}

func scalarsOf(n *node) []Field[Scalar] {
	if n = usable(n, listNode); n == nil {
		return nil
	}
	var out []Field[Scalar]
	for _, item := range n.items {
		if f := scalarOf(item); f.Present {
			out = append(out, f)
		}
	}
	return out
}

// keyField is the name of an entry.
func keyField(f *field) Field[string] {
	return Field[string]{Value: f.key, Range: f.keyAt, Present: true}
}

// entryRange is an entry's key and value together.
func entryRange(f *field) diag.Range { return join(f.keyAt, f.value.at) }

// commonOf is what any entry may carry.
func commonOf(f *field) Common {
	n := f.value
	c := Common{
		Key:       keyField(f),
		Range:     entryRange(f),
		Brief:     trimmed(in(n, "brief")),
		Note:      trimmed(in(n, "note")),
		CodeName:  textOf(in(n, "code_name")),
		Stability: textOf(in(n, "stability")),
		Expires:   textOf(in(n, "expires")),
		Owners:    textsOf(in(n, "owners")),
	}
	if d := usable(in(n, "deprecated"), mapNode); d != nil {
		c.Deprecated = Field[Deprecated]{
			Value:   Deprecated{Since: textOf(d.get("since")), Use: textOf(d.get("use")), Why: trimmed(d.get("why"))},
			Range:   d.at,
			Present: true,
		}
	}
	return c
}
