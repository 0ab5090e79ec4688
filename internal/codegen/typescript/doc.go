package typescript

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// width is how many columns the text of a comment takes at most.
const width = 110

// tsdoc writes a doc comment. Empty paragraphs are left out. A block tag (@remarks, @deprecated) may only begin a paragraph: an at
// sign that wrapping moves to the start of a line is escaped.
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
				line = `\` + line
			}
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		w.BlockComment(lines, math.MaxInt)
	}
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

// isWord reports whether an at sign after r is part of a word, as in an email address.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' }

// code writes text of the spec as a code span of Markdown, which it cannot end.
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

func brief(d client.EntryDoc) string { return codegen.Sentence(escape(d.Brief)) }

// remarks joins sentences to one @remarks block. Empty ones are left out.
func remarks(parts ...string) string {
	said := codegen.Map(codegen.NonEmpty(parts...), codegen.Sentence)
	if len(said) == 0 {
		return ""
	}
	return "@remarks " + strings.Join(said, " ")
}

// entryRemarks say who owns an entry, and how long it stays as it is.
func entryRemarks(d client.EntryDoc) []string {
	var out []string
	if len(d.Owners) > 0 {
		out = append(out, "Owners: "+strings.Join(codegen.Map(d.Owners, escape), ", "))
	}
	if d.Stability != "" {
		out = append(out, "In "+d.Stability+": it may still change")
	}
	if d.Expires != "" {
		out = append(out, "It must be gone by "+d.Expires)
	}
	return append(out, codegen.NonEmpty(sinceRemark(d))...)
}

// sinceRemark says with which version an entry came, or nothing where it is not known.
func sinceRemark(d client.EntryDoc) string {
	if d.Since == "" {
		return ""
	}
	return "Since " + d.Since
}

// deprecated is the block that makes editors strike through what it documents, or "".
func deprecated(d *model.Deprecated) string {
	if d == nil {
		return ""
	}
	return "@deprecated " + deprecation(d)
}

// deprecation says since when something is deprecated, what to use instead and why.
func deprecation(d *model.Deprecated) string {
	text := "Since " + d.Since.String() + "."
	if d.Use != "" {
		text += " Use " + code(d.Use) + "."
	}
	if d.Why != "" {
		text += " " + codegen.Sentence(escape(d.Why))
	}
	return text
}

// tagRemarks say what the values of a tag must be and who may see them.
func tagRemarks(d *client.TagDoc) []string {
	var out []string
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+value)
		}
	}
	if d.Pattern != "" {
		left := ""
		if d.PatternTooBig {
			left = ", which is left to the validator"
		}
		add("Pattern: ", code(d.Pattern)+left)
	}
	add("Format: ", d.Format)
	add("", codegen.Title(strings.Join(d.Limits, ", ")))
	if d.Unit != "" {
		add("Unit: ", code(d.Unit))
	}
	sensitivity := d.Sensitivity
	if sensitivity != "" && d.Reason != "" {
		sensitivity += " (" + escape(d.Reason) + ")"
	}
	add("Sensitivity: ", sensitivity)
	if d.OneInTrace {
		add("One value in ", "the whole trace")
	}
	add("Such as ", examples(d.Examples))
	return append(out, entryRemarks(d.EntryDoc)...)
}

// examples lists the examples that are short enough for a sentence.
func examples(all []string) string {
	var out []string
	for _, example := range all {
		if utf8.RuneCountInString(example) <= 80 {
			out = append(out, code(example))
		}
	}
	return strings.Join(out, ", ")
}

// spanDoc are the paragraphs about a span: what it means, when to emit it, how often it occurs, who owns it.
func spanDoc(s *client.Span) []string {
	var moment []string
	add := func(when, text string) {
		if text != "" {
			moment = append(moment, when+codegen.Sentence(escape(text)))
		}
	}
	d := &s.Doc
	add("When: ", d.Moment)
	add("Start it: ", d.Start)
	add("End it: ", d.End)
	said := []string{"Emits " + code(s.Name), d.Occurs.Text(occursWords, code)}
	if d.Within != "" {
		said = append(said, "Within "+d.Within+" of its parent")
	}
	if d.MaxDuration != "" {
		said = append(said, "It lasts at most "+d.MaxDuration)
	}
	if d.Kind != "" {
		said = append(said, "Of the kind "+d.Kind)
	}
	for _, when := range d.ErrorWhen {
		said = append(said, "An error with "+code(when.Tag)+" = "+strings.Join(codegen.Map(when.Values, code), " or "))
	}
	for _, f := range d.FollowedBy {
		said = append(said, "Followed by "+f.Text(code))
	}
	return []string{
		brief(d.EntryDoc), escape(d.Note), strings.Join(moment, " "), remarks(append(said, entryRemarks(d.EntryDoc)...)...), deprecated(d.Deprecated),
	}
}

var occursWords = client.OccursWords{
	Exactly: "Once", AtMost: "At most once", Parent: " for each parent", Key: " for each ", And: " and ", Trace: " in a trace",
}

// parentDoc is the comment of the property parent, or "" for a root.
func parentDoc(p *client.Parent) string {
	switch p.Kind {
	case client.OutsideParent:
		return "The span of the request, if it is traced. OpenTelemetry's `span.spanContext()` fits."
	case client.RefParent:
		return parentsDoc(p.Parents)
	}
	return ""
}

func parentsDoc(p *client.Parents) string {
	perhaps := ""
	if p.Optional {
		perhaps = ", if there is one"
	}
	if one := p.Single(); one != nil {
		where := ""
		if !p.Refs[0].SameTrace {
			where = ", in another trace"
		}
		return "The " + code(one.Name) + " that it follows" + where + perhaps + "."
	}
	names := codegen.Map(p.Refs, func(ref client.ParentRef) string {
		if ref.SameTrace {
			return code(ref.Name)
		}
		return code(ref.Name) + " of another trace"
	})
	return "The span that it follows" + perhaps + ": a " + strings.Join(names, ", or a ") + "."
}

func linkDoc(d *client.LinkDoc) string {
	count, noun := codegen.Between(d.Min, d.Max, "At most %d"), "links"
	if d.Max == 1 {
		noun = "link"
	}
	count = codegen.Title(strings.TrimSpace(count + " " + noun))
	return strings.TrimSpace(codegen.Sentence(escape(d.Brief)) + " " + count + " to " + code(d.To) + ".")
}

func deriveDoc(ref *client.Ref) string {
	var of []string
	if ref.Derivation.Parent != nil {
		of = append(of, "its parent")
	}
	for _, key := range ref.Derivation.Keys {
		of = append(of, code(key.Name))
	}
	one := "The ref of the one " + code(ref.Name) + " of a trace"
	if len(of) > 0 {
		one = "The ref of the " + code(ref.Name) + " of " + strings.Join(of, " and ")
	}
	return one + ", worked out: nothing has to be carried."
}
