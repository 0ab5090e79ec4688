package spec

import "github.com/specgen/specgen/internal/diag"

// nodeKind says what a node is.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	textNode
	numberNode
	boolNode
	mapNode
	listNode
)

// node is a value of the source.
type node struct {
	kind   nodeKind
	at     diag.Range // of the value; of the key (or the dash) where there is no value
	raw    string     // text without its quotes, a number as it is written, true or false
	quoted bool
	fields []*field // of a mapping, in order, without repeated keys
	items  []*node  // of a list

	bad     bool // what is wrong with it has been said; nothing in it is to be used
	partial bool // it did not parse as a whole: entries that a spec must have may be missing
	lost    bool // an entry of it could not be read, its key included
}

// field is an entry of a mapping.
type field struct {
	key   string
	keyAt diag.Range
	value *node
}

// field returns the entry of a key, or nil.
func (n *node) field(key string) *field {
	for _, f := range n.fields {
		if f.key == key {
			return f
		}
	}
	return nil
}

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if f := n.field(key); f != nil {
		return f.value
	}
	return nil
}

// isBlock reports whether the node spans lines, so that its key is the better place to point at.
func (n *node) isBlock() bool { return n.at.End.Line > n.at.Start.Line }

// data returns the value as the JSON Schema library wants it: map[string]any, []any, string, bool, nil, or what number
// makes of the text of a number.
func (n *node) data(number func(string) any) any {
	switch n.kind {
	case textNode:
		return n.raw
	case numberNode:
		return number(n.raw)
	case boolNode:
		return n.raw == "true"
	case mapNode:
		out := make(map[string]any, len(n.fields))
		for _, f := range n.fields {
			out[f.key] = f.value.data(number)
		}
		return out
	case listNode:
		out := make([]any, len(n.items))
		for i, item := range n.items {
			out[i] = item.data(number)
		}
		return out
	}
	return nil
}
