package compiled

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Span is a span of one version of a flow.
type Span struct {
	Model        *model.Span
	Index        int // in Flows.Spans
	Flow         *Flow
	Name         *SpanName
	Parents      []Parent    // of which its parent is one, in the order of the spec; empty where no span is declared
	MayBeRoot    bool        // it has no parent, or need not have one
	RemoteParent bool        // a span declares it as a parent, and may have one in another trace
	LinksTo      []*SpanName // in the order of Model.Links
	MinLinks     int         // in sum
	MaxLinks     int         // in sum; 0 for any number

	Declared   Set    // its own tags, without those of variants
	Required   Set    // likewise
	Deprecated Set    // likewise; here or everywhere
	Variant    Set    // the tags of all cases of all variants
	Scoped     []*Tag // its tags that have one value in a trace
	Keys       []*Tag // the tags for each combination of whose values it occurs once
	IDTag      *Tag   // the tag that the trace id derives from; nil where it does not derive from a tag
	// LinkID and ParentID are tags of the span that give the id of another trace: of the one that all its links lead to, and of the one
	// that its parent is in. They are nil where it has no such tag, or the targets or parents are in traces of several kinds.
	LinkID, ParentID *Tag
	LinkedByParent   bool // a span that may be its parent in another trace links to it
	Variants         []*Variant
	uses             map[int]*model.SpanTag
	services         []bool // by service index
	// PerParent are the spans of which one occurs below each record of this one.
	PerParent []*Span
	Kind      trace.SpanKind
	ErrorWhen []ErrorWhen // in the order of Model.ErrorWhen
	// FollowedBy are the conditions about what has to follow, in the order of Model.FollowedBy.
	FollowedBy []FollowedBy
}

// Parent is a declared span that a record's parent may be of.
type Parent struct {
	Name *SpanName
	// OtherTrace says that its kind of trace is another than the record's, so that it is looked for in another trace too. One of the
	// record's own kind is in the record's trace.
	OtherTrace bool
}

// HasParentIn reports whether a declared parent is in a trace of another kind or, for false, of the span's own kind.
func (s *Span) HasParentIn(otherTrace bool) bool {
	return slices.ContainsFunc(s.Parents, func(p Parent) bool { return p.OtherTrace == otherTrace })
}

// IsRequiredOnce reports whether the absence of the span from a trace of its kind is a mistake.
func (s *Span) IsRequiredOnce() bool {
	return s.Model.Occurs.Multiplicity == model.Once && s.Model.Deprecated == nil && s.Model.Trace.Complete()
}

// MayHaveParent reports whether a declared parent has the name, wherever it is.
func (s *Span) MayHaveParent(name *SpanName) bool {
	return slices.ContainsFunc(s.Parents, func(p Parent) bool { return p.Name == name })
}

// ErrorWhen is an enum tag of a span with the values that make the span's status an error.
type ErrorWhen struct {
	Tag   *Tag
	Fails []bool // by the index of the enum value
}

// FollowedBy is one condition about what has to follow a record.
type FollowedBy struct {
	AnyOf  []*SpanName
	Within int64 // nanoseconds after the record's start
	Judged bool  // the absence of all of AnyOf means something
	Remote bool  // one of AnyOf is in a trace of another kind
}

// Variant is the tags that depend on the value of one tag.
type Variant struct {
	Tag   *Tag
	Cases []*Case // by the index of the enum value
}

// Case is the tags that go with one value.
type Case struct {
	Model      *model.VariantCase
	Declared   Set
	Required   Set
	Deprecated Set
	uses       map[int]*model.SpanTag
}

// Allows reports whether the service may emit the span.
func (s *Span) Allows(service *Service) bool { return s.services[service.Index] }

// Use returns how the span, or a case of it, uses the tag, or nil.
func (s *Span) Use(tag int) *model.SpanTag {
	if use := s.uses[tag]; use != nil {
		return use
	}
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			if c == nil {
				continue // a value without a case, which no checked spec has
			}
			if use := c.uses[tag]; use != nil {
				return use
			}
		}
	}
	return nil
}

// Use returns how the case uses the tag, or nil.
func (c *Case) Use(tag int) *model.SpanTag { return c.uses[tag] }

