package golang

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// The view is what the package declares, decided: print.go and its siblings only write it down. Slices keep the order of
// the spec.

// packageView is one flow's package.
type packageView struct {
	Name     string // the package's
	Runtime  string // import path of the runtime
	Header   []string
	Doc      comment
	Flow     string // on the wire
	Version  string
	Tags     []*tagView
	Refs     []*refView
	Spans    []*spanView // those that a service of the input emits
	Links    []*linkView
	Services []*serviceView
	Patterns []*patternView
	Named    bool // some function needs the flow's name
	Optional bool // some variant keeps a tag that may be left out
}

// tagView is a tag that some declaration of the package needs.
type tagView struct {
	tagNames
	Tag      *model.Tag
	Checks   []codegen.Constraint
	Pattern  string   // the variable of the automaton, or ""
	Declared bool     // the runtime is told about it
	Typed    bool     // it has a type of its own
	Put      bool     // the type is put on a span or on a service
	Options  []string // the option interfaces that it implements
	TypeDoc  comment
	EnumDoc  comment // of an enum's own type
	MakeDoc  comment
	Values   []valueView
}

// valueView is a value of an enum.
type valueView struct {
	Func string
	Wire string
	Doc  comment
}

// patternView is an automaton that one or more tags share.
type patternView struct {
	Name   string
	Source string
	Table  *pattern.Table
}

// refView is the reference to a span.
type refView struct {
	spanNames
	Wire   string
	Span   *spanDecl // what the runtime is told, or nil where no function needs it
	Doc    comment
	Derive *deriveView // nil where a reference cannot be worked out
}

// spanDecl is a span as the runtime takes it.
type spanDecl struct {
	Wire, Parent string
	Tags, Keys   []string
	Measured     bool
}

// deriveView is how a reference is worked out.
type deriveView struct {
	Doc    comment
	Params []paramView
	Trace  *tagView   // gives the trace id, or nil where the parent does
	Parent *spanNames // gives its span id as the key, or nil
	Keys   []keyView
}

// keyView is a tag as a key of a span's id.
type keyView struct {
	*tagView
	Variant bool // the value stands in a variant's discriminator
}

// paramView is a parameter of a generated function.
type paramView struct {
	Name     string
	Type     string
	Runtime  bool // Type is the runtime's
	Pointer  bool
	Variadic bool
	List     bool // a slice of Type
}

// linkView is a kind of link.
type linkView struct {
	spanNames
	Wire    string
	Options []string // the option interfaces that it implements
}

// traceSource says where a span's trace id comes from.
type traceSource uint8

const (
	traceMade   traceSource = iota // the runtime makes one up
	traceParent                    // it is the parent's
	traceTag                       // it derives from the id tag
)

// spanView is a span that some service emits.
type spanView struct {
	spanNames
	Span      *model.Span
	Wire      string
	Parent    *spanNames // the declared parent, or nil
	AnyParent bool       // a span outside the flow, or none
	Trace     traceSource
	TraceTag  *tagView // with traceTag
	Apart     bool     // TraceTag is none of the span's tags, and so a parameter of its own
	PerParent bool
	Keyed     bool
	Keys      []keyView
	Begin     stepsView
	End       stepsView // of a measured span
	Links     []linkUse
	Variants  []*variantView
	Doc       comment
	EndDoc    comment
}

// stepsView is one of the two calls that fill in a span.
type stepsView struct {
	Option string // the interface of what may be left out
	Params []paramView
	Puts   []putView // in the order of the spec
}

// split returns the puts that parameters give, and those that options ask for.
func (s *stepsView) split() (required, optional []putView) {
	for _, put := range s.Puts {
		if put.Optional {
			optional = append(optional, put)
		} else {
			required = append(required, put)
		}
	}
	return required, optional
}

// putView puts one tag, or a variant with the tags of its case.
type putView struct {
	*tagView
	Optional bool
	Match    bool // its value must give the trace id of the parent
}

// linkUse is a span's use of a kind of link.
type linkUse struct {
	*linkView
	Required bool
	Param    string
}

// variantView is a discriminator with the tags that each of its values asks for.
type variantView struct {
	Type   string // SentPlatform
	Tag    *tagView
	Fields []variantField
	Cases  []caseView
	Doc    comment
}

// variantField is where a tag of some case is kept.
type variantField struct {
	*tagView
	Optional bool // some case may leave it out
}

// caseView is one value of a discriminator.
type caseView struct {
	Func   string // SentPlatformIOS
	Wire   string
	Option string // the interface of what it may do without, or ""
	Params []paramView
	Puts   []casePut
	Doc    comment
}

// casePut is a tag of a case.
type casePut struct {
	putView
	Kept bool // the field says whether it is given
}

// serviceView is the emitter of one service.
type serviceView struct {
	Type   string // PushService
	File   string
	Wire   string
	Doc    comment
	NewDoc comment
	Var    string      // servicePushService
	Own    []string    // the names of all its tags
	Tags   []*tagView  // required ones
	Given  []givenView // optional ones
	Spans  []*spanView
}

// givenView is an option of a service's emitter.
type givenView struct {
	*tagView
	Func string // IOSDeviceModel
	Doc  comment
}

// viewer builds a packageView.
type viewer struct {
	in       codegen.Input
	flow     *model.Flow
	view     *packageView
	tags     map[*model.Tag]*tagView
	links    map[*model.Span]*linkView
	spans    map[*model.Span]*spanView
	patterns map[string]*patternView
	err      error
}

