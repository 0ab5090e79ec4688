package kotlin

import (
	"cmp"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

func docSentence(text string) string { return codegen.Sentence(codegen.OneLine(docText(text))) }

// fact is a sentence "Name: text.", or nothing without a text.
func fact(name, text string) string {
	if text == "" {
		return ""
	}
	return name + ": " + docSentence(text)
}

// facts joins sentences but for empty ones.
func facts(sentences ...string) string {
	return strings.Join(codegen.NonEmpty(sentences...), " ")
}

// deprecatedText says what a deprecation says, for KDoc.
func deprecatedText(d *model.Deprecated) string { return "Deprecated " + docText(deprecation(d)) }

// deprecation says since when, what to use and why, in plain text.
func deprecation(d *model.Deprecated) string { return codegen.OneLine(codegen.Deprecation(d)) }

// annotate writes the annotation that makes IDEs strike a name through.
func annotate(w *codegen.Writer, d *model.Deprecated) {
	if d != nil {
		w.P("@Deprecated(", stringLiteral(codegen.Title(deprecation(d))), ")")
	}
}

// entryFacts is what anything in a spec may have.
func entryFacts(d *client.EntryDoc) string {
	said := []string{fact("Owner", strings.Join(d.Owners, ", ")), fact("Stability", d.Stability), fact("Expires", d.Expires), sinceText("Since", d.Since)}
	if d.Deprecated != nil {
		said = append(said, deprecatedText(d.Deprecated))
	}
	return facts(said...)
}

// sinceText says with which version something came, or nothing where it is not known.
func sinceText(words, version string) string {
	if version == "" {
		return ""
	}
	return words + " " + version + "."
}

// paramDoc describes a tag's parameter. The limits of a tag that has a type of its own stand there.
func paramDoc(t *client.Tag) string {
	limits := ""
	if said := limitsOf(t); len(said) > 0 && !hasType(t.Model) {
		limits = codegen.Title(strings.Join(said, ", ")) + "."
	}
	unit := ""
	if t.Doc.Unit != "" {
		unit = "Unit: " + code(t.Doc.Unit) + "."
	}
	return facts(docSentence(t.Doc.Brief), limits, unit, fact("Sensitivity", t.Doc.Sensitivity), "Wire: "+code(t.Name)+".")
}

// limitsOf is what the spec asks of the tag's values, and what is reported where they break it.
func limitsOf(t *client.Tag) []string {
	var said []string
	if t.Doc.Pattern != "" {
		said = append(said, "pattern "+code(t.Doc.Pattern))
	}
	if t.Doc.Format != "" {
		said = append(said, "format "+code(t.Doc.Format))
	}
	return append(said, t.Doc.Limits...)
}

// tagDoc describes a tag's own type.
func tagDoc(t *client.Tag) *kdoc {
	d := &t.Doc
	said := []string{"Wire: " + code(t.Name)}
	if t.Model.List {
		said[0] += ", a list of these"
	}
	said = append(said, limitsOf(t)...)
	if len(d.Examples) > 0 {
		said = append(said, "such as "+code(d.Examples[0]))
	}
	traits := []string{strings.Join(said, ", ") + ".", fact("Sensitivity", d.Sensitivity), fact("Reason", d.Reason)}
	if d.OneInTrace {
		traits = append(traits, "One value in the whole trace.")
	}
	if d.Open {
		traits = append(traits, "Other values may come.")
	}
	return doc(docSentence(d.Brief), docText(d.Note), facts(append(traits, entryFacts(&d.EntryDoc))...))
}

// valueDoc describes a value of an enum.
func valueDoc(wire string, d *client.EntryDoc) *kdoc {
	return doc(facts(docSentence(d.Brief), "Wire: "+code(wire)+"."), docText(d.Note), entryFacts(d))
}

// variantDoc describes the type that stands for a tag that chooses, and caseDoc one of its cases.
func variantDoc(v *client.Variant) *kdoc {
	text := "What " + code(v.Span.Name) + " says for each value of " + code(v.Tag.Name) + "."
	return doc(facts(text, docSentence(v.Tag.Doc.Brief)), entryFacts(&v.Tag.Doc.EntryDoc))
}

func caseDoc(chosen *client.Tag, c *client.Case) *kdoc {
	text := code(chosen.Name) + " is " + code(c.Value.Wire) + "."
	return doc(facts(text, docSentence(c.Doc.Brief)), docText(c.Doc.Note), entryFacts(&c.Doc))
}

func variantParamDoc(chosen *client.Tag) string {
	return facts("What the span says for each value of "+code(chosen.Name)+".", docSentence(chosen.Doc.Brief))
}

// refDoc describes a reference.
func refDoc(r *client.Ref) *kdoc {
	carried := ""
	if r.Derivation == nil {
		carried = "Only emitting it or reading a carried reference gives one."
	}
	var only, possible []string
	for _, child := range r.Children {
		if name := code(child.Name); child.Parents.Single() != nil && !child.Parents.Optional {
			only = append(only, name)
		} else {
			possible = append(possible, name)
		}
	}
	children := facts(listed("The parent of ", only), listed("A possible parent of ", possible))
	return doc(facts("A "+code(r.Name)+" span.", carried, docSentence(r.Doc.Brief)), children)
}

func listed(before string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return before + strings.Join(names, ", ") + "."
}

// choiceDoc describes one of several parents.
func choiceDoc(p *client.Parents) *kdoc {
	return doc("What a " + code(p.Of.Name) + " may be below: " + anyOf(p.Refs) + ".")
}

// anyOf names references of which there is one.
func anyOf(refs []client.ParentRef) string {
	return either(codegen.Map(refs, func(ref client.ParentRef) string { return code(ref.Name) }))
}

// either joins names of which one holds: a, a or b, a, b or c.
func either(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// serviceDoc describes an emitter.
func serviceDoc(s *client.Service, flow string) *kdoc {
	text := "Emits the " + code(flow) + " spans of the service " + code(s.Name) + "."
	return doc(facts(text, docSentence(s.Doc.Brief)), docText(s.Doc.Note), facts("Make one per process. Thread-safe.", entryFacts(&s.Doc)))
}

// spanDoc describes what emits or begins a span.
func spanDoc(s *span) *kdoc {
	d := &s.Doc
	end, within := "", ""
	if s.Measured {
		end = "Never emitted when [" + s.Handle + ".end] is not called."
	}
	if d.Within != "" {
		within = "Within " + d.Within + " of the parent's start."
	}
	moments := facts(fact("Moment", d.Moment), fact("Start", d.Start), end, occurs(&d.Occurs), within, followedBy(d.FollowedBy), status(d, code))
	return doc(facts(code(s.Name)+":", docSentence(d.Brief)), docText(d.Note), moments, entryFacts(&d.EntryDoc))
}

// status says of what kind a span is, and when it is an error; code writes names of the spec.
func status(d *client.SpanDoc, code func(string) string) string {
	var said []string
	if d.Kind != "" {
		said = append(said, "Kind: "+d.Kind+".")
	}
	for _, when := range d.ErrorWhen {
		said = append(said, "An error where "+code(when.Tag)+" is "+either(codegen.Map(when.Values, code))+".")
	}
	return facts(said...)
}

// followedBy says what has to follow a span.
func followedBy(conditions []client.FollowedByDoc) string {
	texts := make([]string, len(conditions))
	for i, f := range conditions {
		texts[i] = "Followed by " + f.Text(code) + "."
	}
	return strings.Join(texts, " ")
}

// handleDoc describes a measured span that runs, and endDoc what ends it.
func handleDoc(s *span) *kdoc {
	return doc("A "+code(s.Name)+" that has begun. Thread-safe.", "It is emitted when it is ended; one that is not is kept nowhere.")
}

func endDoc(s *span) *kdoc {
	most := ""
	if s.Doc.MaxDuration != "" {
		most = "At most " + s.Doc.MaxDuration + " after the start."
	}
	return doc(facts("Emits the span.", fact("End", s.Doc.End), most), "A second call emits nothing and reports `ended-twice`.")
}

// occurs says how often there is a span.
func occurs(o *client.OccursDoc) string { return o.Text(occursWords, code) }

var occursWords = client.OccursWords{
	Exactly: "Once", AtMost: "At most once", Parent: " per parent", Key: " per ", And: " and ", Trace: " in its trace",
	Retry: ": a retry gives the same id.",
}

// parentDoc describes the parameter of a span's parent.
func parentDoc(s *client.Span) string {
	switch {
	case s.Parent.Kind == client.RefParent:
		return refParentDoc(s.Parent.Parents)
	case s.TraceID.Source == client.OutsideTrace:
		return "The span outside the flow below which it happens, if there is one. It gives the trace."
	}
	return "The span outside the flow below which it happens, if there is one."
}

func refParentDoc(p *client.Parents) string {
	inTrace := func(one client.ParentRef) bool { return one.SameTrace }
	same, other := codegen.Filter(p.Refs, inTrace), codegen.Filter(p.Refs, func(one client.ParentRef) bool { return !one.SameTrace })
	text := "The "
	switch {
	case len(other) == 0:
		text += anyOf(same)
	case len(same) == 0:
		text += anyOf(other) + ", in another trace,"
	default:
		text += anyOf(same) + ", or in another trace " + anyOf(other) + ","
	}
	text += " below which it happens"
	if p.Optional {
		text += ", if there is one"
	}
	return text + "."
}

func linkDoc(l *client.LinkDoc) string {
	number := cmp.Or(codegen.Between(l.Min, l.Max, "At most %d"), "Any number of")
	kind := " links to "
	if l.Max == 1 {
		kind = " link to "
	}
	return facts(number+kind+code(l.To)+".", docSentence(l.Brief))
}
