package kotlin

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

func docSentence(text string) string { return codegen.Sentence(oneLine(docText(text))) }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// deprecatedText says what a deprecation says, for KDoc.
func deprecatedText(d *model.Deprecated) string { return "Deprecated " + docText(deprecation(d)) }

// deprecation says since when, what to use and why, in plain text.
func deprecation(d *model.Deprecated) string {
	text := fmt.Sprintf("since %s.", d.Since)
	if d.Use != "" {
		text += fmt.Sprintf(" Use %s.", d.Use)
	}
	return oneLine(codegen.Clean(text + " " + codegen.Sentence(d.Why)))
}

// annotate writes the annotation that makes IDEs strike a name through.
func annotate(w *codegen.Writer, d *model.Deprecated) {
	if d != nil {
		w.P("@Deprecated(", stringLiteral(codegen.Title(deprecation(d))), ")")
	}
}

// annotate marks a way to call that is for a deprecated tag, and names it: the annotation cannot stand at a parameter. Any
// other way is as old as the entry.
func (o overload) annotate(w *codegen.Writer, entry *model.Deprecated) {
	if o.old == nil {
		annotate(w, entry)
		return
	}
	w.P("@Deprecated(", stringLiteral(strings.Trim(o.name, "`")+" "+deprecation(o.old)), ")")
}

// paramDoc describes a tag's parameter. The limits of a tag that has a type of its own stand there.
func paramDoc(t *model.Tag) string {
	parts := []string{docSentence(t.Brief)}
	if facts := limits(t); len(facts) > 0 && t.Kind != model.KindID && t.Kind != model.KindEnum {
		parts = append(parts, codegen.Title(strings.Join(facts, ", "))+".")
	}
	if t.Unit != "" {
		parts = append(parts, "Unit: "+code(t.Unit)+".")
	}
	if t.Sensitivity != "" && t.Sensitivity != "none" {
		parts = append(parts, "Sensitivity: "+docText(t.Sensitivity)+".")
	}
	return strings.Join(append(parts, "Wire: "+code(t.Name)+"."), " ")
}

// entryFacts is what anything in a spec may have.
func entryFacts(e *model.Entry) string {
	var parts []string
	if len(e.Owners) > 0 {
		parts = append(parts, "Owner: "+oneLine(docText(strings.Join(e.Owners, ", ")))+".")
	}
	if e.Stability != "" && e.Stability != "stable" {
		parts = append(parts, "Stability: "+docText(e.Stability)+".")
	}
	if !e.Expires.IsZero() {
		parts = append(parts, "Expires: "+e.Expires.Format(time.DateOnly)+".")
	}
	if e.Deprecated != nil {
		parts = append(parts, deprecatedText(e.Deprecated))
	}
	return strings.Join(parts, " ")
}

// tagDoc describes a tag's own type.
func tagDoc(t *model.Tag) *kdoc {
	d := &kdoc{}
	d.para(docSentence(t.Brief))
	d.note(t.Note)
	facts := []string{"Wire: " + code(t.Name)}
	if t.List {
		facts[0] += ", a list of these"
	}
	facts = append(facts, limits(t)...)
	if len(t.Examples) > 0 {
		facts = append(facts, "such as "+code(valueText(t, t.Examples[0])))
	}
	d.para(strings.Join(facts, ", ")+".", tagTraits(t), entryFacts(&t.Entry))
	return d
}

// limits is what the spec asks of the tag's values, and what is reported where they break it.
func limits(t *model.Tag) []string {
	var facts []string
	if t.Pattern != "" {
		facts = append(facts, "pattern "+code(t.Pattern))
	}
	if t.Format != model.FormatNone {
		facts = append(facts, "format "+code(string(t.Format)))
	}
	if t.MinLength > 0 {
		facts = append(facts, "at least "+characters(t.MinLength))
	}
	if t.MaxLength > 0 {
		facts = append(facts, "at most "+characters(t.MaxLength))
	}
	if t.Min != nil {
		facts = append(facts, "at least "+constraint.Decimal(t.Min))
	}
	if t.Max != nil {
		facts = append(facts, "at most "+constraint.Decimal(t.Max))
	}
	if t.MaxItems > 0 {
		facts = append(facts, constraint.ExpectedItems(t))
	}
	return facts
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return strconv.Itoa(n) + " characters"
}

