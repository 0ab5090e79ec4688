package yamlsource

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/gap"
)

// Kind says what a node is.
type Kind uint8

// The kinds of node.
const (
	Null Kind = iota
	Text
	Number
	Bool
	Map
	List
)

// Node is a value of the source, or one to write. What Parse returns is immutable but for its gaps, which may be widened.
type Node struct {
	Kind   Kind
	At     diag.Range // of the value; of the key (or the dash) where there is no value
	Raw    string     // text without its quotes, a number as it is written, true or false
	Quoted bool
	// InBrackets is whether a mapping or list is written in { } or [ ].
	InBrackets bool
	Fields     []*Field // of a mapping, in order, without repeated keys
	Items      []*Node  // of a list
	Gap        gap.Gap

	Comment string // lines that Write puts above the entry; Parse leaves comments out
}

// Field is an entry of a mapping.
type Field struct {
	Key       string
	KeyAt     diag.Range
	KeyQuoted bool
	KeyGap    gap.Gap // gap.All where something on the line was replaced, so that the key may not be what was written
	Value     *Node
}

// Field returns the entry of a key, or nil.
func (n *Node) Field(key string) *Field {
	for _, f := range n.Fields {
		if f.Key == key {
			return f
		}
	}
	return nil
}

// Get returns the value of a key, or nil.
func (n *Node) Get(key string) *Node {
	if f := n.Field(key); f != nil {
		return f.Value
	}
	return nil
}

// SpansLines reports whether the node has more than one line, so that its key is the better place to point at.
func (n *Node) SpansLines() bool { return n.At.End.Line > n.At.Start.Line }

// HasGap reports whether the node or anything beneath it has a gap.
func (n *Node) HasGap() bool {
	if n.Gap != gap.None {
		return true
	}
	for _, f := range n.Fields {
		if f.Value.HasGap() {
			return true
		}
	}
	for _, item := range n.Items {
		if item.HasGap() {
			return true
		}
	}
	return false
}

// Join returns the range that covers both; an unknown range adds nothing.
func Join(a, b diag.Range) diag.Range {
	switch {
	case !a.IsValid():
		return b
	case !b.IsValid():
		return a
	}
	if b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	if a.End.Before(b.End) {
		a.End = b.End
	}
	return a
}
