package kotlin

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// param is a parameter of a function or a constructor.
type param struct {
	Name, Type string
	Runtime    string // the runtime's type among Type, or ""
	Default    string // "" where the caller must give it
	Doc        string
	Old        *model.Deprecated // of an optional one, which only a deprecated overload takes
}

func (p *param) declared() string {
	text := p.Name + ": " + p.Type
	if p.Default != "" {
		text += " = " + p.Default
	}
	return text
}

// required are the parameters that must be given, optional those that may be.
func required(p param) bool { return p.Default == "" }
func optional(p param) bool { return p.Default != "" }

func only[T any](all []T, keep func(T) bool) []T {
	var out []T
	for _, one := range all {
		if keep(one) {
			out = append(out, one)
		}
	}
	return out
}

func requiredFirst(params []param) []param {
	return append(only(params, required), only(params, optional)...)
}

func withoutDefaults(params []param) []param {
	out := slices.Clone(params)
	for i := range out {
		out[i].Default = ""
	}
	return out
}

func hasParam(params []param, name string) bool {
	return slices.ContainsFunc(params, func(p param) bool { return p.Name == name })
}

// put is a tag that is given to a draft.
type put struct {
	client.Input
	param param
	from  string // the expression of its value
}

// moment is what is given when a span is emitted or begins, or when a measured one ends.
type moment struct {
	params   []param
	puts     []put // that are parameters of their own
	groups   []group
	variants []variant
}

// group is tags of a wide span that are given together.
type group struct {
	Type   string
	param  string
	params []param
	puts   []put
}

// variant is the type that stands for the tag that chooses a variant.
type variant struct {
	*client.Variant
	Type  string
	param string
}

// atBegin is what emitting or beginning a span takes: what it stands below, what it must have, and what it may have.
func (f *flow) atBegin(s *span) moment {
	m := f.moment(s, &s.Begin, "Tags")
	var first, links []param
	switch s.Parent.Kind {
	case client.RefParent:
		first = append(first, param{Name: "parent", Type: f.refName(s.Parent.Ref), Doc: parentDoc(s.Span)})
	case client.OutsideParent:
		first = append(first, param{Name: "parent", Type: "SpanContext?", Runtime: "SpanContext", Default: "null", Doc: parentDoc(s.Span)})
	}
	if s.TraceID.ParameterOnly {
		tag := s.TraceID.Tag
		p := f.tagParam(client.Input{Tag: tag, Required: true, Deprecated: tag.Doc.Deprecated})
		p.Doc += " It gives the trace."
		first = append(first, p)
	}
	for _, link := range s.Links {
		names := namesOf(link.To.Model, f.Flow)
		p := param{Name: names.LinkParam, Type: "List<" + names.RefType + ">", Doc: linkDoc(&link.Doc)}
		if !link.Required {
			p.Default = "emptyList()"
		}
		links = append(links, p)
	}
	m.params = slices.Concat(first, only(m.params, required), only(links, required), only(m.params, optional), only(links, optional), extra)
	return m
}

// atEnd is what ending a measured span takes.
func (f *flow) atEnd(s *span) moment {
	m := f.moment(s, &s.End, "EndTags")
	m.params = append(requiredFirst(m.params), extra...)
	return m
}

var extra = []param{{Name: "extra", Type: "Tags", Runtime: "Tags", Default: "Tags.EMPTY", Doc: "Tags that the spec does not declare."}}

// tagParam is the parameter for a tag.
func (f *flow) tagParam(in client.Input) param {
	p := param{Name: tagParam(in.Tag.Model), Type: tagType(in.Tag.Model), Doc: paramDoc(in.Tag)}
	if in.Tag.Model.List {
		p.Type = "List<" + p.Type + ">"
	}
	if in.Deprecated != nil {
		p.Doc += " " + deprecatedText(in.Deprecated)
	}
	if !in.Required {
		p.Type += "?"
		p.Default, p.Old = "null", in.Deprecated
	}
	return p
}

// putsOf are the tags among inputs, their values taken from what has them as members, or from parameters where of is "".
func (f *flow) putsOf(inputs []client.Input, of string) []put {
	var out []put
	for _, in := range inputs {
		if in.Variant == nil {
			p := f.tagParam(in)
			out = append(out, put{in, p, of + p.Name})
		}
	}
	return out
}

func paramsOf(puts []put) []param {
	out := make([]param, len(puts))
	for i, one := range puts {
		out[i] = one.param
	}
	return out
}

// maxTags is how many tags a function takes by themselves. The JVM allows 255 slots, of which a long takes two and a
// function with defaults more for itself; tags beyond are taken in groups of as many.
const maxTags = 100

// moment is what is given in one call, its parameters in the order of the spec.
func (f *flow) moment(s *span, in *client.Call, groupName string) moment {
	m := moment{puts: f.putsOf(in.Inputs, "")}
	if len(m.puts) > maxTags {
		m.group(f, s.Upper+groupName)
	}
	for _, in := range in.Inputs {
		if in.Variant != nil {
			v := variant{in.Variant, variantType(s.Model, in.Tag.Model, f.Flow), tagParam(in.Tag.Model)}
			m.variants = append(m.variants, v)
			m.params = append(m.params, param{Name: v.param, Type: v.Type, Doc: variantParamDoc(in.Tag)})
			continue
		}
		if at := slices.IndexFunc(m.puts, func(p put) bool { return p.Tag == in.Tag }); at >= 0 {
			m.params = append(m.params, m.puts[at].param)
		}
	}
	return m
}

// group gathers the tags of a wide span, in the spec's order. What the span's ids need stays a parameter of its own, and so
// do variants and links.
func (m *moment) group(f *flow, name string) {
	grouped := only(m.puts, func(p put) bool { return !p.ForID })
	m.puts = only(m.puts, func(p put) bool { return p.ForID })
	for puts := range slices.Chunk(grouped, maxTags) {
		number := len(m.groups) + 1
		g := group{Type: fmt.Sprintf("%s%d", name, number), param: fmt.Sprintf("tags%d", number), puts: puts}
		for i := range puts {
			puts[i].param.Old = nil
			puts[i].from = "tags." + puts[i].from
		}
		g.params = requiredFirst(paramsOf(puts))
		p := param{Name: g.param, Type: g.Type, Doc: "The tags from " + code(puts[0].Tag.Name) + " on."}
		if optional(g.params[0]) {
			p.Default = g.Type + "()"
		}
		m.groups = append(m.groups, g)
		m.params = append(m.params, p)
	}
}
