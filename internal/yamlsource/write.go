package yamlsource

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// lineWidth is how many columns Write fills before it breaks a line where it may.
const lineWidth = 100

// proseLength is the length from which a text with spaces in it is prose, which reads badly within braces.
const proseLength = 40

// Write returns a mapping or a list as the text of a file, below the lines of a header comment. Parse reads it back as the same tree
// without a diagnostic; where that cannot be (a line that gets too long, an empty key) it is an error. Short values stand within braces
// and brackets, others in lines of their own, long prose as folded text. The same tree gives the same bytes.
func Write(header string, root *Node) ([]byte, error) {
	var w writer
	for _, line := range commentLines(header, 0) {
		w.out.WriteString(line + "\n")
	}
	switch {
	case root.Kind == Map && len(root.Fields) > 0:
		w.sections(root.Fields)
	case root.Kind == List && len(root.Items) > 0:
		w.items(root.Items, 0)
	default:
		return nil, fmt.Errorf("cannot write YAML: a file is a mapping or a list that is not empty")
	}
	data := []byte(w.out.String())
	var diags diag.List
	again := Parse("", data, &diags)
	if found := diags.Sorted(); len(found) > 0 {
		return nil, fmt.Errorf("cannot write YAML: line %d: %s", found[0].Range.Start.Line, found[0].Message)
	}
	if again == nil || !Same(root, again.Root) {
		return nil, fmt.Errorf("cannot write YAML: it would be read back as something else")
	}
	return data, nil
}

// Same reports whether two trees hold the same values in the same order, wherever and however they stand.
func Same(a, b *Node) bool {
	if a.Kind != b.Kind || len(a.Fields) != len(b.Fields) || len(a.Items) != len(b.Items) {
		return false
	}
	if a.Kind != Map && a.Kind != List && a.Kind != Null && a.Raw != b.Raw {
		return false
	}
	for i, f := range a.Fields {
		if f.Key != b.Fields[i].Key || !Same(f.Value, b.Fields[i].Value) {
			return false
		}
	}
	for i, item := range a.Items {
		if !Same(item, b.Items[i]) {
			return false
		}
	}
	return true
}

// NewText returns a text to write.
func NewText(text string) *Node { return &Node{Kind: Text, Raw: text, Quoted: true} }

// NewNumber returns a number to write, in JSON's grammar without an exponent.
func NewNumber(digits string) *Node { return &Node{Kind: Number, Raw: digits} }

// NewBool returns true or false to write.
func NewBool(value bool) *Node { return &Node{Kind: Bool, Raw: fmt.Sprint(value)} }

// NewList returns a list to write.
func NewList(items ...*Node) *Node { return &Node{Kind: List, Items: items} }

// NewTexts returns a list of texts to write.
func NewTexts(texts ...string) *Node {
	out := NewList()
	for _, text := range texts {
		out.Items = append(out.Items, NewText(text))
	}
	return out
}

// NewMap returns a mapping to write; Add fills it.
func NewMap() *Node { return &Node{Kind: Map} }

// Add appends an entry to a mapping that is to be written, and returns the mapping. A nil value is left out.
func (n *Node) Add(key string, value *Node) *Node {
	if value != nil {
		n.Fields = append(n.Fields, &Field{Key: key, Value: value})
	}
	return n
}

// Commented sets the lines that Write puts above the entry that has the node, and returns the node.
func (n *Node) Commented(comment string) *Node {
	n.Comment = comment
	return n
}

// writer builds the text of a file. It writes whole lines.
type writer struct{ out strings.Builder }

// sections writes the entries of the root, with a blank line around each that has more than one line.
func (w *writer) sections(fields []*Field) {
	wasLong := w.out.Len() > 0 && fields[0].Value.Comment != ""
	for i, f := range fields {
		var entry writer
		entry.field(f, 0, "")
		text := entry.out.String()
		isLong := strings.Count(text, "\n") > 1
		if wasLong || isLong && i > 0 {
			w.out.WriteString("\n")
		}
		w.out.WriteString(text)
		wasLong = isLong
	}
}

// longEntry is the number of lines from which an entry of a section stands between blank lines.
const longEntry = 8

// fields writes the entries of a mapping. What stands before the first on its line, such as a dash, was written as lead.
func (w *writer) fields(fields []*Field, indent int, lead string) {
	wasLong := false
	for i, f := range fields {
		var entry writer
		entry.field(f, indent, lead)
		text := entry.out.String()
		isLong := indent == 2 && lead == "" && strings.Count(text, "\n") >= longEntry
		if i > 0 && (wasLong || isLong) {
			w.out.WriteString("\n")
		}
		w.out.WriteString(text)
		lead, wasLong = "", isLong
	}
}

