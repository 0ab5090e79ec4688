package golang

import (
	"fmt"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// spanDoc is the comment of the method that emits or begins a span.
func spanDoc(s *model.Span, flow *model.Flow) comment {
	var c comment
	names := namesOfSpan(s, flow)
	verb := "emits"
	if s.Measured {
		verb = "begins"
	}
	c.para(fmt.Sprintf("%s %s %s.", names.method(), verb, quoted(s.Name)), codegen.Sentence(s.Brief))
	c.note(s.Note)
	c.items(spanFacts(s))
	deprecate(&c, s.Deprecated)
	return c
}

func spanFacts(s *model.Span) []string {
	var items []string
	fact := func(name, value string) {
		if value != "" {
			items = append(items, name+": "+value)
		}
	}
	fact("moment", s.Moment)
	fact("start", s.Start)
	fact("parent", parentFact(s))
	fact("trace", traceFact(s))
	fact("occurs", occursFact(s))
	if s.Within > 0 {
		fact("within", duration(s.Within)+" of the parent's start")
	}
	for _, link := range s.Links {
		fact("links", linkFact(link))
	}
	items = append(items, tagNotes(s.Tags)...)
	return append(items, entryFacts(&s.Entry)...)
}

func parentFact(s *model.Span) string {
	switch {
	case s.Parent.Kind == model.ParentAny:
		return "any span outside the flow; the zero value for none"
	case s.ParentInOtherTrace():
		return quoted(s.Parent.Span.Name) + ", which is in another trace"
	case s.Parent.Kind == model.ParentSpan:
		return quoted(s.Parent.Span.Name)
	}
	return ""
}

func traceFact(s *model.Span) string {
	switch id := s.TraceIDTag(); {
	case id != nil:
		return fmt.Sprintf("%s, whose id is %s", s.Trace.Name, id.Name)
	case s.Parent.Kind == model.ParentAny:
		return s.Trace.Name + ", that of the parent, or a new one"
	case !s.ParentInTrace():
		return s.Trace.Name + ", a new one each time"
	}
	return ""
}

func occursFact(s *model.Span) string {
	const again = "; a retry gives the same ids"
	keys := make([]string, len(s.Occurs.Keys))
	for i, key := range s.Occurs.Keys {
		keys[i] = key.Name
	}
	per := strings.Join(keys, " and ")
	if s.Occurs.PerParent {
		per = "parent"
	}
	switch s.Occurs.Multiplicity {
	case model.Once:
		return "once" + again
	case model.AtMostOnce:
		return "at most once" + again
	case model.OncePer:
		return "once per " + per + again
	case model.AtMostOncePer:
		return "at most once per " + per + again
	}
	return ""
}

func linkFact(l *model.Link) string {
	number := "any number of "
	switch {
	case l.Min > 0 && l.Max > 0:
		number = fmt.Sprintf("%d to %d ", l.Min, l.Max)
	case l.Min > 0:
		number = fmt.Sprintf("%d or more ", l.Min)
	case l.Max > 0:
		number = fmt.Sprintf("at most %d ", l.Max)
	}
	return strings.TrimSpace(number + quoted(l.To.Name) + ". " + codegen.Sentence(l.Brief))
}

// endDoc is the comment of a handle's End.
func endDoc(s *model.Span) comment {
	var c comment
	c.para("End emits the span and returns its reference. A second call does nothing but report a violation.")
	var items []string
	if s.End != "" {
		items = append(items, "end: "+s.End)
	}
	if s.MaxDuration > 0 {
		items = append(items, "at most "+duration(s.MaxDuration)+" after the start")
	}
	c.items(items)
	return c
}

// duration writes d as a spec does: 5m, not 5m0s, and 1d.
func duration(d time.Duration) string {
	const day = 24 * time.Hour
	if d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func refDoc(s *model.Span, flow *model.Flow) comment {
	var c comment
	var children []string
	for _, child := range flow.Spans {
		if child.Parent.Kind == model.ParentSpan && child.Parent.Span == s {
			children = append(children, quoted(child.Name))
		}
	}
	text := namesOfSpan(s, flow).Ref + " refers to a span " + quoted(s.Name)
	if len(children) > 0 {
		text += ", the parent of " + strings.Join(children, ", ")
	}
	c.para(text + ".")
	return c
}

func deriveDoc(view *refView, s *model.Span) comment {
	var c comment
	what := "the only span " + quoted(s.Name) + " of its trace"
	switch {
	case s.Occurs.PerParent:
		what = "the span " + quoted(s.Name) + " below parent"
	case len(s.Occurs.Keys) > 0:
		what = "the span " + quoted(s.Name) + " of these values"
	}
	c.para(fmt.Sprintf("Derive%s works out the ids of %s.", view.Ref, what))
	return c
}

// optionDoc is the comment of the interface of what may be left out, with links to the functions that make it.
func optionDoc(option, what string, makers []string) comment {
	var c comment
	c.para(fmt.Sprintf("%s is what %s may do without: %s.", option, what, alternatives(makers)))
	return c
}

// alternatives are doc links to names, as a sentence lists them.
func alternatives(names []string) string {
	links := make([]string, len(names))
	for i, name := range names {
		links[i] = "[" + name + "]"
	}
	if len(links) < 2 {
		return strings.Join(links, "")
	}
	last := len(links) - 1
	return strings.Join(links[:last], ", ") + " or " + links[last]
}
