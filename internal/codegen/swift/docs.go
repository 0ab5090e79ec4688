package swift

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// code is text as code in a comment.
func code(text string) string { return codegen.CodeSpan(text) }

// entrySentences are owners, stability, the day an entry expires and its deprecation.
func entrySentences(e *client.EntryDoc) []string {
	var out []string
	if len(e.Owners) > 0 {
		out = append(out, "Owners: "+strings.Join(e.Owners, ", ")+".")
	}
	if e.Stability != "" {
		out = append(out, "Stability: "+e.Stability+".")
	}
	if e.Expires != "" {
		out = append(out, "Expires: "+e.Expires+".")
	}
	if e.Since != "" {
		out = append(out, "Since "+e.Since+".")
	}
	if e.Deprecated != nil {
		out = append(out, deprecatedText(e.Deprecated))
	}
	return out
}

// deprecatedText is what a comment says of a deprecated entry.
func deprecatedText(d *model.Deprecated) string {
	text := "Deprecated since " + d.Since.String()
	if d.Use != "" {
		text += ": use " + code(d.Use)
	}
	return strings.TrimSpace(text + ". " + codegen.Sentence(d.Why))
}

// tagSentences is what a parameter's comment says of a tag.
func tagSentences(t *client.Tag) string {
	parts := []string{codegen.Sentence(t.Doc.Brief)}
	for _, fact := range tagFacts(&t.Doc) {
		parts = append(parts, codegen.Sentence(fact))
	}
	if text := strings.TrimSpace(strings.Join(parts, " ")); text != "" {
		return text
	}
	return "The tag " + code(t.Name) + "."
}

// typeDoc is the comment of a tag's own type.
func typeDoc(t *client.Tag) *doc {
	d := newDoc("The tag " + code(t.Name) + ".").entry(&t.Doc.EntryDoc)
	for _, fact := range tagFacts(&t.Doc) {
		d.para("- " + codegen.Sentence(fact))
	}
	return d
}

// tagFacts are what a tag asks of its values, and who may see them.
func tagFacts(d *client.TagDoc) []string {
	var facts []string
	fact := func(holds bool, format string, args ...any) {
		if holds {
			facts = append(facts, fmt.Sprintf(format, args...))
		}
	}
	fact(d.Pattern != "", "Pattern: %s", code(d.Pattern))
	fact(d.Format != "", "Format: %s", d.Format)
	for _, limit := range d.Limits {
		facts = append(facts, codegen.Title(limit))
	}
	fact(d.Unit != "", "Unit: %s", code(d.Unit))
	fact(d.Sensitivity != "", "Sensitivity: %s", d.Sensitivity)
	fact(d.Reason != "", "Reason: %s", d.Reason)
	fact(d.OneInTrace, "One value in the whole trace")
	return facts
}

// valueDoc is the comment of a value of an enum.
func valueDoc(v *model.EnumValue, d *client.EntryDoc) *doc {
	return newDoc(code(v.Wire) + " on the wire.").entry(d)
}

func linkSentences(d *client.LinkDoc) string {
	text := "Spans " + code(d.To) + " that it points at."
	switch {
	case d.Min > 0 && d.Min == d.Max:
		text += fmt.Sprintf(" Exactly %d.", d.Min)
	case d.Min > 0 && d.Max > 0:
		text += fmt.Sprintf(" At least %d. At most %d.", d.Min, d.Max)
	case d.Min > 0:
		text += fmt.Sprintf(" At least %d.", d.Min)
	case d.Max > 0:
		text += fmt.Sprintf(" At most %d.", d.Max)
	}
	return strings.TrimSpace(text + " " + codegen.Sentence(d.Brief))
}

// refDoc is the comment of a reference's type.
func refDoc(ref *client.Ref) *doc {
	d := newDoc("A reference to a " + code(ref.Name) + " span.").entry(&ref.Doc)
	if ref.Derivation != nil {
		d.para("It derives, so that nothing needs to be carried.")
	} else {
		d.para("It comes from emitting the span, or was carried here.")
	}
	return d
}

// spanDoc is the comment of a span's method.
func spanDoc(s *client.Span, verb string) *doc {
	d := newDoc(verb + " " + code(s.Name) + ".").entry(&s.Doc.EntryDoc)
	if s.Doc.Moment != "" {
		d.para("When: " + codegen.Sentence(s.Doc.Moment))
	}
	if s.Doc.Start != "" {
		d.para("Start: " + codegen.Sentence(s.Doc.Start))
	}
	d.para(s.Doc.Occurs.Text(occursWords, code))
	for _, f := range s.Doc.FollowedBy {
		d.para("Followed by " + f.Text(code) + ".")
	}
	if s.Doc.Kind != "" {
		d.para("Kind: " + s.Doc.Kind + ".")
	}
	for _, when := range s.Doc.ErrorWhen {
		d.para("An error where " + code(when.Tag) + " is " + alternatives(codegen.Map(when.Values, code)) + ".")
	}
	if !s.Measured {
		d.returns = "The reference to the span, for its children and for links."
		return d
	}
	d.para("A span that is never ended is emitted by nobody.")
	d.returns = "The running span; end it."
	if s.Doc.End != "" {
		d.returns = "The running span; end it as its end comes: " + codegen.Sentence(s.Doc.End)
	}
	return d
}

var occursWords = client.OccursWords{
	Exactly: "Exactly once", AtMost: "At most once", Parent: " per parent", Key: " per ", And: ", ", KeyEnd: " in a trace", Trace: " in a trace",
	Retry: ": to emit it again gives the same id.",
}

// parentNames names the spans of which one is the parent.
func parentNames(parents *client.Parents) string {
	return alternatives(codegen.Map(parents.Refs, func(ref client.ParentRef) string { return code(ref.Name) }))
}

// alternatives joins what one is chosen of: a, b or c.
func alternatives(all []string) string {
	last := len(all) - 1
	if last == 0 {
		return all[0]
	}
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// endDoc is the comment of the function that ends a measured span.
func endDoc(s *client.Span) *doc {
	d := newDoc("Ends and emits the span.")
	if s.Doc.End != "" {
		d.para("When: " + codegen.OneLine(s.Doc.End))
	}
	d.para("To end it again does nothing but report a violation.")
	return d
}
