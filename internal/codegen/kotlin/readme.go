package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// flowText is what a README says of a flow, in Markdown.
type flowText struct {
	Title, Brief, Package string
	Methods               []methodText
	Derived               []string // calls that give references, with nothing carried
	Silent                bool     // no service of the input emits it
}

type methodText struct{ Emitter, Method, Span string }

func textOf(in codegen.Input) (flowText, error) {
	f, err := newFlow(in)
	if err != nil {
		return flowText{}, err
	}
	text := flowText{
		Title: codegen.Markdown(f.Flow.Name) + " " + f.Flow.Version.String(), Brief: codegen.Sentence(codegen.Markdown(f.Doc.Brief)),
		Package: f.pkg, Silent: len(f.Services) == 0,
	}
	for _, service := range f.Services {
		for _, s := range service.Spans {
			text.Methods = append(text.Methods, methodText{
				Emitter: emitterName(service.Model, f.Flow), Method: codegen.MarkdownCode(quote(f.named[s].Method)),
				Span: codegen.Markdown(s.Name) + ": " + codegen.Markdown(s.Doc.Brief),
			})
		}
	}
	for _, ref := range f.Refs {
		if d := ref.Derivation; d != nil {
			names := codegen.Map(f.derivedFrom(d), func(p param) string { return p.Name })
			text.Derived = append(text.Derived, f.refName(ref)+".of("+strings.Join(names, ", ")+")")
		}
	}
	return text, nil
}
