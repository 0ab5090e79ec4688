package docs

import (
	"html"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// markdown prints a page for a repository. Everything has the anchors of the HTML page, as sites make different ones of headings.
type markdown struct {
	*codegen.Writer
}

func printMarkdown(p *Page, w *writing) ([]byte, error) {
	m := &markdown{codegen.NewWriter("    ")}
	m.P("<!-- ", codegen.HTMLComment(w.mark), " -->")
	m.P("# ", markdownText(p.Flow.Name), " ", p.Flow.Version.String())
	m.paragraph(say(sentence(p.Flow.Brief), " ", p.Counts+"."))
	m.note(p.Flow.Note)
	m.facts(p.About)
	m.picture(p)
	m.section("steps", "The spans", p.Steps)
	m.heading(2, "each", "Each span")
	for i := range p.Spans {
		m.span(&p.Spans[i])
	}
	m.section("tags", "Tags", p.Tags)
	m.section("services", "Services", p.Services)
	m.emitters(p.Emitters)
	m.personal(p)
	m.section("who", "Who to ask", p.Who)
	m.section("deprecated", "What goes away", p.Deprecated)
	m.section("changes", "What changed", p.Changes)
	m.section("rules", "The rules that check it", p.Rules)
	return m.Bytes()
}

func (m *markdown) heading(level int, id, text string) {
	m.Blank()
	m.P(`<a id="`, id, `"></a>`)
	m.Blank()
	m.P(strings.Repeat("#", level), " ", markdownText(text))
	m.Blank()
}

// section is a heading and its table; nothing where the table has no row.
func (m *markdown) section(id, title string, t table) {
	if len(t.rows) > 0 {
		m.heading(2, id, title)
		m.table(&t)
	}
}

func (m *markdown) paragraph(l line) {
	if len(l) > 0 {
		m.Blank()
		m.Lines("", codegen.Wrap(atStart(m.line(l, false)), 118))
		m.Blank()
	}
}

// note prints a note of the spec as plain paragraphs.
func (m *markdown) note(note string) {
	for _, one := range paragraphs(note) {
		m.paragraph(say(one))
	}
}

func (m *markdown) facts(all facts) {
	m.Blank()
	for _, f := range all {
		m.P("- **", markdownText(f.name), ":** ", m.line(f.says, false))
	}
	m.Blank()
}

func (m *markdown) picture(p *Page) {
	if p.Graph == nil {
		return
	}
	m.heading(2, "picture", "How it goes")
	if len(p.Flow.Funnel) > 0 {
		m.paragraph(say("The funnel: ", separated(p.spanRefs(p.Flow.Funnel), " → "), "."))
	}
	m.P("```mermaid")
	p.Graph.mermaid(m.Writer)
	m.P("```")
}

func (m *markdown) span(s *spanText) {
	m.heading(3, s.id, s.span.Name)
	m.paragraph(say(sentence(s.Brief)))
	m.note(s.Note)
	m.facts(s.Facts)
	m.table(&s.Tags)
	for i := range s.Calls {
		call := &s.Calls[i]
		m.paragraph(say(call.title() + ":"))
		m.code(call.Language, call.Code)
	}
}

func (m *markdown) emitters(all []emitterText) {
	for i := range all {
		e := &all[i]
		m.paragraph(say(e.Language+", the emitter of ", codeOf(e.Service), ", made once:"))
		m.code(e.Language, strings.Join(e.Imports, "\n")+"\n\n"+e.Code)
	}
}

func (m *markdown) personal(p *Page) {
	m.heading(2, "personal", "Personal data")
	if len(p.Personal.rows) == 0 {
		m.paragraph(say("No tag is marked as personal data."))
		return
	}
	m.table(&p.Personal)
}

// code prints a fenced block. The fence is longer than any run of back-ticks in it.
func (m *markdown) code(language, text string) {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.P(fence, strings.ToLower(language))
	inBlank := false
	for _, one := range strings.Split(text, "\n") {
		if one == "" {
			inBlank = true
			continue
		}
		if inBlank {
			m.Blank()
		}
		inBlank = false
		m.P(strings.ReplaceAll(one, "\t", "    "))
	}
	m.P(fence)
	m.Blank()
}

// table prints a table of GitHub's Markdown, in which a cell is one line.
func (m *markdown) table(t *table) {
	if len(t.rows) == 0 {
		return
	}
	m.Blank()
	m.P("| ", strings.Join(t.head, " | "), " |")
	m.P("|", strings.Repeat(" --- |", len(t.head)))
	for _, r := range t.rows {
		var cells []string
		for i, cell := range r.cells {
			text := m.line(cell, true)
			if i == 0 && r.id != "" {
				text = `<a id="` + r.id + `"></a>` + text
			}
			cells = append(cells, text)
		}
		m.P("| ", strings.Join(cells, " | "), " |")
	}
	m.Blank()
}

// line prints a line. In a cell of a table a bar is escaped in code too (GFM section 4.10).
func (m *markdown) line(l line, inTable bool) string {
	var out strings.Builder
	for _, one := range l {
		text := markdownText(one.text)
		switch one.style {
		case code:
			text = codegen.CodeSpan(one.text)
			if inTable {
				text = codegen.MarkdownCode(one.text)
			}
		case strong:
			text = "**" + text + "**"
		case broken:
			out.WriteString("<br>")
			continue
		}
		if one.to != "" {
			text = "[" + text + "](#" + one.to + ")"
		}
		out.WriteString(text)
	}
	return out.String()
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"![", `\!\[`, "://", "&#58;//", "www.", "www&#46;", "@", "&#64;",
)

// markdownText is text as nothing but text, on one line. Spaces at its ends stay.
func markdownText(text string) string {
	clean := codegen.OneLine(text)
	if clean == "" {
		if text != "" {
			return " "
		}
		return ""
	}
	if strings.HasPrefix(text, " ") {
		clean = " " + clean
	}
	if strings.HasSuffix(text, " ") {
		clean += " "
	}
	return markdownEscapes.Replace(clean)
}

// atStart is text that begins a paragraph, and not a heading, a list or a quote.
func atStart(text string) string {
	if text == "" {
		return text
	}
	if strings.ContainsRune("#-+=", rune(text[0])) {
		return `\` + text
	}
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits > 0 && digits < len(text) && strings.ContainsRune(".)", rune(text[digits])) {
		return text[:digits] + `\` + text[digits:]
	}
	return text
}

func markdownIndex(pages []*Page, w *writing) ([]byte, error) {
	m := &markdown{codegen.NewWriter("    ")}
	m.P("<!-- ", codegen.HTMLComment(w.mark), " -->")
	m.P("# ", plural(len(pages), "flow"))
	t := indexTable(pages)
	m.Blank()
	m.P("| ", strings.Join(t.head, " | "), " |")
	m.P("|", strings.Repeat(" --- |", len(t.head)))
	for i, r := range t.rows {
		cells := []string{"[" + codegen.MarkdownCode(pages[i].Flow.Name) + "](" + html.EscapeString(pages[i].File) + ".md)"}
		for _, cell := range r.cells[1:] {
			cells = append(cells, m.line(cell, true))
		}
		m.P("| ", strings.Join(cells, " | "), " |")
	}
	return m.Bytes()
}
