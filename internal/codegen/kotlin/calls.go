package kotlin

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// param is a parameter of a function or a constructor.
type param struct {
	Name, Type string
	Import     string // what Type is imported from, or ""
	Default    string // "" where the caller must give it
	Doc        string
	Old        *model.Deprecated // set on an optional parameter that only a deprecated overload takes
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

func requiredFirst(params []param) []param {
	return append(codegen.Filter(params, required), codegen.Filter(params, optional)...)
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
	variants []*client.Variant
}

// group is tags of a wide span that are given together.
type group struct {
	Type   string
	param  string
	params []param
	puts   []put
}

// atBegin is what emitting or beginning a span takes: what it stands below, what it must have, and what it may have.
func (f *flow) atBegin(s *span) moment {
	m := f.moment(s, s.Begin, "Tags")
	var first, links []param
	switch parent := s.Parent; {
	case parent.Kind == client.OutsideParent:
		first = append(first, param{Name: "parent", Type: "SpanContext?", Import: runtimePackage + ".SpanContext", Default: "null", Doc: parentDoc(s.Span)})
	case parent.Kind == client.RefParent && parent.Optional:
		first = append(first, param{Name: "parent", Type: f.parentType(parent.Parents) + "?", Default: "null", Doc: parentDoc(s.Span)})
	case parent.Kind == client.RefParent:
		first = append(first, param{Name: "parent", Type: f.parentType(parent.Parents), Doc: parentDoc(s.Span)})
	}
	if s.TraceID.ParameterOnly {
		tag := s.TraceID.Tag
		p := f.paramOf(client.Input{Tag: tag, Required: true, Deprecated: tag.Doc.Deprecated})
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
	m.params = slices.Concat(first, codegen.Filter(m.params, required), codegen.Filter(links, required), codegen.Filter(m.params, optional), codegen.Filter(links, optional), last(s.begun))
	return m
}

// atEnd is what ending a measured span takes.
func (f *flow) atEnd(s *span) moment {
	m := f.moment(s, s.End, "EndTags")
	m.params = append(requiredFirst(m.params), last(endTime)...)
	return m
}

// The times that calls take. A Date is what Android has on API 23.
var (
	timestamp = param{Name: "timestamp", Doc: "When it happened; now where it is not given."}
	startTime = param{Name: "startTime", Doc: "When it began; now where it is not given."}
	endTime   = param{Name: "endTime", Doc: "When it ended; now where it is not given."}
)

// timeOf is the time that emitting or beginning a span takes.
func timeOf(measured bool) param {
	if measured {
		return startTime
	}
	return timestamp
}

// last are the parameters that stand last in every call: undeclared tags and a time.
func last(time param) []param {
	time.Type, time.Import, time.Default = "Date?", "java.util.Date", "null"
	return []param{
		{Name: "extra", Type: "Tags", Import: runtimePackage + ".Tags", Default: "Tags.EMPTY", Doc: "Tags that the spec does not declare."},
		time,
	}
}

// paramOf is the parameter for a tag, or for the choice of a variant.
func (f *flow) paramOf(in client.Input) param {
	p := param{Name: tagParam(in.Tag.Model), Type: tagType(in.Tag.Model)}
	if in.Variant != nil {
		p.Type, p.Doc = f.variantType(in.Variant), variantParamDoc(in.Tag)
	} else {
		p.Doc = paramDoc(in.Tag)
	}
	if in.Tag.Model.List {
		p.Type = "List<" + p.Type + ">"
	}
	p.Doc = facts(p.Doc, sinceText("Here since", in.Since))
	if in.Deprecated != nil {
		p.Doc += " " + deprecatedText(in.Deprecated)
	}
	if !in.Required {
		p.Type += "?"
		p.Default, p.Old = "null", in.Deprecated
	}
	return p
}

// putsOf gives inputs to a draft. Their values are what stands behind prefix, such as "value." for members of a value.
func (f *flow) putsOf(inputs []client.Input, prefix string) []put {
	return codegen.Map(inputs, func(in client.Input) put {
		p := f.paramOf(in)
		return put{in, p, prefix + p.Name}
	})
}

func paramsOf(puts []put) []param {
	return codegen.Map(puts, func(one put) param { return one.param })
}

// maxTags is how many tags a function takes as parameters of their own. The JVM allows 255 slots, of which a long takes two and a
// function with defaults more for itself; tags beyond are taken in groups of as many.
const maxTags = 100

// moment is what is given in one call, its parameters in the order of the spec. What the span's ids need stays a parameter
// of its own in a wide span, and so do variants and links.
func (f *flow) moment(s *span, in client.Inputs, groupName string) moment {
	var m moment
	tags := codegen.Filter(in, func(in client.Input) bool { return in.Variant == nil })
	if len(tags) > maxTags {
		grouped := f.putsOf(codegen.Filter(tags, func(in client.Input) bool { return !in.ForID }), "tags.")
		for puts := range slices.Chunk(grouped, maxTags) {
			m.group(s.Upper+groupName, puts)
		}
	}
	for _, one := range f.putsOf(in, "") {
		switch {
		case one.Variant != nil:
			m.variants = append(m.variants, one.Variant)
		case len(m.groups) > 0 && !one.ForID:
			continue
		default:
			m.puts = append(m.puts, one)
		}
		m.params = append(m.params, one.param)
	}
	return m
}

// group adds a group of tags, in the spec's order.
func (m *moment) group(name string, puts []put) {
	number := strconv.Itoa(len(m.groups) + 1)
	g := group{Type: name + number, param: "tags" + number, params: requiredFirst(paramsOf(puts)), puts: puts}
	for i := range g.params {
		g.params[i].Old = nil
	}
	p := param{Name: g.param, Type: g.Type, Doc: "The tags from " + code(puts[0].Tag.Name) + " on."}
	if optional(g.params[0]) {
		p.Default = g.Type + "()"
	}
	m.groups = append(m.groups, g)
	m.params = append(m.params, p)
}
