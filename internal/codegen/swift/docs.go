package swift

import (
	"fmt"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
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
func (d *doc) entry(e *model.Entry) *doc {
	d.para(codegen.Sentence(e.Brief))
	d.para(e.Note)
	d.notes = append(d.notes, entryFacts(e)...)
	if e.Deprecated != nil {
		d.notes = append(d.notes, deprecatedText(e.Deprecated))
	}
	return d
}

// entryFacts are owners, stability and the day an entry expires.
func entryFacts(e *model.Entry) []string {
	var facts []string
	if len(e.Owners) > 0 {
		facts = append(facts, "Owners: "+strings.Join(e.Owners, ", ")+".")
	}
	if e.Stability != "" && e.Stability != "stable" {
		facts = append(facts, "Stability: "+e.Stability+".")
	}
	if !e.Expires.IsZero() {
		facts = append(facts, "Expires: "+e.Expires.Format(time.DateOnly)+".")
	}
	return facts
}

// deprecatedText is what a comment and the compiler say of a deprecated entry.
func deprecatedText(d *model.Deprecated) string {
	text := "Deprecated since " + d.Since.String()
	if d.Use != "" {
		text += ": use " + code(d.Use)
	}
	return strings.TrimSpace(text + ". " + codegen.Sentence(d.Why))
}

// tagDoc is what a parameter's comment says of a tag.
func tagDoc(t *model.Tag) string {
	parts := []string{codegen.Sentence(t.Brief)}
	for _, fact := range tagFacts(t) {
		parts = append(parts, codegen.Sentence(fact))
	}
	if text := strings.TrimSpace(strings.Join(parts, " ")); text != "" {
		return text
	}
	return "The tag " + code(t.Name) + "."
}

// tagFacts are what a tag asks of its values, and who may see them.
func tagFacts(t *model.Tag) []string {
	var facts []string
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, name+": "+value)
		}
	}
	if t.Pattern != "" {
		add("Pattern", code(t.Pattern))
	}
	add("Format", string(t.Format))
	if t.Min != nil {
		facts = append(facts, "At least "+constraint.Decimal(t.Min))
	}
	if t.Max != nil {
		facts = append(facts, "At most "+constraint.Decimal(t.Max))
	}
	if t.MinLength > 1 {
		facts = append(facts, fmt.Sprintf("At least %d characters", t.MinLength))
	}
	if t.MaxLength > 0 {
		facts = append(facts, fmt.Sprintf("At most %d characters", t.MaxLength))
	}
	if t.MaxItems > 0 {
		facts = append(facts, "At"+strings.TrimPrefix(constraint.ExpectedItems(t), "at"))
	}
	if t.Unit != "" {
		add("Unit", code(t.Unit))
	}
	if t.Sensitivity != "none" {
		add("Sensitivity", t.Sensitivity)
		add("Reason", t.Reason)
	}
	if t.TraceScope {
		facts = append(facts, "One value in the whole trace")
	}
	return facts
}

func parentDoc(s *model.Span) string { return "The " + code(s.Name) + " before it." }

func linkDoc(l *model.Link) string {
	text := "Spans " + code(l.To.Name) + " that it points at."
	if l.Min > 0 {
		text += fmt.Sprintf(" At least %d.", l.Min)
	}
	if l.Max > 0 {
		text += fmt.Sprintf(" At most %d.", l.Max)
	}
	return strings.TrimSpace(text + " " + codegen.Sentence(l.Brief))
}

// spanDoc is the comment of a span's method.
func spanDoc(view *spanView) *doc {
	s := view.Span
	verb := "Emits"
	if s.Measured {
		verb = "Starts"
	}
	d := newDoc(verb + " " + code(s.Name) + ".").entry(&s.Entry)
	if s.Moment != "" {
		d.para("When: " + codegen.Sentence(s.Moment))
	}
	if s.Start != "" {
		d.para("Start: " + codegen.Sentence(s.Start))
	}
	d.para(occursText(s))
	if s.Measured {
		d.para("A span that is never ended is emitted by nobody.")
		d.returns = "The running span; end it" + ending(s) + "."
	} else {
		d.returns = "The reference to the span, for its children and for links."
	}
	return d
}

// ending says when a measured span ends.
func ending(s *model.Span) string {
	if s.End == "" {
		return ""
	}
	return " as its end comes: " + strings.TrimSuffix(codegen.Sentence(s.End), ".")
}

func occursText(s *model.Span) string {
	o := s.Occurs
	again := ": to emit it again gives the same id."
	switch {
	case o.Multiplicity == model.Unbounded:
		return ""
	case o.PerParent:
		return "Once per parent at most" + again
	case len(o.Keys) > 0:
		names := make([]string, len(o.Keys))
		for i, key := range o.Keys {
			names[i] = code(key.Name)
		}
		return "Once per " + strings.Join(names, ", ") + " in a trace" + again
	}
	return "Once in a trace" + again
}

// code is text as code in Markdown, whatever back-ticks it holds.
func code(text string) string {
	text = strings.Join(strings.Fields(codegen.Clean(text)), " ")
	if !strings.Contains(text, "`") {
		return "`" + text + "`"
	}
	fence := "``"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + " " + text + " " + fence
}

// lines lays the comment out in columns of the given width; text of a spec cannot begin a field of DocC.
func (d *doc) lines(width int) []string {
	out := codegen.Wrap(plain(d.summary), width)
	block := func(lines []string) {
		if len(lines) > 0 {
			out = append(append(out, ""), lines...)
		}
	}
	for i, text := range d.body {
		lines := markdown(text, width)
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
		fields = append(fields, field("- Parameter "+documented[0].Label+": ", documented[0].Doc, "  ", width)...)
	default:
		fields = append(fields, "- Parameters:")
		for _, p := range documented {
			fields = append(fields, field("  - "+p.Label+": ", p.Doc, "    ", width)...)
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

// isItem reports whether a paragraph is an item of a list that this package makes.
func isItem(text string) bool { return strings.HasPrefix(text, "- ") }

// field lays out an item whose further lines are indented.
func field(head, text, indent string, width int) []string {
	lines := codegen.Wrap(strings.TrimSpace(head)+" "+plain(text), width-len(indent))
	for i, line := range lines {
		switch {
		case i == 0:
			// Wrap takes the indentation away.
			lines[i] = head[:len(head)-len(strings.TrimLeft(head, " "))] + line
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "* "), strings.HasPrefix(line, "+ "):
			lines[i] = indent + "\\" + line
		default:
			lines[i] = indent + line
		}
	}
	return lines
}

// plain is text on one line, without what a comment cannot hold.
func plain(text string) string {
	return strings.Join(strings.Fields(codegen.Clean(text)), " ")
}

// fieldNames are the words with which an item of a list becomes a field of DocC.
var fieldNames = codegen.WordSet(`
	attention author authors bug complexity copyright date experiment important invariant localizationkey mutatingvariant
	nonmutatingvariant note parameter parameters postcondition precondition remark remarks requires returns seealso since
	tag throws tip todo version warning keyword recommended recommendedover`)

// markdown is text of a spec as paragraphs and lists. What would be a field of DocC, a heading or a fence is escaped.
func markdown(text string, width int) []string {
	lines := codegen.Wrap(codegen.Clean(text), width-1)
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
			lines[i] = "\\" + line
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "* "), strings.HasPrefix(line, "+ "):
			word, _, _ := strings.Cut(strings.TrimSpace(line[2:]), " ")
			if fieldNames[strings.ToLower(strings.TrimRight(word, ":"))] {
				lines[i] = "\\" + line
			}
		}
	}
	return lines
}
