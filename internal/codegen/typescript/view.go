package typescript

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// flowView is a flow with everything decided that its module says.
type flowView struct {
	in      codegen.Input
	flow    *model.Flow
	runtime string // what the files of the module import the runtime as
	rules   *rules
	spans   []*spanView // those that one of the services emits
}

// field is a property that callers give.
type field struct {
	tag      *model.Tag
	use      *model.SpanTag // nil where the tag only gives the trace id
	optional bool
}

// spanView is a span that callers emit.
type spanView struct {
	*model.Span
	names    spanNames
	parent   string // the type of the property parent; "" for a root
	links    []linkView
	start    []field // what is given when it starts, or is emitted
	end      []field // what is given when it ends
	variants []*variantView
	puts     []put
}

type linkView struct {
	*model.Link
	property string
}

// variantView is a variant as a union, one type for each value.
type variantView struct {
	*model.Variant
	atEnd bool
	names tagNames
	cases []caseView
}

type caseView struct {
	*model.VariantCase
	Type string // SentPlatformIos
}

// put is how a tag goes from the caller to the span.
type put struct {
	tag     *model.Tag
	from    string // init or end
	value   string
	rule    string // the constant, or ""
	key     bool   // the span's id derives from it
	hidden  bool   // only checked: it gives the trace id, and is no tag of the span
	helper  string // the function that reads the property, where it is deprecated; or ""
	guarded bool   // only there with some values of a variant
}

func newFlowView(in codegen.Input) *flowView {
	v := &flowView{in: in, flow: in.Flow, runtime: runtimePackage, rules: &rules{flow: in.Flow, of: map[*model.Tag]*tagRule{}}}
	if in.Options.EmitRuntime {
		v.runtime = "../" + runtimeFolder + "/index.js"
	}
	emitted := map[*model.Span]bool{}
	for _, service := range in.Services {
		for _, span := range in.Flow.SpansOf(service) {
			emitted[span] = true
		}
	}
	for _, span := range in.Flow.Spans {
		if emitted[span] {
			v.spans = append(v.spans, v.span(span))
		}
	}
	for _, service := range in.Services {
		for _, use := range service.Tags {
			v.rules.use(use.Tag)
		}
	}
	return v
}

func (v *flowView) span(span *model.Span) *spanView {
	s := &spanView{Span: span, names: namesOfSpan(span, v.flow)}
	switch span.Parent.Kind {
	case model.ParentAny:
		s.parent = "SpanContext"
	case model.ParentSpan:
		s.parent = namesOfSpan(span.Parent.Span, v.flow).Ref
	}
	for _, link := range span.Links {
		s.links = append(s.links, linkView{link, namesOfSpan(link.To, v.flow).Links})
	}
	if tag := span.TraceIDTag(); tag != nil && span.Tag(tag) == nil {
		s.start = append(s.start, field{tag: tag})
		s.puts = append(s.puts, put{
			tag: tag, from: "init", value: "init." + namesOfTag(tag).Field, rule: v.rules.use(tag), hidden: true,
		})
	}
	for _, variant := range span.Variants {
		s.variants = append(s.variants, v.variant(s, variant))
	}
	for _, use := range span.Tags {
		s.add(v, use)
	}
	s.addVariants(v)
	return s
}

// add takes a tag that does not depend on a variant.
func (s *spanView) add(v *flowView, use *model.SpanTag) {
	from := "init"
	if use.AtEnd {
		from = "end"
	}
	if s.Variant(use.Tag) == nil {
		f := field{use.Tag, use, !use.Required}
		if use.AtEnd {
			s.end = append(s.end, f)
		} else {
			s.start = append(s.start, f)
		}
	}
	s.puts = append(s.puts, s.put(v, use, from))
}

func (s *spanView) put(v *flowView, use *model.SpanTag, from string) put {
	name := namesOfTag(use.Tag).Field
	p := put{tag: use.Tag, from: from, value: from + "." + name, rule: v.rules.use(use.Tag), key: slices.Contains(s.Occurs.Keys, use.Tag)}
	if isDeprecated(use) {
		p.helper, p.value = helperName(use), helperName(use)+"("+from+")"
	}
	return p
}

// given is how the module reads a tag that is given at the start.
func (s *spanView) given(tag *model.Tag) string {
	if use := s.Tag(tag); use != nil && isDeprecated(use) {
		return helperName(use) + "(init)"
	}
	return "init." + namesOfTag(tag).Field
}

// helperName is the function that reads a deprecated property, of those that must be there another one.
func helperName(use *model.SpanTag) string {
	if use.Required {
		return namesOfTag(use.Tag).Field + "In"
	}
	return namesOfTag(use.Tag).Field + "Of"
}

func isDeprecated(use *model.SpanTag) bool { return use.Deprecated != nil || use.Tag.Deprecated != nil }

func (v *flowView) variant(s *spanView, variant *model.Variant) *variantView {
	out := &variantView{Variant: variant, names: namesOfTag(variant.Tag)}
	if use := s.Tag(variant.Tag); use != nil {
		out.atEnd = use.AtEnd
	}
	union := s.names.Name + pascal(entryWords(&variant.Tag.Entry))
	for _, c := range variant.Cases {
		out.cases = append(out.cases, caseView{c, union + pascal(entryWords(&c.Value.Entry))})
	}
	return out
}