func (f *Flow) compileSpan(s *model.Span, index map[*model.Tag]int, spanNames map[string]*SpanName) *Span {
	span := &Span{
		Model: s, Flow: f, Name: spanNames[s.Name], Kind: trace.SpanKind(s.Kind), Declared: f.set(), Required: f.set(), Deprecated: f.set(), Variant: f.set(),
		uses: map[int]*model.SpanTag{}, services: make([]bool, len(f.Services)),
	}
	for _, service := range s.Services {
		span.services[f.serviceID.Index([]byte(service.Name))] = true
	}
	span.MayBeRoot = s.Parent.Kind != model.ParentSpan || s.Parent.Optional
	for _, parent := range s.Parent.Spans {
		span.Parents = append(span.Parents, Parent{spanNames[parent.Name], parent.Trace != s.Trace})
	}
	for _, link := range s.Links {
		span.LinksTo = append(span.LinksTo, spanNames[link.To.Name])
		span.MinLinks += link.Min
		if link.Max == 0 {
			span.MaxLinks = -1
		} else if span.MaxLinks >= 0 {
			span.MaxLinks += link.Max
		}
	}
	span.MaxLinks = max(span.MaxLinks, 0)
	span.FollowedBy = compileFollowedBy(s, spanNames)
	for _, e := range s.ErrorWhen {
		span.ErrorWhen = append(span.ErrorWhen, ErrorWhen{f.Tags[index[e.Tag]], failing(&e)})
	}
	declare(s.Tags, index, span.uses, span.Declared, span.Required, span.Deprecated)
	for _, v := range s.Variants {
		span.Variants = append(span.Variants, f.compileVariant(span, v, index))
	}
	for _, key := range s.Occurs.Keys {
		span.Keys = append(span.Keys, f.Tags[index[key]])
	}
	if s.Trace.ID != nil {
		span.IDTag = f.Tags[index[s.Trace.ID]]
	}
	f.findIDsOfOthers(span, index)
	for i, t := range f.Tags {
		if t.Model.TraceScope && (span.Declared.Has(i) || span.Variant.Has(i)) {
			span.Scoped = append(span.Scoped, t)
		}
	}
	return span
}

func compileFollowedBy(s *model.Span, spanNames map[string]*SpanName) []FollowedBy {
	var out []FollowedBy
	for _, f := range s.FollowedBy {
		one := FollowedBy{Within: int64(f.Within), Judged: f.CanBeJudged(s)}
		for _, follower := range f.AnyOf {
			name := spanNames[follower.Name]
			name.Follows = true
			one.AnyOf = append(one.AnyOf, name)
			one.Remote = one.Remote || follower.Trace != s.Trace
		}
		out = append(out, one)
	}
	return out
}

func (f *Flow) compileVariant(span *Span, v *model.Variant, index map[*model.Tag]int) *Variant {
	variant := &Variant{Tag: f.Tags[index[v.Tag]], Cases: make([]*Case, len(v.Tag.Values))}
	for _, one := range v.Cases {
		c := &Case{Model: one, Declared: f.set(), Required: f.set(), Deprecated: f.set(), uses: map[int]*model.SpanTag{}}
		declare(one.Tags, index, c.uses, c.Declared, c.Required, c.Deprecated)
		span.Variant.Or(c.Declared)
		for i, value := range v.Tag.Values {
			if value == one.Value {
				variant.Cases[i] = c
			}
		}
	}
	return variant
}

func declare(tags []*model.SpanTag, index map[*model.Tag]int, uses map[int]*model.SpanTag, declared, required, deprecated Set) {
	for _, use := range tags {
		t := index[use.Tag]
		uses[t] = use
		declared.Add(t)
		if use.Required {
			required.Add(t)
		}
		if use.Deprecated != nil || use.Tag.Deprecated != nil {
			deprecated.Add(t)
		}
	}
}

// failing returns which values of the tag, by their index, are failures.
func failing(e *model.ErrorWhen) []bool {
	fails := make([]bool, len(e.Tag.Values))
	for i, value := range e.Tag.Values {
		fails[i] = slices.Contains(e.Values, value)
	}
	return fails
}
