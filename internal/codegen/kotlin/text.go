package kotlin

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
)

// maxLine is how long a line of output may be: what ktlint and Kotlin's own conventions have.
const maxLine = 120

// stringLiteral writes text as a Kotlin string.
func stringLiteral(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\' || r == '$':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == ' ' || unicode.IsPrint(r) && !unicode.Is(unicode.Bidi_Control, r):
			b.WriteRune(r)
		default:
			writeUnits(&b, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// writeUnits escapes a character by its UTF-16 code units.
func writeUnits(b *strings.Builder, r rune) {
	if r > 0xFFFF {
		r -= 0x10000
		fmt.Fprintf(b, `\u%04X\u%04X`, 0xD800+r>>10, 0xDC00+r&0x3FF)
		return
	}
	fmt.Fprintf(b, `\u%04X`, r)
}

// docText makes text of a spec safe in KDoc. Kotlin's comments nest, so both ends of a comment are broken up; brackets would
// be links. Code spans of Markdown are left as they are but for the comment's ends.
func docText(text string) string {
	var b strings.Builder
	code := false
	clean := codegen.Clean(strings.ToValidUTF8(text, "\ufffd"))
	paired := strings.Count(clean, "`")%2 == 0
	var before rune
	for _, r := range clean {
		switch {
		case r == '`' && paired:
			code = !code
			b.WriteRune(r)
		case r == '/' && before == '*':
			b.WriteString("&#47;")
		case r == '*' && before == '/':
			b.WriteString("&#42;")
		case r == '[' && !code:
			b.WriteString("\\[")
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// code writes text as a code span of Markdown, in one line.
func code(text string) string {
	text = strings.Join(strings.Fields(docText(strings.ReplaceAll(text, "`", "'"))), " ")
	return "`" + strings.ReplaceAll(text, "\\[", "[") + "`"
}

// kdoc is a KDoc comment: paragraphs, then parameters.
type kdoc struct{ blocks [][]string }

// para adds a paragraph of the parts, joined by spaces; empty parts are left out.
func (d *kdoc) para(parts ...string) {
	var full []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			full = append(full, part)
		}
	}
	if len(full) > 0 {
		d.blocks = append(d.blocks, []string{strings.Join(full, " ")})
	}
}

// note adds text of many paragraphs.
func (d *kdoc) note(text string) {
	if text != "" {
		d.blocks = append(d.blocks, strings.Split(docText(text), "\n"))
	}
}

// params adds the description of parameters.
func (d *kdoc) params(params []param) {
	var lines []string
	for _, p := range params {
		if p.Doc != "" {
			lines = append(lines, "@param "+strings.Trim(p.Name, "`")+" "+p.Doc)
		}
	}
	if len(lines) > 0 {
		d.blocks = append(d.blocks, append([]string{paramBlock}, lines...))
	}
}

// paramBlock marks a block whose lines are tags of KDoc, each of its own.
const paramBlock = "\x00"

// lines returns the comment at a width.
func (d *kdoc) lines(width int) []string {
	var out []string
	for i, block := range d.blocks {
		if i > 0 {
			out = append(out, "")
		}
		if block[0] == paramBlock {
			for _, line := range block[1:] {
				out = append(out, codegen.Wrap(line, width)...)
			}
			continue
		}
		for _, line := range codegen.Wrap(strings.Join(block, "\n"), width) {
			if strings.HasPrefix(line, "@") {
				line = "&#64;" + line[1:]
			}
			out = append(out, line)
		}
	}
	return out
}

// write writes the comment: in one line where it fits.
func (d *kdoc) write(w *codegen.Writer) {
	width := maxLine - w.Width() - len(" * ")
	lines := d.lines(width)
	if len(lines) == 0 {
		return
	}
	if len(lines) == 1 && !strings.HasPrefix(lines[0], "@") && utf8.RuneCountInString(lines[0])+w.Width()+len("/**  */") <= maxLine {
		w.P("/** ", lines[0], " */")
		return
	}
	w.P("/**")
	for _, line := range lines {
		w.P(strings.TrimRight(" * "+line, " "))
	}
	w.P(" */")
}