// view decides what the package of a flow declares.
func view(in codegen.Input, runtime string) (*packageView, error) {
	v := &viewer{
		in: in, flow: in.Flow, tags: map[*model.Tag]*tagView{}, links: map[*model.Span]*linkView{},
		spans: map[*model.Span]*spanView{}, patterns: map[string]*patternView{},
		view: &packageView{
			Name: packageName(in.Flow), Runtime: runtime, Header: header(in), Doc: packageDoc(in),
			Flow: in.Flow.Name, Version: in.Flow.Version.String(),
		},
	}
	emitted := v.emitted()
	for _, span := range in.Flow.Spans {
		if emitted[span] {
			v.spans[span] = v.span(span)
			v.view.Spans = append(v.view.Spans, v.spans[span])
		}
	}
	for _, span := range in.Flow.Spans {
		v.view.Refs = append(v.view.Refs, v.ref(span))
	}
	for _, service := range in.Services {
		v.view.Services = append(v.view.Services, v.service(service))
	}
	v.declare()
	v.collect()
	return v.view, v.err
}

// emitted is the spans that a service of the input emits.
func (v *viewer) emitted() map[*model.Span]bool {
	set := map[*model.Span]bool{}
	for _, service := range v.in.Services {
		for _, span := range v.flow.SpansOf(service) {
			set[span] = true
		}
	}
	return set
}

// declare tells the runtime about the spans that some function needs; staticcheck reports what none does.
func (v *viewer) declare() {
	used := map[string]bool{}
	v.view.Named = len(v.view.Services) > 0
	for _, span := range v.view.Spans {
		used[span.Var] = true
	}
	for i, ref := range v.view.Refs {
		if ref.Derive != nil || used[ref.Var] {
			ref.Span = declaration(v.flow.Spans[i])
		}
		v.view.Named = v.view.Named || ref.Derive != nil && ref.Derive.Trace != nil
	}
}

// declaration is what the runtime is told about a span.
func declaration(s *model.Span) *spanDecl {
	d := &spanDecl{Wire: s.Name, Measured: s.Measured}
	if s.Parent.Kind == model.ParentSpan {
		d.Parent = s.Parent.Span.Name
	}
	seen := map[*model.Tag]bool{}
	add := func(tags []*model.SpanTag) {
		for _, st := range tags {
			if !seen[st.Tag] {
				seen[st.Tag] = true
				d.Tags = append(d.Tags, st.Tag.Name)
			}
		}
	}
	add(s.Tags)
	for _, variant := range s.Variants {
		for _, c := range variant.Cases {
			add(c.Tags)
		}
	}
	for _, key := range s.Occurs.Keys {
		d.Keys = append(d.Keys, key.Name)
	}
	return d
}

// collect brings what the spans asked for into the order of the spec.
func (v *viewer) collect() {
	for _, tag := range v.flow.Tags {
		if t, ok := v.tags[tag]; ok {
			v.view.Tags = append(v.view.Tags, t)
			v.pattern(t)
		}
	}
	for _, span := range v.flow.Spans {
		if l, ok := v.links[span]; ok {
			v.view.Links = append(v.view.Links, l)
		}
	}
}

// typed returns the view of a tag that needs a type of its own.
func (v *viewer) typed(t *model.Tag) *tagView {
	view := v.tag(t)
	view.Typed = true
	return view
}

// put returns the view of a tag that is put by itself.
func (v *viewer) put(t *model.Tag) *tagView {
	view := v.typed(t)
	view.Put, view.Declared = true, true
	return view
}

// tag returns the view of a tag that is needed for something.
func (v *viewer) tag(t *model.Tag) *tagView {
	if known, ok := v.tags[t]; ok {
		return known
	}
	view := &tagView{tagNames: namesOf(t), Tag: t, TypeDoc: tagTypeDoc(t), EnumDoc: enumDoc(t), MakeDoc: tagMakeDoc(t)}
	v.tags[t] = view
	checks, left, err := codegen.Constraints(t)
	if err != nil {
		v.fail(err)
	}
	if left != "" {
		view.MakeDoc.para("Values are not held against the pattern here, as its automaton is too big; the validator does it.")
	}
	view.Checks = checks
	for _, value := range t.Values {
		view.Values = append(view.Values, valueView{
			Func: view.Item + upper(entryWords(&value.Entry)), Wire: value.Wire, Doc: valueDoc(view.tagNames, value),
		})
	}
	return view
}

// pattern names the automaton of a tag, which tags of the same pattern share.
func (v *viewer) pattern(t *tagView) {
	for _, c := range t.Checks {
		if c.Kind != codegen.Pattern || !t.Declared {
			continue
		}
		shared, ok := v.patterns[t.Tag.Pattern]
		if !ok {
			shared = &patternView{Name: "pattern" + upper(entryWords(&t.Tag.Entry)), Source: t.Tag.Pattern, Table: c.Table}
			v.patterns[t.Tag.Pattern] = shared
			v.view.Patterns = append(v.view.Patterns, shared)
		}
		t.Pattern = shared.Name
	}
}

func (v *viewer) fail(err error) {
	if v.err == nil {
		v.err = err
	}
}

func (v *viewer) failf(format string, args ...any) {
	v.fail(fmt.Errorf("cannot generate Go: "+format, args...))
}
