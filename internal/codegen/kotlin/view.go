package kotlin

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// maxTags is how many tags a function takes by themselves. The JVM allows 255 slots, of which a long takes two and a
// function with defaults more for itself; tags beyond are taken in groups of as many.
const maxTags = 100

// flowView is what the files of one flow are printed from.
type flowView struct {
	in      codegen.Input
	Package string
	Prefix  string

	Types    []*model.Tag // tags with a type of their own that is used, in the spec's order
	Rules    []*ruleView  // declared tags that something puts
	Spans    []*spanView  // those that a service of the input emits
	Refs     []*refView   // all
	Services []*serviceView
}

// ruleView is a declared tag as the runtime takes it.
type ruleView struct {
	Tag    *model.Tag
	Object string // Rules
	Name   string // channelId
	Checks []constraint.Constraint
	Left   string // the pattern that is left to the validator
}

// param is a parameter of a function or a constructor.
type param struct {
	Name, Type string
	Default    string // "" where the caller must give it
	Doc        string
	Old        *model.Deprecated // an optional one that is only taken by a deprecated overload
}

// put is one tag that is given to a draft.
type put struct {
	Tag      *model.Tag
	Rule     string
	From     string // the expression of the value
	Optional bool
	Match    bool // the tag must give the parent's trace id
	Alone    bool // the span's ids need it: it is always a parameter of its own
}

// callView is a moment at which tags are given: a span's start, a measured span's end, an emitter's making.
type callView struct {
	First    []param // before the tags
	Tags     []param
	Last     []param // behind the tags
	Puts     []put
	Groups   []*groupView
	Variants []*variantView
}

// groupView is tags of a wide span that are given together.
type groupView struct {
	Type, Param string
	Tags        []param
	Puts        []put
}

// variantView is the type that stands for a discriminator on a span.
type variantView struct {
	Type, Param string
	Tag         *model.Tag
	Span        *model.Span
	Rule        string
	Cases       []*caseView
}

type caseView struct {
	Name  string
	Case  *model.VariantCase
	Tags  []param
	Puts  []put
	Notes []string
}

// traceSource says where a span's trace id comes from.
type traceSource uint8

const (
	traceNew    traceSource = iota // nobody gives it
	traceTag                       // the id tag
	traceParent                    // the declared parent
	traceAny                       // the parent, if there is one
)

// spanView is a span that is emitted.
type spanView struct {
	spanNames
	Span     *model.Span
	Trace    traceSource
	TraceTag *model.Tag // where Trace is traceTag
	Carry    bool       // the id tag is a parameter only
	Keys     []string   // expressions of the key values
	Begin    callView
	End      callView // of a measured span
	Links    []linkView
}

type linkView struct {
	Param string
	Link  *model.Link
}

// refView is what a reference to a span offers.
type refView struct {
	spanNames
	Span    *model.Span
	Derives bool             // something emits it, or it can be derived
	Of      *model.RefInputs // nil where it cannot be derived
	Tags    []string         // Rules of its tags, where it is emitted
	Keys    []*model.Tag
}

// serviceView is an emitter.
type serviceView struct {
	Name    string
	Service *model.Service
	Make    callView
	Spans   []*spanView
}

// viewer decides; it keeps the first error.
type viewer struct {
	in    codegen.Input
	flow  *model.Flow
	view  *flowView
	used  map[*model.Tag]bool // types
	rules map[*model.Tag]bool
	place map[*model.Tag]int // in the spec
	err   error
}

func (v *viewer) failf(format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf("cannot generate Kotlin: "+format+": run specgen check", args...)
	}
}

// viewOf decides what the files of a flow hold.
func viewOf(in codegen.Input) (*flowView, error) {
	v := &viewer{
		in: in, flow: in.Flow, used: map[*model.Tag]bool{}, rules: map[*model.Tag]bool{}, place: map[*model.Tag]int{},
		view: &flowView{in: in, Package: in.Options.Package + "." + packageName(in.Flow), Prefix: prefix(in.Flow)},
	}
	for i, tag := range in.Flow.Tags {
		v.place[tag] = i
	}
	emitted := map[*model.Span]*spanView{}
	for _, service := range in.Services {
		v.view.Services = append(v.view.Services, v.service(service, emitted))
	}
	for _, span := range in.Flow.Spans {
		if view := emitted[span]; view != nil {
			v.view.Spans = append(v.view.Spans, view)
		}
		v.view.Refs = append(v.view.Refs, v.ref(span, emitted[span] != nil))
	}
	for _, tag := range in.Flow.Tags {
		if v.used[tag] {
			v.view.Types = append(v.view.Types, tag)
		}
		if v.rules[tag] {
			v.view.Rules = append(v.view.Rules, v.rule(tag))
		}
	}
	return v.view, v.err
}

