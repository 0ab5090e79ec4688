// Package client decides what the client of a flow is, once for all languages: which services get an emitter, what each
// call takes and in which order, where a span's ids come from, what is checked, what a doc comment has to say and which
// values a README shows. A backend adds names, types, syntax and the sentences of its language, and decides nothing about
// the flow: where it would have to ask the model, a field is missing here.
//
// The flow has passed the checks of internal/lint, so New only refuses what no call could be written for. A Client is
// immutable and safe for concurrent use.
package client

import (
	"slices"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// Client is what the client of one flow declares. Slices keep the order of the spec.
type Client struct {
	Flow     *model.Flow // for names and header lines
	Doc      EntryDoc
	Tags     []*Tag     // those that a declaration needs
	Patterns []*Pattern // the automata of the checked tags, each once
	Refs     []*Ref     // one for each span of the flow, whoever emits it
	Spans    []*Span    // those that one of Services emits
	Services []*Service
	Linked   []*Ref     // the spans that one of Spans links to
	Choices  []*Parents // those of which a call takes one of several references, and so needs a type for them
}

// Tag is a tag with what the client does with it.
type Tag struct {
	Model *model.Tag // for names and types
	Name  string     // on the wire
	Doc   TagDoc

	// InSignature reports whether a parameter, a reference's key or the value of a variant has the tag's own type. A tag
	// that only chooses the case of variants has none of these: its values are the variant's cases.
	InSignature bool
	// Put reports whether a span or a service takes the tag as a value, and not only as the choice of a variant.
	Put bool
	// Checked reports whether emitters hold values of the tag to Constraints: it is put, chooses a variant, or gives a trace
	// id.
	Checked bool
	// Items are what an emitter checks of a list as a whole, before its items: MinItems and MaxItems.
	Items []constraint.Constraint
	// Constraints are what an emitter checks of each value, in order: of one value only the first that is broken is reported.
	// Bounds are numbers that a value of the tag's kind can be.
	Constraints []constraint.Constraint
	Pattern     *Pattern // the automaton among Constraints, or nil
	// PatternTooBig is the pattern that is left to the validator, because its automaton is too big for a client, or "".
	PatternTooBig string
}

// Pattern is an automaton, which tags with the same pattern share.
type Pattern struct {
	Source     string // RE2
	First      *Tag   // the first tag that has it: the automaton is named after it
	Constraint constraint.Constraint
}

// Service is the emitter of one service.
type Service struct {
	Model *model.Service // for names
	Name  string         // on the wire
	Doc   EntryDoc
	Tags  Inputs  // given once, when the emitter is made
	Spans []*Span // that the service may emit
}

// SensitiveTags returns the names on the wire of the tags that the emitter puts or checks and whose values are sensitive, each once, in the
// order of the service and its spans: the text of a violation does not show them.
func (s *Service) SensitiveTags() []string {
	tags := TagsOf(s.Tags)
	for _, span := range s.Spans {
		tags = append(tags, span.Declared...)
		if span.TraceID.Tag != nil {
			tags = append(tags, span.TraceID.Tag)
		}
	}
	var names []string
	for _, t := range tags {
		if t.Model.IsSensitive() && !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Ref is the typed reference to a span: what emitting gives, and what a child takes as its parent.
type Ref struct {
	Model    *model.Span // for names
	Name     string      // of the span on the wire
	Doc      EntryDoc
	Children []*Ref // the spans whose parent it may be
	// Parents are the references of which one is the span's parent, or nil where no span of the flow is.
	Parents  *Parents
	Sampling Sampling
	// Emitted is the span, where a service of the client emits it; else nil.
	Emitted *Span
	// ID is how the span's own id comes about.
	ID     SpanID
	Occurs OccursDoc
	// Derivation is how a reference is worked out where nothing is carried, or nil where it cannot be.
	Derivation *Derivation
}

// Derivation is what a reference derives from (docs/ids.md).
type Derivation struct {
	TraceID *Tag     // gives the trace id, or nil where the parent does
	Parent  *Parents // one of them, which may not be left out, gives the trace id, the key, or both; or nil
	Keys    []*Tag   // the key tags
	Tags    []*Tag   // TraceID and Keys, each once: the parameters besides the parent
}

// Sampling says whether a span is exported, which its sampled flag says (docs/ids.md).
type Sampling struct {
	// ByTraceID reports whether Threshold decides by the trace id, wherever the span is emitted. Otherwise a span whose trace id
	// is that of its parent has the parent's flag, and Threshold decides of a trace that the span begins.
	ByTraceID bool
	Threshold uint64 // of 2^56; 0 where every trace is kept
}

// SpanID says where a span's id comes from. Without a key it is random.
type SpanID struct {
	Derived bool
	Parent  bool   // the key is the parent's span id
	Keys    []*Tag // the key is the values of these tags; none where there is one such span in a trace
}

// Span is a span that a service of the client emits.
type Span struct {
	Model     *model.Span // for names
	Name      string      // on the wire
	Measured  bool        // it begins and ends; else it is one call
	Kind      model.SpanKind
	ErrorWhen []ErrorWhen // the status is an error with the first of these tags, in the order of Declared, that has such a value
	Ref       *Ref
	Parent    Parent
	TraceID   TraceID
	ID        SpanID
	Declared  []*Tag // all tags that the span may have, each once: those of its variants last
	Begin     Inputs // what is given when the span is emitted or, where it is measured, begins
	End       Inputs // what is given when a measured span ends
	Links     []*Link
	Variants  []*Variant // those of both calls
	Doc       SpanDoc
}

// NeedsBegin reports whether a caller must give something when the span is emitted or begins.
func (s *Span) NeedsBegin() bool {
	if s.Parent.Kind == RefParent && !s.Parent.Optional || s.TraceID.ParameterOnly || len(s.Begin.Required()) > 0 {
		return true
	}
	return slices.ContainsFunc(s.Links, func(l *Link) bool { return l.Required })
}

// NeedsEnd reports whether a caller must give something when a measured span ends.
func (s *Span) NeedsEnd() bool { return len(s.End.Required()) > 0 }

// ParentKind says what a caller gives as the parent.
type ParentKind uint8

// The kinds of parent.
const (
	NoParent      ParentKind = iota // nothing: the span is a root
	OutsideParent                   // the context of a span outside the flow, or nothing
	RefParent                       // a reference to a declared parent
)

// Parent is what a caller gives as the parent.
type Parent struct {
	Kind     ParentKind
	*Parents // with RefParent
}

// Parents are the references of which one is the parent of a span.
type Parents struct {
	Of       *Ref // the span
	Refs     []ParentRef
	Optional bool // the span may have no parent
}

// ParentRef is one of several references that may be a parent.
type ParentRef struct {
	*Ref
	SameTrace bool // the parent is in the same kind of trace, and so in the trace of the span
}

// Single returns the one reference, or nil where there are several.
func (p *Parents) Single() *Ref {
	if len(p.Refs) > 1 {
		return nil
	}
	return p.Refs[0].Ref
}

// Text names the parents as the violation of a missing one does: a, a or b, a, b or c.
func (p *Parents) Text() string {
	text := p.Refs[0].Name
	for i, ref := range p.Refs[1:] {
		if i == len(p.Refs)-2 {
			text += " or " + ref.Name
		} else {
			text += ", " + ref.Name
		}
	}
	return text
}

// ErrorWhen is the values of an enum tag with which the step failed.
type ErrorWhen struct {
	Tag    *Tag
	Values []*model.EnumValue
}

// TraceSource says where a span's trace id comes from.
type TraceSource uint8

// The sources of a trace id.
const (
	NewTrace     TraceSource = iota // the runtime makes one up
	TagTrace                        // it derives from the value of a tag
	ParentTrace                     // it is that of the parent where its SameTrace is set; else the runtime makes one up
	OutsideTrace                    // it is that of the parent outside the flow; without one, the runtime makes one up
)

// TraceID is where a span's trace id comes from.
type TraceID struct {
	Source TraceSource
	Tag    *Tag // with TagTrace
	// ParameterOnly reports whether Tag is none of the span's tags: it is taken and checked, and not put.
	ParameterOnly bool
}

// Input is a value that callers give: a tag, or the choice of a variant with the tags of its case.
type Input struct {
	Tag        *Tag
	Variant    *Variant // where the tag chooses the variant; else nil
	Required   bool
	Deprecated *model.Deprecated // of this use of the tag, else of the tag itself
	// UseDeprecated is the deprecation of this use alone, which the tag's own type does not show.
	UseDeprecated *model.Deprecated
	// Since is the version with which the tag came to the span or the service, or "" where it is not known or that of the span or the
	// service itself.
	Since string
	// GivesTraceOf reports whether the value must give the trace id that the span has from its parent.
	GivesTraceOf bool
	// ForID reports whether the span's ids derive from the value.
	ForID bool
}

// Inputs are the values that callers give at one moment, in the order of the spec.
type Inputs []Input

// Required returns the inputs that a caller must give, in their order.
func (in Inputs) Required() Inputs { return in.filter(true) }

// Optional returns the inputs that a caller may leave out, in their order.
func (in Inputs) Optional() Inputs { return in.filter(false) }

func (in Inputs) filter(required bool) Inputs {
	return slices.DeleteFunc(slices.Clone(in), func(one Input) bool { return one.Required != required })
}

// TagsOf returns the tags of inputs, in their order.
func TagsOf(inputs Inputs) []*Tag {
	tags := make([]*Tag, len(inputs))
	for i, in := range inputs {
		tags[i] = in.Tag
	}
	return tags
}

// TagNames returns the names of tags on the wire, in their order.
func TagNames(tags []*Tag) []string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return names
}

// Link is the links that a span may or must have to spans of one kind.
type Link struct {
	To       *Ref
	Required bool // at least one
	Min, Max int  // Max is 0 for any number
	Doc      LinkDoc
}

// Variant is the tags that depend on the value of an enum tag.
type Variant struct {
	Tag   *Tag // that chooses
	Span  *model.Span
	AtEnd bool // it is given when a measured span ends
	Cases []*Case
	Tags  []VariantTag // of all cases, each once, in their order
}

// Case is the tags that go with one value.
type Case struct {
	Value  *model.EnumValue
	Doc    EntryDoc
	Inputs Inputs
}

// VariantTag is a tag that some case of a variant has.
type VariantTag struct {
	Input
	Cases []*Case // that have the tag
	Kept  bool    // some case may leave it out, so whether it is given has to be kept
}