// union is the name of a variant's type on a span.
func (s *spanView) union(variant *variantView) string {
	return s.names.Name + pascal(entryWords(&variant.Tag.Entry))
}

// addVariants puts the tags of all variants, each once, behind the span's own: only with the values that have it.
func (s *spanView) addVariants(v *flowView) {
	for _, variant := range s.variants {
		from := "init"
		if variant.atEnd {
			from = "end"
		}
		for _, use := range variant.tags() {
			p := s.put(v, use, from)
			if conditions := variant.conditions(use.Tag, from); len(conditions) < len(variant.cases) {
				p.value = strings.Join(conditions, " || ") + " ? " + p.value + " : undefined"
				p.guarded = true
			}
			s.puts = append(s.puts, p)
		}
	}
}

// tags returns the tags of all cases, each once, in their order.
func (v *variantView) tags() []*model.SpanTag {
	var out []*model.SpanTag
	seen := map[*model.Tag]bool{}
	for _, c := range v.cases {
		for _, use := range c.Tags {
			if !seen[use.Tag] {
				seen[use.Tag] = true
				out = append(out, use)
			}
		}
	}
	return out
}

func (v *variantView) conditions(tag *model.Tag, from string) []string {
	var out []string
	for _, c := range v.cases {
		for _, use := range c.Tags {
			if use.Tag == tag {
				out = append(out, from+"."+v.names.Field+" === "+quote(c.Value.Wire))
			}
		}
	}
	return out
}

// typeOf is the type of a tag's values.
func typeOf(t *model.Tag) string {
	name := ""
	switch t.Kind {
	case model.KindID, model.KindEnum:
		name = namesOfTag(t).Type
	case model.KindInt, model.KindDouble:
		name = "number"
	case model.KindBool:
		name = "boolean"
	default:
		name = "string"
	}
	if t.List {
		return "readonly " + name + "[]"
	}
	return name
}

// literal writes a value of a tag as TypeScript has it, without its type's name.
func literal(t *model.Tag, v model.Value) string {
	if t.List {
		item := *t
		item.List = false
		return "[" + strings.Join(mapped(v.Items, func(i model.Value) string { return literal(&item, i) }), ", ") + "]"
	}
	switch t.Kind {
	case model.KindInt:
		return strconv.FormatInt(v.Int, 10)
	case model.KindDouble:
		return numberText(v.Double)
	case model.KindBool:
		return strconv.FormatBool(v.Bool)
	}
	return quote(v.Text)
}

// identity is how a span's ref is worked out when it is emitted.
type identity struct {
	text      string
	functions []string // of the runtime
	init, ids bool     // which parameters it uses
}

func (s *spanView) identity(flow *model.Flow) identity {
	name := quote(s.Name)
	id := s.traceID(flow)
	if !s.DerivesID() || s.Occurs.PerParent && s.Parent.Kind != model.ParentSpan {
		id.text, id.ids = "({ traceId: "+id.text+", spanId: ids.spanId(), span: "+name+" })", true
		return id
	}
	keys := mapped(s.Occurs.Keys, s.given)
	if s.Occurs.PerParent {
		keys = []string{"init.parent"}
	}
	id.init = id.init || len(keys) > 0
	id.text = "deriveRef(" + strings.Join(append([]string{id.text, name}, keys...), ", ") + ")"
	id.functions = append(id.functions, "deriveRef")
	return id
}

func (s *spanView) traceID(flow *model.Flow) identity {
	switch {
	case s.ParentInTrace():
		return identity{text: "init.parent.traceId", init: true}
	case s.Trace.ID != nil:
		return identity{text: "deriveTraceId(" + quote(flow.Name) + ", " + s.given(s.Trace.ID) + ")", functions: []string{"deriveTraceId"}, init: true}
	case s.Parent.Kind == model.ParentAny:
		text := "validContext(init.parent)?.traceId ?? ids.traceId()"
		return identity{text: text, functions: []string{"validContext"}, init: true, ids: true}
	}
	return identity{text: "ids.traceId()", ids: true}
}

// needsInit reports whether a caller must give something.
func (s *spanView) needsInit() bool {
	if s.parent != "" && s.Parent.Kind == model.ParentSpan {
		return true
	}
	for _, link := range s.links {
		if link.Min > 0 {
			return true
		}
	}
	return s.needs(s.start, false)
}

// needsEnd reports whether a caller must give something when the span ends.
func (s *spanView) needsEnd() bool { return s.needs(s.end, true) }

func (s *spanView) needs(fields []field, atEnd bool) bool {
	for _, f := range fields {
		if !f.optional {
			return true
		}
	}
	for _, variant := range s.variants {
		if variant.atEnd == atEnd {
			return true
		}
	}
	return false
}

// path is where a file of the flow's module stands in the output folder.
func (v *flowView) path(name string) string { return "src/" + flowFolder(v.flow) + "/" + name }