// use notes that the tag's type is needed, and returns it.
func (v *viewer) use(t *model.Tag) string {
	if ownType(t) {
		v.used[t] = true
	}
	if t.List {
		return "List<" + tagType(t) + ">"
	}
	return tagType(t)
}

// put notes that something gives the tag, and says how.
func (v *viewer) put(t *model.Tag, from string, optional bool) put {
	v.rules[t] = true
	return put{Tag: t, Rule: v.ruleName(t), From: from, Optional: optional}
}

// maxRules is how many declared tags one object holds: the JVM makes a class in 64 KiB of code.
const maxRules = 300

// ruleObject is the object that holds a tag's rule. Only a flow of very many tags has more than one.
func (v *viewer) ruleObject(t *model.Tag) string {
	if n := v.place[t] / maxRules; n > 0 {
		return fmt.Sprintf("Rules%d", n+1)
	}
	return "Rules"
}

func (v *viewer) ruleName(t *model.Tag) string { return v.ruleObject(t) + "." + tagParam(t) }

func (v *viewer) rule(t *model.Tag) *ruleView {
	checks, left, err := constraint.ForClient(t)
	if err != nil {
		v.failf("%w", err)
	}
	return &ruleView{Tag: t, Object: v.ruleObject(t), Name: tagParam(t), Checks: checks, Left: left}
}

// tagParamOf is the parameter for a tag.
func (v *viewer) tagParamOf(t *model.Tag, required bool, old ...*model.Deprecated) param {
	p := param{Name: tagParam(t), Type: v.use(t), Doc: paramDoc(t)}
	if !required {
		p.Type += "?"
		p.Default = "null"
	}
	for _, d := range old {
		if d == nil {
			continue
		}
		p.Doc += " " + deprecatedText(d)
		if !required && p.Old == nil {
			p.Old = d
		}
	}
	return p
}

// service decides an emitter.
func (v *viewer) service(s *model.Service, emitted map[*model.Span]*spanView) *serviceView {
	view := &serviceView{Name: emitterName(s, v.flow), Service: s}
	view.Make.First = []param{{Name: "sink", Type: "SpanSink", Doc: "Where its spans go."}}
	for _, own := range s.Tags {
		p := v.tagParamOf(own.Tag, own.Required, own.Deprecated, own.Tag.Deprecated)
		view.Make.Tags = append(view.Make.Tags, p)
		view.Make.Puts = append(view.Make.Puts, v.put(own.Tag, p.Name, !own.Required))
	}
	view.Make.arrange()
	for _, span := range v.flow.SpansOf(s) {
		if emitted[span] == nil {
			emitted[span] = v.span(span)
		}
		view.Spans = append(view.Spans, emitted[span])
	}
	return view
}

// ref decides a reference.
func (v *viewer) ref(s *model.Span, emitted bool) *refView {
	view := &refView{spanNames: namesOfSpan(s, v.flow), Span: s, Keys: s.Occurs.Keys}
	if in, ok := s.RefInputs(); ok {
		view.Of = &in
		for _, key := range append([]*model.Tag{in.TraceID}, in.Keys...) {
			if key != nil {
				v.use(key)
			}
		}
	}
	view.Derives = view.Of != nil || emitted && s.DerivesID()
	if !emitted {
		return view
	}
	for _, st := range allTags(s) {
		view.Tags = append(view.Tags, v.ruleName(st.Tag))
	}
	return view
}

// allTags are a span's tags in the order of the wire: those of its variants last, each once.
func allTags(s *model.Span) []*model.SpanTag {
	tags := append([]*model.SpanTag(nil), s.Tags...)
	seen := map[*model.Tag]bool{}
	for _, st := range tags {
		seen[st.Tag] = true
	}
	for _, variant := range s.Variants {
		for _, c := range variant.Cases {
			for _, st := range c.Tags {
				if !seen[st.Tag] {
					seen[st.Tag] = true
					tags = append(tags, st)
				}
			}
		}
	}
	return tags
}
