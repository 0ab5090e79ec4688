package docs

import "strings"

// A line is text in pieces, which each format prints in its own way. Texts are those of the spec: printing escapes them.
type line []piece

type piece struct {
	style style
	text  string
	to    string // the anchor of an element of the page
}

type style uint8

const (
	plain style = iota
	strong
	quiet // of less weight than what stands beside it
	code
	broken // a line break
)

// say makes a line of texts, pieces and lines.
func say(parts ...any) line {
	var out line
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			if part != "" {
				out = append(out, piece{text: part})
			}
		case piece:
			out = append(out, part)
		case line:
			out = append(out, part...)
		}
	}
	return out
}

func codeOf(text string) piece   { return piece{style: code, text: text} }
func strongOf(text string) piece { return piece{style: strong, text: text} }
func quietOf(text string) piece  { return piece{style: quiet, text: text} }

// separated joins lines with a text between them.
func separated(all []line, between string) line {
	var out line
	for i, one := range all {
		if i > 0 {
			out = append(out, piece{text: between})
		}
		out = append(out, one...)
	}
	return out
}

// either joins lines with commas, and or before the last.
func either(all []line, last string) line {
	if len(all) < 2 {
		return separated(all, "")
	}
	return say(separated(all[:len(all)-1], ", "), " "+last+" ", all[len(all)-1])
}

// stacked joins lines with line breaks.
func stacked(all ...line) line {
	var out line
	for _, one := range all {
		if len(one) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, piece{style: broken})
		}
		out = append(out, one...)
	}
	return out
}

// text is a line without its marks.
func (l line) text() string {
	var out strings.Builder
	for _, one := range l {
		if one.style == broken {
			out.WriteByte(' ')
		}
		out.WriteString(one.text)
	}
	return out.String()
}

// codes are texts as code.
func codes(texts []string) []line {
	out := make([]line, len(texts))
	for i, text := range texts {
		out[i] = say(codeOf(text))
	}
	return out
}

// sentence is text with a full stop at its end.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}

// table is a table with a head. The first cell of a row is its head.
type table struct {
	caption string
	head    []string
	rows    []row
}

type row struct {
	id    string // the anchor of what the row is about, or ""
	cells []line
}

func (t *table) add(id string, cells ...line) { t.rows = append(t.rows, row{id, cells}) }

// fact is a name with what is said under it.
type fact struct {
	name string
	says line
}

type facts []fact

// add adds a fact, unless there is nothing to say.
func (f *facts) add(name string, says line) {
	if len(says) > 0 {
		*f = append(*f, fact{name, says})
	}
}
