package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// text is what a README says of the flow, in Markdown. Derived are calls that give references, with nothing carried; it is Silent if no
// service of the input emits it.
func (f *flow) text() codegen.Values {
	var methods []codegen.Values
	for _, service := range f.Services {
		for _, s := range service.Spans {
			methods = append(methods, codegen.Values{
				"Emitter": emitterName(service.Model, f.Flow), "Method": codegen.MarkdownCode(quote(f.named[s].Method)), "Parent": f.parentText(s),
				"Span": facts(codegen.Markdown(s.Name)+": "+codegen.Sentence(codegen.Markdown(s.Doc.Brief)), statusText(&s.Doc)),
			})
		}
	}
	var derived []string
	for _, ref := range f.Refs {
		if d := ref.Derivation; d != nil {
			names := codegen.Map(f.derivedFrom(d), func(p param) string { return p.Name })
			derived = append(derived, f.refName(ref)+".of("+strings.Join(names, ", ")+")")
		}
	}
	return codegen.Values{
		"Title": codegen.Markdown(f.Flow.Name) + " " + f.Flow.Version.String(), "Brief": codegen.Sentence(codegen.Markdown(f.Doc.Brief)),
		"Package": f.pkg, "Silent": len(f.Services) == 0, "Methods": methods, "Derived": derived,
	}
}

// parentText says what a method takes as the parent.
func (f *flow) parentText(s *client.Span) string {
	switch s.Parent.Kind {
	case client.OutsideParent:
		return codegen.MarkdownCode("SpanContext") + " or none"
	case client.RefParent:
		names := codegen.Map(s.Parent.Refs, func(one client.ParentRef) string { return codegen.MarkdownCode(f.refName(one.Ref)) })
		if s.Parent.Optional {
			names = append(names, "none")
		}
		return either(names)
	}
	return "none"
}

func statusText(d *client.SpanDoc) string { return status(d, codegen.MarkdownCode) }