func tagTraits(t *model.Tag) string {
	var parts []string
	if t.Sensitivity != "" && t.Sensitivity != "none" {
		parts = append(parts, "Sensitivity: "+docText(t.Sensitivity)+".")
	}
	if t.Reason != "" {
		parts = append(parts, "Reason: "+docSentence(t.Reason))
	}
	if t.TraceScope {
		parts = append(parts, "One value in the whole trace.")
	}
	if t.Open {
		parts = append(parts, "Other values may come.")
	}
	return strings.Join(parts, " ")
}

// valueText is a value of the spec as it stands on the wire.
func valueText(t *model.Tag, v model.Value) string {
	if t.List {
		item := *t
		item.List = false
		texts := make([]string, len(v.Items))
		for i := range v.Items {
			texts[i] = valueText(&item, v.Items[i])
		}
		return strings.Join(texts, ", ")
	}
	switch t.Kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return strconv.FormatFloat(v.Double, 'g', -1, 64)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return v.Text
}

// spanDoc describes what emits or begins a span.
func spanDoc(view *spanView) *kdoc {
	s := view.Span
	d := &kdoc{}
	d.para(code(s.Name)+":", docSentence(s.Brief))
	d.note(s.Note)
	var facts []string
	if s.Moment != "" {
		facts = append(facts, "Moment: "+docSentence(s.Moment))
	}
	if s.Start != "" {
		facts = append(facts, "Start: "+docSentence(s.Start))
	}
	if s.Measured {
		facts = append(facts, "Never emitted when ["+view.Handle+".end] is not called.")
	}
	facts = append(facts, occurs(s))
	if s.Within > 0 {
		facts = append(facts, "Within "+duration(s.Within)+" of the parent's start.")
	}
	d.para(strings.Join(facts, " "))
	d.para(entryFacts(&s.Entry))
	return d
}

func endDoc(view *spanView) *kdoc {
	s := view.Span
	d := &kdoc{}
	var facts []string
	if s.End != "" {
		facts = append(facts, "End: "+docSentence(s.End))
	}
	if s.MaxDuration > 0 {
		facts = append(facts, "At most "+duration(s.MaxDuration)+" after the start.")
	}
	d.para("Emits the span.", strings.Join(facts, " "))
	d.para("A second call emits nothing and reports `ended-twice`.")
	return d
}

func occurs(s *model.Span) string {
	const again = ": a retry gives the same id."
	keys := make([]string, len(s.Occurs.Keys))
	for i, key := range s.Occurs.Keys {
		keys[i] = code(key.Name)
	}
	per := strings.Join(keys, " and ")
	if s.Occurs.PerParent {
		per = "parent"
	}
	switch s.Occurs.Multiplicity {
	case model.Once:
		return "Once in its trace" + again
	case model.AtMostOnce:
		return "At most once in its trace" + again
	case model.OncePer:
		return "Once per " + per + again
	case model.AtMostOncePer:
		return "At most once per " + per + again
	}
	return ""
}

func linkDoc(l *model.Link) string {
	number := "Any number of"
	switch {
	case l.Min > 0 && l.Max > l.Min:
		number = fmt.Sprintf("%d to %d", l.Min, l.Max)
	case l.Min > 0 && l.Max > 0:
		number = strconv.Itoa(l.Min)
	case l.Min > 0:
		number = fmt.Sprintf("%d or more", l.Min)
	case l.Max > 0:
		number = fmt.Sprintf("At most %d", l.Max)
	}
	kind := " links to "
	if l.Max == 1 {
		kind = " link to "
	}
	return strings.TrimSpace(number + kind + code(l.To.Name) + ". " + docSentence(l.Brief))
}

// duration writes d as a spec does: 5m, not 5m0s.
func duration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// header is the lines above every Kotlin file.
func header(in codegen.Input) []string {
	return []string{
		"Code generated by specgen " + oneLine(codegen.Clean(in.Source.Version)) + ". DO NOT EDIT.",
		fmt.Sprintf("Source: %s, version %s.", oneLine(codegen.Clean(in.Source.Path)), in.Flow.Version),
		"SHA-256: " + in.Source.SHA256 + ".",
		"Again: " + oneLine(codegen.Clean(in.Source.Command)),
	}
}
