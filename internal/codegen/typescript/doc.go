package typescript

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// width is how long a line of a comment gets.
const width = 110

// tsdoc writes a doc comment. Empty paragraphs are left out; one that begins with a block tag (@remarks, @deprecated) is the
// caller's own and stays as it is.
func tsdoc(w *codegen.Writer, paragraphs ...string) {
	var lines []string
	for _, paragraph := range paragraphs {
		wrapped := codegen.Wrap(paragraph, width)
		if len(wrapped) == 0 {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		for i, line := range wrapped {
			if i > 0 && strings.HasPrefix(line, "@") {
				line = `\` + line // wrapped to where a tag would begin
			}
			lines = append(lines, line)
		}
	}
	switch len(lines) {
	case 0:
		return
	case 1:
		w.P("/** ", lines[0], " */")
		return
	}
	w.P("/**")
	for _, line := range lines {
		w.P(" * ", line)
	}
	w.P(" */")
}

// escape makes text of the spec safe to stand in a doc comment: it cannot end the comment, begin a tag, open an inline tag
// or hide what follows. Markdown stays.
func escape(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range codegen.Clean(text) {
		switch {
		case r == '@' && !isWord(before), r == '{', r == '}', r == '/' && before == '*':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// isWord reports whether an at sign behind r is part of a word, as in an address.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' }

// code writes text of the spec as a code span, in which it cannot be anything else.
func code(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case r == '\n' || r == '\t':
			return ' '
		}
		return r
	}, codegen.Clean(text))
	return "`" + strings.ReplaceAll(text, "*/", `*\/`) + "`"
}

// brief is an entry's brief and note, escaped.
func brief(e *model.Entry) string { return codegen.Sentence(escape(e.Brief)) }

// remarks are what else there is to say about an entry, as one block.
func remarks(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, codegen.Sentence(part))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "@remarks " + strings.Join(said, " ")
}

func owners(e *model.Entry) string {
	if len(e.Owners) == 0 {
		return ""
	}
	return "Owners: " + strings.Join(mapped(e.Owners, escape), ", ")
}

func stability(e *model.Entry) string {
	if e.Stability != "development" {
		return ""
	}
	return "In development: it may still change"
}

func expires(e *model.Entry) string {
	if e.Expires.IsZero() {
		return ""
	}
	return "It must be gone by " + e.Expires.Format("2006-01-02")
}

// deprecated is the block that makes editors strike through what it stands on, from the first that is not nil.
func deprecated(all ...*model.Deprecated) string {
	for _, d := range all {
		if d == nil {
			continue
		}
		text := "@deprecated Since " + d.Since.String() + "."
		if d.Use != "" {
			text += " Use " + code(d.Use) + "."
		}
		if d.Why != "" {
			text += " " + codegen.Sentence(escape(d.Why))
		}
		return text
	}
	return ""
}

// remarks are what a caller should know of a tag's values.
func (r *rules) remarks(t *model.Tag) []string {
	var out []string
	add := func(parts ...string) { out = append(out, strings.Join(parts, "")) }
	if t.Pattern != "" {
		left := ""
		if r.tag(t).left != "" {
			left = ", which is left to the validator"
		}
		add("Pattern: ", code(t.Pattern), left)
	}
	if t.Format != model.FormatNone {
		add("Format: ", string(t.Format))
	}
	if limits := r.limits(t); limits != "" {
		add(limits)
	}
	if t.Unit != "" {
		add("Unit: ", code(t.Unit))
	}
	if t.Sensitivity != "" && t.Sensitivity != "none" {
		reason := ""
		if t.Reason != "" {
			reason = " (" + escape(t.Reason) + ")"
		}
		add("Sensitivity: ", t.Sensitivity, reason)
	}
	if t.TraceScope {
		add("One value in the whole trace")
	}
	if examples := examplesOf(t); examples != "" {
		add("Such as ", examples)
	}
	return append(out, owners(&t.Entry), stability(&t.Entry), expires(&t.Entry))
}

func examplesOf(t *model.Tag) string {
	var out []string
	for _, example := range t.Examples {
		if text := literal(t, example); utf8.RuneCountInString(text) <= 80 {
			out = append(out, code(text))
		}
	}
	return strings.Join(out, ", ")
}
