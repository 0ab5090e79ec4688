package golang

import (
	"github.com/specgen/specgen/internal/constraint"
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
	Checks   []constraint.Constraint
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
	Option string  // the interface of what may be left out
	Doc    comment // of the interface
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

	OptionDoc comment
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
