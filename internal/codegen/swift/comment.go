package swift

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// doc is a DocC comment. All text of a spec that goes into a comment goes through it.
type doc struct {
	summary string
	body    []string // Markdown paragraphs and lists
	params  []param
	returns string
	notes   []string
}

// newDoc begins a comment with a summary, which is one sentence.
func newDoc(summary string, paragraphs ...string) *doc {
	d := &doc{summary: summary}
	for _, text := range paragraphs {
		d.para(text)
	}
	return d
}

// para adds a paragraph, or nothing where the text is empty.
func (d *doc) para(text string) {
	if strings.TrimSpace(text) != "" {
		d.body = append(d.body, text)
	}
}

// entry adds what any entry of a spec may have.
func (d *doc) entry(e *client.EntryDoc) *doc {
	d.para(codegen.Sentence(e.Brief))
	d.para(e.Note)
	d.notes = append(d.notes, entrySentences(e)...)
	return d
}

// lines lays the comment out in columns of the given width; text of a spec cannot begin a field of DocC.
func (d *doc) lines(width int) []string {
	out := codegen.Wrap(codegen.OneLine(d.summary), width)
	block := func(lines []string) {
		if len(lines) > 0 {
			out = append(append(out, ""), lines...)
		}
	}
	for i, text := range d.body {
		lines := paragraph(text, width)
		if i > 0 && isItem(text) && isItem(d.body[i-1]) {
			out = append(out, lines...)
			continue
		}
		block(lines)
	}
	var fields []string
	switch documented := d.params; len(documented) {
	case 0:
	case 1:
		fields = append(fields, field("- Parameter "+documented[0].label+": ", documented[0].doc, "  ", width)...)
	default:
		fields = append(fields, "- Parameters:")
		for _, p := range documented {
			fields = append(fields, field("  - "+p.label+": ", p.doc, "    ", width)...)
		}
	}
	if d.returns != "" {
		fields = append(fields, field("- Returns: ", d.returns, "  ", width)...)
	}
	if len(d.notes) > 0 {
		fields = append(fields, field("- Note: ", strings.Join(d.notes, " "), "  ", width)...)
	}
	block(fields)
	return out
}

// isItem reports whether Markdown takes a line for an item of a list.
func isItem(line string) bool {
	return len(line) > 1 && strings.ContainsRune("-*+", rune(line[0])) && line[1] == ' '
}

// field lays out an item whose further lines are indented.
func field(head, text, indent string, width int) []string {
	lines := codegen.Wrap(strings.TrimSpace(head)+" "+codegen.OneLine(text), width-len(indent))
	for i, line := range lines {
		switch {
		case i == 0:
			// Wrap takes the indentation away.
			lines[i] = head[:len(head)-len(strings.TrimLeft(head, " "))] + line
		case isItem(line):
			lines[i] = indent + "\\" + line
		default:
			lines[i] = indent + line
		}
	}
	return lines
}

// fieldNames are the words with which an item of a list becomes a field of DocC.
var fieldNames = codegen.WordSet(`
	attention author authors bug complexity copyright date experiment important invariant localizationkey mutatingvariant
	nonmutatingvariant note parameter parameters postcondition precondition remark remarks requires returns seealso since
	tag throws tip todo version warning keyword recommended recommendedover`)

// paragraph is text of a spec as paragraphs and lists. What would be a field of DocC, a heading or a fence is escaped.
func paragraph(text string, width int) []string {
	lines := codegen.Wrap(codegen.Clean(text), width-1)
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
			lines[i] = "\\" + line
		case isItem(line):
			word, _, _ := strings.Cut(strings.TrimSpace(line[2:]), " ")
			if fieldNames[strings.ToLower(strings.TrimRight(word, ":"))] {
				lines[i] = "\\" + line
			}
		}
	}
	return lines
}
