package swift

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// The view is what a target declares, decided: the printer only writes it down. Slices keep the order of the spec.

// module is the target of one flow.
type module struct {
	Target   string
	IDs      []*tagView
	Enums    []*tagView
	Rules    []*tagView
	Refs     []*refView
	Spans    []*spanView // those that a service of the input emits
	Services []*serviceView
	Variants bool // some span has one
}

// tagView is a tag that some declaration needs.
type tagView struct {
	Tag     *model.Tag
	Name    string // of its rule
	Type    string // of its own, where it has one
	Checks  []constraint.Constraint
	TooLong string // the pattern that is left to the validator
}

// param is a parameter of a generated function.
type param struct {
	Label      string
	Type       string
	Default    string // "" where it must be given
	Doc        string
	Deprecated *model.Deprecated
}

// inner is the name that the function's body has for the parameter.
func (p param) inner() string {
	if locals[p.Label] {
		return p.Label + "Tag"
	}
	return quoted(p.Label)
}

// declare is the parameter as a declaration has it; outer says whether defaults count.
func (p param) declare(outer bool) string {
	name := quoted(p.Label)
	if inner := p.inner(); inner != name {
		name += " " + inner
	}
	if outer && p.Default != "" {
		return name + ": " + p.Type + " = " + p.Default
	}
	return name + ": " + p.Type
}

// put is a statement that puts a tag on a draft.
type put struct {
	Rule  string
	Value string
	Match bool // the value must give the trace that the span has from its parent
}

// putTag is the statement for a tag whose value a parameter or a binding has.
func putTag(t *model.Tag, value string, optional, match bool) put {
	return put{Rule: quoted(tagName(t)), Value: raw(t, value, optional), Match: match}
}

// refView is the reference to a span.
type refView struct {
	spanNames
	Span    *model.Span
	Keys    []param // of the hidden initializer: the key's values as the runtime takes them
	Derived bool
	Factory *factoryView
}

// factoryView is how a reference is worked out.
type factoryView struct {
	Params []param
	Trace  string   // the expression of the trace id
	Keys   []string // the arguments of the hidden initializer
}

// spanView is a span that some service emits.
type spanView struct {
	spanNames
	Span     *model.Span
	Measured bool
	Tags     []string // declared names, those of the variants last
	Keys     []string
	Params   []param
	End      []param // of a measured span's end
	Context  string  // the expression of the span's reference
	Parent   string  // the expression of the parent's context, or ""
	Carried  *put    // the id tag that gives the trace and is no tag of the span
	Puts     []put
	EndPuts  []put
	Variants []*variantView
	Links    []string
}

// variantView is the enum that stands for a discriminator with the tags that go with its values.
type variantView struct {
	Type       string
	Span       *model.Span
	Tag        *model.Tag
	Cases      []caseView
	Deprecated bool // some case is
}

type caseView struct {
	Name   string
	Value  *model.EnumValue
	Fields []param
	Puts   []put
}

// serviceView is the emitter of one service.
type serviceView struct {
	Type    string
	Service *model.Service
	Flow    *model.Flow
	Params  []param
	Puts    []put
	Spans   []*spanView
}

// builder builds a module.
type builder struct {
	flow  *model.Flow
	out   *module
	rules map[*model.Tag]bool
	types map[*model.Tag]bool
	spans map[*model.Span]*spanView
}

// newModule decides what the target of a flow declares.
func newModule(in codegen.Input) (*module, error) {
	b := &builder{
		flow: in.Flow, out: &module{Target: targetName(in.Flow)},
		rules: make(map[*model.Tag]bool), types: make(map[*model.Tag]bool), spans: make(map[*model.Span]*spanView),
	}
	for _, span := range in.Flow.Spans {
		b.out.Refs = append(b.out.Refs, b.ref(span))
	}
	emitted := make(map[*model.Span]bool)
	for _, service := range in.Services {
		for _, span := range in.Flow.SpansOf(service) {
			emitted[span] = true
		}
	}
	for _, span := range in.Flow.Spans {
		if emitted[span] {
			view := b.span(span)
			b.spans[span] = view
			b.out.Spans = append(b.out.Spans, view)
		}
	}
	for _, service := range in.Services {
		b.out.Services = append(b.out.Services, b.service(service))
	}
	return b.out, b.tags()
}

// tags decides the types and rules of the tags that were asked for, in the order of the spec.
func (b *builder) tags() error {
	for _, tag := range b.flow.Tags {
		if !b.rules[tag] && !b.types[tag] {
			continue
		}
		checks, left, err := constraint.ForClient(tag)
		if err != nil {
			return fmt.Errorf("cannot generate Swift: %w", err)
		}
		view := &tagView{Tag: tag, Name: tagName(tag), Type: tagType(tag), Checks: checks, TooLong: left}
		if b.types[tag] && tag.Kind == model.KindEnum {
			b.out.Enums = append(b.out.Enums, view)
		}
		if b.types[tag] && tag.Kind == model.KindID {
			b.out.IDs = append(b.out.IDs, view)
			b.rules[tag] = true // isValid asks it
		}
		if b.rules[tag] {
			b.out.Rules = append(b.out.Rules, view)
		}
	}
	return nil
}

// use notes that a declaration names the tag's type.
func (b *builder) use(t *model.Tag) string {
	if typed(t) {
		b.types[t] = true
	}
	return typeOf(t)
}

// tagParam is the parameter for a tag.
func (b *builder) tagParam(t *model.Tag, required bool, deprecated *model.Deprecated) param {
	b.rules[t] = true
	p := param{Label: tagName(t), Type: b.use(t), Doc: tagDoc(t)}
	if deprecated == nil {
		deprecated = t.Deprecated
	}
	if !required {
		p.Type, p.Default, p.Deprecated = p.Type+"?", "nil", deprecated
	}
	if deprecated != nil {
		p.Doc += " " + deprecatedText(deprecated)
	}
	return p
}

// service decides the emitter of a service.
func (b *builder) service(s *model.Service) *serviceView {
	view := &serviceView{Type: serviceName(s, b.flow), Service: s, Flow: b.flow}
	view.Params = append(view.Params, param{Label: "processor", Type: "any SpanProcessor", Doc: "Takes the finished spans."})
	for _, own := range s.Tags {
		p := b.tagParam(own.Tag, own.Required, own.Deprecated)
		view.Params = append(view.Params, p)
		view.Puts = append(view.Puts, putTag(own.Tag, p.inner(), !own.Required, false))
	}
	view.Params = append(view.Params, param{
		Label: "options", Type: "EmitterOptions", Default: "EmitterOptions()", Doc: "Clock, ids and what hears of violations.",
	})
	for _, span := range b.flow.SpansOf(s) {
		view.Spans = append(view.Spans, b.spans[span])
	}
	return view
}