// field writes one entry of a mapping. A lead takes the place of its indentation.
func (w *writer) field(f *Field, indent int, lead string) {
	w.comment(f.Value, indent, lead)
	if lead == "" {
		lead = strings.Repeat(" ", indent)
	}
	w.value(f.Value, lead+keyText(f.Key)+":", indent)
}

// items writes the entries of a list.
func (w *writer) items(items []*Node, indent int) {
	for _, item := range items {
		w.comment(item, indent, "")
		dash := strings.Repeat(" ", indent) + "-"
		if item.Kind == Map && len(item.Fields) > 0 && flowText(item, lineWidth-indent-2) == "" && item.Fields[0].Value.Comment == "" {
			w.fields(item.Fields, indent+2, dash+" ")
			continue
		}
		w.value(item, dash, indent)
	}
}

// comment writes the comment above an entry. Below a dash it would stand in the middle of a line, where items does not put it.
func (w *writer) comment(n *Node, indent int, lead string) {
	if lead != "" {
		return
	}
	for _, line := range commentLines(n.Comment, indent) {
		w.out.WriteString(line + "\n")
	}
}

// isSection reports whether a value of the root has entries that stand in lines of their own, however short they are.
func isSection(n *Node, indent int) bool {
	return indent == 0 && n.Kind == Map && slices.ContainsFunc(n.Fields, func(f *Field) bool { return f.Value.Kind == Map || f.Value.Kind == List })
}

// value writes a value behind the start of its line, which is a key with its colon or a dash.
func (w *writer) value(n *Node, start string, indent int) {
	room := lineWidth - utf8.RuneCountInString(start) - 1
	switch flow := flowText(n, room); {
	case flow != "" && !isSection(n, indent):
		w.out.WriteString(start + " " + flow + "\n")
	case n.Kind == Map && len(n.Fields) > 0:
		w.out.WriteString(start + "\n")
		w.fields(n.Fields, indent+2, "")
	case n.Kind == List && len(n.Items) > 0:
		w.out.WriteString(start + "\n")
		w.items(n.Items, indent+2)
	case n.Kind == Text:
		w.text(n.Raw, start, indent+2)
	case n.Kind == Null && strings.HasSuffix(start, ":"):
		w.out.WriteString(start + "\n")
	default:
		w.out.WriteString(start + " " + scalarText(n) + "\n")
	}
}

// text writes a text on the line or below it, whichever reads best.
func (w *writer) text(text, start string, indent int) {
	one := inBlock(text)
	room := lineWidth - utf8.RuneCountInString(start) - 1
	switch {
	case strings.Contains(text, "\n") && isLiteral(text):
		mark := "|-"
		if strings.HasSuffix(text, "\n") {
			mark = "|"
		}
		w.out.WriteString(start + " " + mark + "\n")
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			w.line(line, indent)
		}
	case utf8.RuneCountInString(one) > room && isFoldable(text):
		w.out.WriteString(start + " >-\n")
		for _, line := range wrap(text, lineWidth-indent) {
			w.line(line, indent)
		}
	default:
		w.out.WriteString(start + " " + one + "\n")
	}
}

func (w *writer) line(line string, indent int) {
	if line != "" {
		line = strings.Repeat(" ", indent) + line
	}
	w.out.WriteString(line + "\n")
}

// flowText returns a value within braces or brackets, or "" where it has lines of its own: it is a single value, has comments or
// prose, or takes more room.
func flowText(n *Node, room int) string {
	if n.Kind != Map && n.Kind != List || !fitsFlow(n) {
		return ""
	}
	text := inFlow(n)
	if utf8.RuneCountInString(text) > room {
		return ""
	}
	return text
}

// fitsFlow reports whether a value may stand within braces, whatever its length.
func fitsFlow(n *Node) bool {
	if n.Kind == Text {
		return len(n.Raw) < proseLength || !strings.Contains(n.Raw, " ")
	}
	for _, f := range n.Fields {
		if f.Value.Comment != "" || !fitsFlow(f.Value) {
			return false
		}
	}
	for _, item := range n.Items {
		if item.Comment != "" || !fitsFlow(item) {
			return false
		}
	}
	return true
}

// inFlow writes a value within braces or brackets.
func inFlow(n *Node) string {
	var parts []string
	switch n.Kind {
	case Map:
		for _, f := range n.Fields {
			if f.Value.Kind == Null {
				parts = append(parts, keyText(f.Key))
			} else {
				parts = append(parts, keyText(f.Key)+": "+inFlow(f.Value))
			}
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case List:
		for _, item := range n.Items {
			parts = append(parts, inFlow(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return scalarText(n)
}

// scalarText writes a single value on one line.
func scalarText(n *Node) string {
	switch n.Kind {
	case Text:
		return inline(n.Raw)
	case Null:
		return "null"
	}
	return n.Raw
}
