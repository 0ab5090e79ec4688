package format

import (
	"regexp"
	"strings"

	"github.com/specgen/specgen/internal/yamlsource"
)

// entry prints an entry of a mapping: its key and what follows.
func (p *printer) entry(one *piece, place []string, indent int) []string {
	f := one.field
	key := p.key(f)
	after := p.from(f.KeyAt.End)
	colon := strings.IndexByte(after, ':')
	if colon < 0 || strings.TrimSpace(after[:colon]) != "" {
		p.failed = true
		return nil
	}
	oldIndent := f.KeyAt.Start.Column - 1
	return p.value(one, spaces(indent)+key+":", after[colon+1:], place, indent, oldIndent, indent+step)
}

// item prints an item of a list.
func (p *printer) item(one *piece, place []string, indent int) []string {
	line := p.line(one.line)
	dash := 0
	switch at := one.value.At; {
	case at.Start.Line == one.line && one.value.Kind != yamlsource.Null:
		before := cut(line, 1, at.Start.Column)
		dash = strings.LastIndexByte(before, '-')
	default: // alone on its line
		dash = strings.LastIndexByte(strings.TrimRight(strings.SplitN(line, "#", 2)[0], " "), '-')
	}
	if dash < 0 {
		p.failed = true
		return nil
	}
	if isBlock(one.value) && one.value.At.Start.Line == one.line {
		return p.inline(one, place, indent)
	}
	return p.value(one, spaces(indent)+"-", line[dash+1:], place, indent, dash, indent+step)
}

// inline prints an item whose first entry or item stands behind its dash.
func (p *printer) inline(one *piece, place []string, indent int) []string {
	pieces := p.pieces(one.value, one.line, one.last+1, one.tail)
	first := pieces[0].field
	var lines []string
	if one.value.Kind == yamlsource.Map {
		head := p.ordered(one.value, place)[0]
		for i := range pieces {
			if pieces[i].field == head && head != first && len(trimBlank(pieces[i].leading)) > 0 {
				p.kept[one.value] = true // else the comment would stand between the dash and its entry
			}
		}
		lines = p.mapping(one.value, pieces, place, indent+step)
	} else {
		lines = p.list(one.value, pieces, place, indent+step)
	}
	if len(lines) == 0 || len(lines[0]) < indent+step {
		p.failed = true
		return nil
	}
	lines[0] = spaces(indent) + "- " + lines[0][indent+step:]
	return lines
}

// value prints a value behind its key or dash. rest is what stands behind that on the line of the source.
func (p *printer) value(one *piece, head, rest string, place []string, indent, oldIndent, inner int) []string {
	n := one.value
	delta := indent - oldIndent
	switch {
	case isBlock(n):
		out := []string{head + p.comment(rest, one.line, head)}
		pieces := p.pieces(n, one.line+1, one.last+1, one.tail)
		if n.Kind == yamlsource.Map {
			return append(out, p.mapping(n, pieces, place, inner)...)
		}
		return append(out, p.list(n, pieces, place, inner)...)
	case one.last > one.line || n.At.Start.Line != one.line:
		return p.verbatim(one, head, rest, delta)
	case n.Kind == yamlsource.Null && n.Raw == "":
		return []string{head + p.comment(rest, one.line, head)}
	}
	text := head + " " + p.inOneLine(n, place, false)
	return []string{text + p.comment(p.from(n.At.End), one.line, text)}
}

// comment returns the comment at the end of a line, behind one space, or as far from where the line begins as it
// stood, so that comments stay below each other.
func (p *printer) comment(rest string, line int, before string) string {
	text := strings.TrimSpace(rest)
	if text == "" {
		return ""
	}
	if text[0] != '#' {
		p.failed = true
		return ""
	}
	if gap := width(rest) - width(strings.TrimLeft(rest, " ")); gap <= 1 {
		return " " + text
	}
	source := p.line(line)
	column := width(source) - width(strings.TrimLeft(rest, " ")) - indentOf(source) // spaces at its end stand in both
	return spaces(max(1, column-width(before)+indentOf(before))) + text
}

// verbatim prints a value over several lines as it is: a block text, a plain text, or brackets. Only its indentation changes.
func (p *printer) verbatim(one *piece, head, rest string, delta int) []string {
	first := strings.TrimSpace(rest)
	out := []string{head}
	if first != "" {
		out[0] += " " + first
		if first[0] == '#' {
			out[0] = head + p.comment(rest, one.line, head)
		}
	}
	isText := one.value.Kind == yamlsource.Text && one.value.Quoted
	if isText {
		delta = p.textDelta(one, first, indentOf(head)+step, delta)
	}
	for n := one.line + 1; n <= one.last; n++ {
		line := p.line(n)
		switch blank := strings.Trim(line, " ") == ""; {
		case !blank && indentOf(line)+delta < 0:
			p.failed = true
		case !blank && !isText:
			line = shifted(strings.TrimRight(line, " "), delta)
		case !blank || isText && indentOf(line)+delta > indentOf(head)+step: // spaces that are part of the text
			line = shifted(line, delta)
		default:
			line = ""
		}
		out = append(out, line)
	}
	return out
}

// textDelta is by how much the lines of a block text are shifted: so that they stand one step deeper than their key, unless its header says
// how deep they are.
func (p *printer) textDelta(one *piece, header string, want, delta int) int {
	mark, _, _ := strings.Cut(header, " ")
	if strings.ContainsAny(mark, "123456789") {
		return delta
	}
	for n := one.line + 1; n <= one.last; n++ {
		if line := p.line(n); strings.Trim(line, " ") != "" {
			return want - indentOf(line)
		}
	}
	return delta
}

func shifted(line string, delta int) string {
	if delta >= 0 {
		return spaces(delta) + line
	}
	return line[min(-delta, indentOf(line)):]
}

// inOneLine prints a value that stands on one line.
func (p *printer) inOneLine(n *yamlsource.Node, place []string, inBrackets bool) string {
	switch n.Kind {
	case yamlsource.Map:
		if len(n.Fields) == 0 {
			return "{}"
		}
		var parts []string
		for _, f := range p.ordered(n, place) {
			value := p.inOneLine(f.Value, append(place[:len(place):len(place)], f.Key), true)
			parts = append(parts, strings.TrimRight(p.key(f)+": "+value, " "))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case yamlsource.List:
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, p.inOneLine(item, place, true))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if !n.Quoted {
		return n.Raw
	}
	return requoted(cut(p.line(n.At.Start.Line), n.At.Start.Column, n.At.End.Column), n.Raw)
}

func (p *printer) key(f *yamlsource.Field) string {
	if !f.KeyQuoted {
		return f.Key
	}
	return requoted(cut(p.line(f.KeyAt.Start.Line), f.KeyAt.Start.Column, f.KeyAt.End.Column), f.Key)
}

// simple is a word that needs no quotes anywhere. What has a colon or a space keeps its quotes, as names of spans have them everywhere.
var simple = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(?:[-./][A-Za-z0-9_]+)*$`)

// requoted returns a quoted text without the quotes where it does not need them, else in double quotes unless it has a quote or a
// backslash.
func requoted(source, text string) string {
	switch {
	case simple.MatchString(text) && yamlsource.IsText(text):
		return text
	case strings.HasPrefix(source, "'") && !strings.ContainsAny(text, `"'\`):
		return `"` + text + `"`
	}
	return source
}
