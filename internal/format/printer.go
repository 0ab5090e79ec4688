package format

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/yamlsource"
)

// step is by how many spaces an entry is indented deeper than the one that it belongs to.
const step = 2

// printer prints a tree with what the source has besides it: comments and blank lines.
type printer struct {
	lines  []string                  // of the source
	isSpec bool                      // and not a specgen.yaml, whose keys have no order
	kept   map[*yamlsource.Node]bool // mappings whose keys stay in their order
	failed bool                      // something stands where it is not expected
}

// piece is an entry of a mapping or an item of a list with its lines.
type piece struct {
	field   *yamlsource.Field // nil of an item
	value   *yamlsource.Node
	line    int      // where the key or dash stands
	last    int      // the last line of the value
	leading []string // comments and blank lines before it, trimmed
	tail    []string // comments behind the entries of the value that are indented as they are, with their indentation
}

func (p *printer) document(root *yamlsource.Node) []byte {
	p.isSpec = root.Field("specgen") != nil
	pieces := p.pieces(root, 1, len(p.lines)+1, nil)
	header := pieces[0].leading
	pieces[0].leading = nil
	out := trimBlank(header)
	body := p.mapping(root, pieces, nil, 0)
	if len(out) > 0 && header[len(header)-1] == "" {
		out = append(out, "")
	}
	out = append(out, body...)
	return []byte(strings.Join(trimEnd(out), "\n") + "\n")
}

// line returns line n of the source.
func (p *printer) line(n int) string {
	if n < 1 || n > len(p.lines) {
		return ""
	}
	return p.lines[n-1]
}

// pieces cuts the lines from first up to but without end, which hold the entries of a mapping or the items of a list in block form. What
// stands in tail belongs behind the last.
func (p *printer) pieces(n *yamlsource.Node, first, end int, tail []string) []piece {
	var out []piece
	for _, f := range n.Fields {
		out = append(out, piece{field: f, value: f.Value, line: f.KeyAt.Start.Line, last: max(f.KeyAt.End.Line, lastLine(f.Value))})
	}
	for _, item := range n.Items {
		out = append(out, piece{value: item, line: p.dashLine(item, first), last: lastLine(item)})
	}
	before := first - 1
	for i := range out {
		one := &out[i]
		var gap []string
		for line := before + 1; line < one.line; line++ {
			text := strings.TrimSpace(p.line(line))
			if text != "" && text[0] != '#' && text != "---" {
				p.failed = true
			}
			gap = append(gap, strings.TrimRight(p.line(line), " \t"))
		}
		if i > 0 {
			gap = out[i-1].takeTail(gap, indentOf(p.line(one.line)))
		}
		for _, line := range gap {
			one.leading = append(one.leading, strings.TrimSpace(line))
		}
		if one.last < one.line || one.line < first || one.last >= end {
			p.failed = true
		}
		before = one.last
	}
	if len(out) == 0 {
		p.failed = true
		return []piece{{}}
	}
	last := &out[len(out)-1]
	for line := before + 1; line < end; line++ {
		last.tail = append(last.tail, strings.TrimRight(p.line(line), " \t"))
	}
	last.tail = append(last.tail, tail...)
	return out
}

// takeTail takes the comments that are indented deeper than the entry itself, and so belong to what is in it, off the front of what
// follows it.
func (one *piece) takeTail(gap []string, indent int) []string {
	if !one.isNested() {
		return gap
	}
	n := 0
	for i, line := range gap {
		if line != "" && indentOf(line) <= indent {
			break
		}
		if line != "" {
			n = i + 1
		}
	}
	one.tail = append(one.tail, gap[:n]...)
	return gap[n:]
}

// isNested reports whether the value has entries on lines of their own.
func (one *piece) isNested() bool { return isBlock(one.value) }

// lastLine returns the last line of a value.
func lastLine(n *yamlsource.Node) int {
	last := n.At.End.Line
	for _, f := range n.Fields {
		last = max(last, f.KeyAt.End.Line, lastLine(f.Value))
	}
	for _, item := range n.Items {
		last = max(last, lastLine(item))
	}
	return last
}

