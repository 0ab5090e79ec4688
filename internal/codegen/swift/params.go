package swift

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// param is a parameter of a generated function.
type param struct {
	label      string
	typ        string
	value      string // that it has where it is left out; "" where it must be given
	doc        string
	deprecated *model.Deprecated // where it may be left out
}

// extra is the last parameter of every function that gives tags.
var extra = param{label: "extra", typ: "ExtraTags", value: "[:]", doc: "Tags that the spec does not declare."}

// input is the parameter for a value that callers give.
func (p *printer) input(in client.Input) param {
	tag := in.Tag.Model
	out := param{label: tagName(tag), typ: typeOf(tag), doc: tagSentences(in.Tag)}
	if in.Since != "" {
		out.doc += " Here since " + in.Since + "."
	}
	if in.Variant != nil {
		out.typ = variantType(in.Variant.Span, tag, p.in.Flow)
	}
	if !in.Required {
		out.typ, out.value, out.deprecated = out.typ+"?", "nil", in.Deprecated
	}
	if in.Deprecated != nil {
		out.doc += " " + deprecatedText(in.Deprecated)
	}
	return out
}

func (p *printer) inputs(all []client.Input) []param {
	return codegen.Map(all, p.input)
}

// identity is the parameter for a tag from which an id derives.
func (p *printer) identity(t *client.Tag) param {
	return p.input(client.Input{Tag: t, Required: true, Deprecated: t.Doc.Deprecated})
}

// reference is the parameter for the parent, whichever of the declared ones it is.
func (p *printer) reference(parents *client.Parents) param {
	return param{label: "parent", typ: p.parentType(parents), doc: "The " + parentNames(parents) + " before it."}
}

// parentType is the type of a reference to a parent: that of the one reference, or the enum of several.
func (p *printer) parentType(parents *client.Parents) string {
	if one := parents.Single(); one != nil {
		return p.names(one).Ref
	}
	return p.names(parents.Of).Parent
}

// parent is the parameter of a call for the parent, which may be left out where the spec allows none.
func (p *printer) parent(parents *client.Parents) param {
	out := p.reference(parents)
	if parents.Optional {
		out.typ, out.value, out.doc = out.typ+"?", "nil", strings.TrimSuffix(out.doc, ".")+", if there is one."
	}
	return out
}

// timeParam is the parameter for a time that a caller may give.
func timeParam(label, doc string) param {
	return param{label: label, typ: "Date?", value: "nil", doc: doc}
}

// startTime is the parameter for when a span happened or began.
func startTime(s *client.Span) param {
	if s.Measured {
		return timeParam("startTime", "When it started, where that is not now.")
	}
	return timeParam("timestamp", "When it happened, where that is not now.")
}

// beginParams are those of the function that emits or starts a span.
func (p *printer) beginParams(s *client.Span) []param {
	var out []param
	switch s.Parent.Kind {
	case client.RefParent:
		out = append(out, p.parent(s.Parent.Parents))
	case client.OutsideParent:
		out = append(out, param{
			label: "parent", typ: "SpanContext?", value: "nil", doc: "The span outside the flow that it happens in, if there is one.",
		})
	}
	if s.TraceID.ParameterOnly {
		out = append(out, p.identity(s.TraceID.Tag))
	}
	out = append(out, p.inputs(s.Begin)...)
	for _, link := range s.Links {
		linked := param{label: linkLabel(link.To.Model, p.in.Flow), typ: "[" + p.names(link.To).Ref + "]", doc: linkSentences(&link.Doc)}
		if !link.Required {
			linked.value = "[]"
		}
		out = append(out, linked)
	}
	return append(out, startTime(s), extra)
}

// endParams are those of the function that ends a measured span.
func (p *printer) endParams(s *client.Span) []param {
	return append(p.inputs(s.End), timeParam("endTime", "When it ended, where that is not now."), extra)
}

// derivationParams are those of the function that works out a reference.
func (p *printer) derivationParams(d *client.Derivation) []param {
	out := codegen.Map(d.Tags, p.identity)
	if d.Parent != nil {
		out = slices.Insert(out, parentAt(d), p.reference(d.Parent))
	}
	return out
}

// parentAt is where the parent stands among a derivation's tags: behind the one that gives the trace id.
func parentAt(d *client.Derivation) int {
	if d.TraceID != nil {
		return 1
	}
	return 0
}

// emitterParams are those of an emitter's initializer.
func (p *printer) emitterParams(s *client.Service) []param {
	out := []param{{label: "processor", typ: "any SpanProcessor", doc: "Takes the finished spans."}}
	out = append(out, p.inputs(s.Tags)...)
	return append(out, param{
		label: "options", typ: "EmitterOptions", value: "EmitterOptions()", doc: "Clock, ids and what hears of violations.",
	})
}

// public is the parameter as the declaration of a public function has it.
func (one param) public() expr {
	if one.value == "" {
		return one.hidden()
	}
	return word(one.hidden().text, " = ", one.value)
}

// hidden is the parameter as a function has it that only generated code calls, with everything given.
func (one param) hidden() expr {
	name := quoted(one.label)
	if inner := local(one.label); inner != name {
		name += " " + inner
	}
	return word(name, ": ", one.typ)
}

// overload is a form of a public function.
type overload struct {
	codegen.Overload[param]
	args []expr // for the function that has all parameters
}

// overloads returns the forms of a function.
func overloads(params []param) []overload {
	deprecated := func(one param) bool { return one.deprecated != nil }
	required := func(one param) param {
		one.value = ""
		return one
	}
	return codegen.Map(codegen.Overloads(params, deprecated, required), func(o codegen.Overload[param]) overload {
		args := make([]expr, len(params))
		for i, one := range params {
			args[i] = word("nil").as(argument(one.label))
			if o.Takes[i] {
				args[i] = word(local(one.label)).as(argument(one.label))
			}
		}
		return overload{o, args}
	})
}
