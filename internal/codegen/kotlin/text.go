package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// maxLine is how long a line of output may be: what ktlint and Kotlin's own conventions have.
const maxLine = 120

// stringLiteral writes text as a Kotlin string, in which a dollar sign begins a template.
func stringLiteral(text string) string { return codegen.Quote(text, "$", escapeUnit) }

var escapeUnit = codegen.EscapeUTF16(`\u%04X`)

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
	text = codegen.OneLine(docText(strings.ReplaceAll(text, "`", "'")))
	return "`" + strings.ReplaceAll(text, "\\[", "[") + "`"
}

// kdoc is a KDoc comment: paragraphs, then what it says of parameters.
type kdoc struct{ paragraphs, params []string }

// doc is a comment of paragraphs, but for empty ones.
func doc(paragraphs ...string) *kdoc { return &kdoc{paragraphs: codegen.NonEmpty(paragraphs...)} }

// withParams adds the description of parameters.
func (d *kdoc) withParams(params []param) *kdoc {
	for _, p := range params {
		if p.Doc != "" {
			d.params = append(d.params, "@param "+strings.Trim(p.Name, "`")+" "+p.Doc)
		}
	}
	return d
}

// lines returns the comment at a width.
func (d *kdoc) lines(width int) []string {
	var out []string
	for _, paragraph := range d.paragraphs {
		out = append(out, "")
		for _, line := range codegen.Wrap(paragraph, width) {
			if strings.HasPrefix(line, "@") {
				line = "&#64;" + line[1:]
			}
			out = append(out, line)
		}
	}
	if len(d.params) > 0 {
		out = append(out, "")
	}
	for _, param := range d.params {
		out = append(out, codegen.Wrap(param, width)...)
	}
	return out[min(1, len(out)):]
}

// write writes the comment: in one line where it fits.
func (d *kdoc) write(w *codegen.Writer) {
	lines := d.lines(maxLine - w.Width() - len(" * "))
	columns := maxLine
	if len(d.params) > 0 {
		columns = 0 // tags stand on lines of their own
	}
	w.BlockComment(lines, columns)
}
