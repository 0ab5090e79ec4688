package golang

import (
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// param is a parameter of a generated function.
type param struct {
	name string
	mark string // what stands before the type: "*", "[]", "..." or nothing
	typ  string
	pkg  string // that typ is of: forPeople, forGenerated, or "" for the flow's own

	// large says that the function which the emitters of all services call takes a pointer to it. A copy costs several ns: it has to wait until
	// what the caller has just written is in the cache.
	large bool
}

// span is the names of a span of the flow.
func (p *goPackage) span(s *model.Span) spanNames { return namesOfSpan(s, p.Flow) }

// variantType is the type of a variant: SentPlatform.
func (p *goPackage) variantType(v *client.Variant) string {
	return p.span(v.Span).Name + entryName(&v.Tag.Model.Entry)
}

// caseFunc is the function that makes a variant's case: SentPlatformIOS.
func (p *goPackage) caseFunc(v *client.Variant, c *client.Case) string {
	return p.variantType(v) + entryName(&c.Value.Entry)
}

// beginParams are what emitting a span takes, or beginning a measured one. They end in options, even where there are none
// yet, so that a later optional tag changes no signature.
func (p *goPackage) beginParams(s *client.Span) []param {
	var params []param
	switch s.Parent.Kind {
	case client.RefParent:
		params = append(params, param{name: "parent", typ: p.parentType(s.Parent.Parents), large: !hasChoice(s.Parent.Parents)})
	case client.OutsideParent:
		params = append(params, param{name: "parent", typ: "SpanContext", pkg: forPeople})
	}
	if s.TraceID.ParameterOnly {
		params = append(params, tagParam(s.TraceID.Tag))
	}
	params = append(params, p.inputParams(s.Begin.Required())...)
	for _, link := range s.Links {
		if link.Required {
			to := p.span(link.To.Model)
			params = append(params, param{name: marker(to.Links), typ: to.Links})
		}
	}
	return append(params, param{name: "options", mark: "...", typ: p.span(s.Model).option()})
}

// endParams are what ending a measured span takes.
func (p *goPackage) endParams(s *client.Span) []param {
	return append(p.inputParams(s.End.Required()), param{name: "options", mark: "...", typ: p.span(s.Model).endOption()})
}

// caseParams are what a variant's case takes.
func (p *goPackage) caseParams(v *client.Variant, c *client.Case) []param {
	params := p.inputParams(c.Inputs.Required())
	if len(c.Inputs.Optional()) > 0 {
		params = append(params, param{name: "options", mark: "...", typ: p.caseFunc(v, c) + "Option"})
	}
	return params
}

// deriveParams are what working a reference out takes.
func (p *goPackage) deriveParams(r *client.Ref) []param {
	var params []param
	if parents := r.Derivation.Parent; parents != nil {
		params = append(params, param{name: "parent", typ: p.parentType(parents)})
	}
	return append(params, codegen.Map(r.Derivation.Tags, tagParam)...)
}

// parentType is the type of the parameter that takes the parent: a reference, or the closed interface of several.
func (p *goPackage) parentType(parents *client.Parents) string {
	if hasChoice(parents) {
		return p.span(parents.Of.Model).parent()
	}
	return p.span(parents.Single().Model).Ref
}

func (p *goPackage) inputParams(inputs []client.Input) []param {
	return codegen.Map(inputs, func(in client.Input) param {
		one := tagParam(in.Tag)
		if in.Variant != nil {
			one.typ, one.large = p.variantType(in.Variant), true
		}
		return one
	})
}

func tagParam(t *client.Tag) param {
	n := namesOf(t.Model)
	return param{name: n.Field, typ: n.Type}
}

// noteOptions notes for each type that is an option of the span's calls which interfaces it implements.
func (p *goPackage) noteOptions(s *client.Span) {
	n := p.span(s.Model)
	note := func(typ, option string) { p.options[typ] = append(p.options[typ], option) }
	var inputs func(option string, all []client.Input)
	inputs = func(option string, all []client.Input) {
		for _, in := range all {
			if in.Variant != nil {
				for _, c := range in.Variant.Cases {
					inputs(p.caseFunc(in.Variant, c)+"Option", c.Inputs)
				}
			} else if !in.Required {
				note(namesOf(in.Tag.Model).Type, option)
			}
		}
	}
	inputs(n.option(), s.Begin)
	for _, link := range s.Links {
		if !link.Required {
			note(p.span(link.To.Model).Links, n.option())
		}
	}
	note(timestampType, n.option())
	note("ExtraTag", n.option())
	if s.Measured {
		inputs(n.endOption(), s.End)
		note(timestampType, n.endOption())
		note("ExtraTag", n.endOption())
	}
}