// dashLine returns the line of the dash before an item: its own, or one before it.
func (p *printer) dashLine(item *yamlsource.Node, first int) int {
	line := item.At.Start.Line
	if isDash(cut(p.line(line), 1, item.At.Start.Column)) || item.Kind == yamlsource.Null && strings.HasPrefix(p.from(item.At.Start), "-") {
		return line
	}
	for line--; line >= first; line-- {
		if text := strings.TrimSpace(p.line(line)); text != "" && text[0] != '#' {
			return line
		}
	}
	p.failed = true
	return item.At.Start.Line
}

// isDash reports whether what stands before an item ends in its dash.
func isDash(text string) bool {
	text = strings.TrimRight(text, " ")
	return strings.HasSuffix(text, "-") && strings.Trim(text, " -") == ""
}

// isBlock reports whether a value is a mapping or list on lines of its own, and not in brackets.
func isBlock(n *yamlsource.Node) bool {
	switch n.Kind {
	case yamlsource.Map:
		return len(n.Fields) > 0 && !n.InBrackets
	case yamlsource.List:
		return len(n.Items) > 0 && !n.InBrackets
	}
	return false
}

// mapping prints the entries of a mapping in block form, indented by so many spaces.
func (p *printer) mapping(n *yamlsource.Node, pieces []piece, place []string, indent int) []string {
	byField := map[*yamlsource.Field]*piece{}
	for i := range pieces {
		byField[pieces[i].field] = &pieces[i]
	}
	tail := p.splitTail(pieces)
	var out []string
	var above *piece
	for _, f := range p.ordered(n, place) {
		one := byField[f]
		lines := p.entry(one, append(slices.Clone(place), f.Key), indent)
		out = append(out, p.between(above, one, place, indent)...)
		out = append(out, lines...)
		above = one
	}
	return append(out, indented(trimBlank(tail), indent)...)
}

// splitTail leaves with the last piece those of the comments behind it that are indented deeper than it, and returns the others.
func (p *printer) splitTail(pieces []piece) []string {
	last := &pieces[len(pieces)-1]
	all := last.tail
	last.tail = nil
	return last.takeTail(all, indentOf(p.line(last.line)))
}

// list prints the items of a list in block form.
func (p *printer) list(n *yamlsource.Node, pieces []piece, place []string, indent int) []string {
	tail := p.splitTail(pieces)
	var out []string
	var above *piece
	for i := range n.Items {
		one := &pieces[i]
		lines := p.item(one, place, indent)
		out = append(out, p.between(above, one, place, indent)...)
		out = append(out, lines...)
		above = one
	}
	return append(out, indented(trimBlank(tail), indent)...)
}

// between returns what stands before a piece: its comments, and a blank line where there is one or should be.
func (p *printer) between(above, one *piece, place []string, indent int) []string {
	leading := trimBlank(one.leading)
	blank := len(one.leading) > 0 && one.leading[0] == ""
	if p.isSpec && one.field != nil {
		switch {
		case len(place) == 0 && one.isNested(): // a section
			blank = true
		case len(place) == 1 && place[0] == "spans" && above != nil && (one.isNested() || above.isNested()):
			blank = true
		}
	}
	closing := len(leading) > 0 && one.leading[len(one.leading)-1] == ""
	out := indented(leading, indent)
	if closing && len(leading) > 0 {
		out = append(out, "") // between a comment that stands alone and the entry
	}
	if blank && above != nil {
		out = append([]string{""}, out...)
	}
	return out
}

// indented returns comments and blank lines, indented.
func indented(lines []string, indent int) []string {
	var out []string
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			line = spaces(indent) + line
		}
		out = append(out, line)
	}
	return out
}

// trimBlank drops blank lines at the beginning and at the end, and leaves one of several between.
func trimBlank(lines []string) []string {
	var out []string
	for _, line := range lines {
		if line != "" || len(out) > 0 && out[len(out)-1] != "" {
			out = append(out, line)
		}
	}
	return trimEnd(out)
}

// trimEnd drops blank lines at the end.
func trimEnd(lines []string) []string {
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// from returns what stands at a position and behind it on its line.
func (p *printer) from(at diag.Position) string { return cut(p.line(at.Line), at.Column, 1<<30) }

// cut returns the part of a line from one column up to another.
func cut(line string, from, to int) string {
	begin, end, column := len(line), len(line), 1
	for i := range line {
		if column == from {
			begin = i
		}
		if column == to {
			end = i
			break
		}
		column++
	}
	if begin > end {
		return ""
	}
	return line[begin:end]
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func spaces(n int) string { return strings.Repeat(" ", n) }

func width(text string) int { return utf8.RuneCountInString(text) }
