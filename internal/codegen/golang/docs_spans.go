package golang

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// spanDoc is the comment of the method that emits or begins a span.
func spanDoc(s *client.Span, n spanNames) comment {
	verb := "emits"
	if s.Measured {
		verb = "begins"
	}
	c := paragraph(fmt.Sprintf("%s %s %s.", n.method(), verb, quoted(s.Name)), codegen.Sentence(s.Doc.Brief))
	var items facts
	items.add("moment", s.Doc.Moment)
	items.add("start", s.Doc.Start)
	items.add("kind", s.Doc.Kind)
	items.add("parent", parentFact(&s.Doc.Parent))
	items.add("trace", traceFact(&s.Doc.Trace))
	items.add("occurs", s.Doc.Occurs.Text(occursWords, plain))
	if s.Doc.Within != "" {
		items.add("within", s.Doc.Within+" of the parent's start")
	}
	for _, link := range s.Doc.Links {
		items.add("links", linkFact(link))
	}
	for _, when := range s.Doc.ErrorWhen {
		items.add("error where", errorFact(when))
	}
	for _, f := range s.Doc.FollowedBy {
		items.add("followed by", f.Text(quoted))
	}
	c.entry(s.Doc.EntryDoc, append(items, uses(s.Doc.LaterUses, s.Doc.DeprecatedUses)...))
	return c
}

func parentFact(p *client.Parent) string {
	switch {
	case p.Kind == client.OutsideParent:
		return "any span outside the flow; the zero value for none"
	case p.Kind != client.RefParent:
		return ""
	}
	names := codegen.Map(p.Refs, func(r client.ParentRef) string {
		switch {
		case r.SameTrace:
			return quoted(r.Name)
		case len(p.Refs) > 1:
			return quoted(r.Name) + " of another trace"
		}
		return quoted(r.Name) + ", which is in another trace"
	})
	if p.Optional {
		return listed(names) + "; nil for none"
	}
	return listed(names)
}

// errorFact is the values of a tag with which a span is an error.
func errorFact(e client.ErrorWhenDoc) string { return e.Tag + " is " + listed(e.Values) }

func traceFact(t *client.TraceDoc) string {
	switch t.Source {
	case client.TagTrace:
		return fmt.Sprintf("%s, whose id is %s", t.Name, t.IDTag)
	case client.OutsideTrace:
		return t.Name + ", that of the parent, or a new one"
	case client.NewTrace:
		return t.Name + ", a new one each time"
	}
	return "" // the parent's, which has said it
}

var occursWords = client.OccursWords{
	Exactly: "once", AtMost: "at most once", Parent: " per parent", Key: " per ", And: " and ", Retry: "; a retry gives the same ids",
}

func linkFact(l client.LinkDoc) string {
	number := codegen.Between(l.Min, l.Max, "at most %d")
	if number == "" {
		number = "any number of"
	}
	return strings.TrimSpace(number + " " + quoted(l.To) + ". " + codegen.Sentence(l.Brief))
}

// endDoc is the comment of a handle's End.
func endDoc(s *client.Span) comment {
	c := paragraph("End emits the span and returns its reference. A second call does nothing but report a violation.")
	var items facts
	items.add("end", s.Doc.End)
	if s.Doc.MaxDuration != "" {
		items = append(items, "at most "+s.Doc.MaxDuration+" after the start")
	}
	c.items(items)
	return c
}

func refDoc(r *client.Ref, n spanNames) comment {
	text := n.Ref + " refers to a span " + quoted(r.Name)
	for i, child := range r.Children {
		if i == 0 {
			text += ", the parent of " + quoted(child.Name)
			continue
		}
		text += ", " + quoted(child.Name)
	}
	return paragraph(text + ".")
}

func deriveDoc(r *client.Ref, n spanNames) comment {
	what := "the only span " + quoted(r.Name) + " of its trace"
	switch {
	case r.ID.Parent:
		what = "the span " + quoted(r.Name) + " below parent"
	case len(r.ID.Keys) > 0:
		what = "the span " + quoted(r.Name) + " of these values"
	}
	return paragraph(fmt.Sprintf("Derive%s works out the ids of %s.", n.Ref, what))
}

// parentChoiceDoc is the comment of the closed interface of a span's parents, with links to the references.
func (p *goPackage) parentChoiceDoc(parents *client.Parents, n spanNames) comment {
	refs := codegen.Map(parents.Refs, func(r client.ParentRef) string { return p.span(r.Model).Ref })
	text := fmt.Sprintf("%s is the parent of a span %s: %s.", n.parent(), quoted(parents.Of.Name), alternatives(refs))
	if parents.Optional {
		text += " It may be nil: the span may have no parent."
	}
	return paragraph(text)
}

// optionDoc is the comment of the interface of what may be left out, with links to the functions that make it.
func optionDoc(option, what string, makers []string) comment {
	return paragraph(fmt.Sprintf("%s is what %s may do without: %s.", option, what, alternatives(makers)))
}

func (p *goPackage) beginOptionDoc(s *client.Span, n spanNames) comment {
	all := makers(s.Begin.Optional())
	for _, link := range s.Links {
		if !link.Required {
			all = append(all, p.span(link.To.Model).Link)
		}
	}
	return optionDoc(n.option(), quoted(s.Name), append(all, "WithTimestamp", "Extra"))
}

func (p *goPackage) endOptionDoc(s *client.Span, n spanNames) comment {
	return optionDoc(n.endOption(), "the end of "+quoted(s.Name), append(makers(s.End.Optional()), "WithTimestamp", "Extra"))
}

// makers are the functions that make optional tags; an enum has one for each value, and is named itself.
func makers(inputs []client.Input) []string {
	return codegen.Map(inputs, func(in client.Input) string {
		n := namesOf(in.Tag.Model)
		return cmp.Or(n.Make, n.Item)
	})
}
