package compiled

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// Flow is one version of a flow.
type Flow struct {
	Model       *model.Flow
	AllVersions *FlowVersions
	Spans       []*Span
	Tags        []*Tag
	Services    []*Service
	ServiceTags Set // the tags that some service declares

	version                string
	spans, tags, serviceID Names
	known                  []glob
}

// Service is a service of a flow.
type Service struct {
	Model      *model.Service
	Index      int                       // in Flow.Services
	ID         int                       // in Flows.Services
	Declared   Set                       // the tags that it declares
	Required   Set                       // those of them that every record from it carries
	Deprecated Set                       // those of them that are deprecated, here or everywhere
	Uses       map[int]*model.ServiceTag // by tag index
}

// Span is a span of one version of a flow.
type Span struct {
	Model        *model.Span
	Index        int // in Flows.Spans
	Flow         *Flow
	Name         *SpanName
	Parent       *SpanName   // of the declared parent; nil where none is declared
	RemoteParent bool        // a span declares it as its parent in another trace
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
	Variants   []*Variant
	uses       map[int]*model.SpanTag
	services   []bool // by service index
	// PerParent are the spans of which one occurs below each record of this one.
	PerParent []*Span
	// FollowedBy are the conditions about what has to follow, in the order of Model.FollowedBy.
	FollowedBy []FollowedBy
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

// Span returns the span with the name, or nil.
func (f *Flow) Span(name []byte) *Span {
	if i := f.spans.Index(name); i >= 0 {
		return f.Spans[i]
	}
	return nil
}

// Tag returns the tag with the name, or nil.
func (f *Flow) Tag(name []byte) *Tag {
	if i := f.tags.Index(name); i >= 0 {
		return f.Tags[i]
	}
	return nil
}

// Service returns the service with the name, or nil.
func (f *Flow) Service(name []byte) *Service {
	if i := f.serviceID.Index(name); i >= 0 {
		return f.Services[i]
	}
	return nil
}

// Knows reports whether the policy lets the tag pass although it is not declared.
func (f *Flow) Knows(tag []byte) bool {
	for _, g := range f.known {
		if g.match(tag) {
			return true
		}
	}
	return false
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

func (f *Flow) compile(p *Flows, spanNames map[string]*SpanName) error {
	f.version = f.Model.Version.String()
	for _, pattern := range f.Model.Policy.KnownTags {
		f.known = append(f.known, newGlob(pattern))
	}
	index := map[*model.Tag]int{}
	var names []string
	for i, t := range f.Model.Tags {
		tag, err := compileTag(t, i)
		if err != nil {
			return fmt.Errorf("cannot use tag %q of flow %q: %w", t.Name, f.Model.Name, err)
		}
		tag.NameIndex = f.AllVersions.TagNames.Index([]byte(t.Name))
		f.Tags = append(f.Tags, tag)
		index[t] = i
		names = append(names, t.Name)
	}
	f.tags = newNames(names)
	f.compileServices(p, index)
	names = nil
	for _, s := range f.Model.Spans {
		span := f.compileSpan(s, index, spanNames)
		span.Index = len(p.Spans)
		p.Spans = append(p.Spans, span)
		f.Spans = append(f.Spans, span)
		names = append(names, s.Name)
	}
	f.spans = newNames(names)
	f.connect()
	f.findDeprecatedUses()
	return nil
}

func (f *Flow) compileServices(p *Flows, index map[*model.Tag]int) {
	var names []string
	f.ServiceTags = f.set()
	for i, s := range f.Model.Services {
		service := &Service{
			Model: s, Index: i, ID: len(p.Services), Declared: f.set(), Required: f.set(), Deprecated: f.set(), Uses: map[int]*model.ServiceTag{},
		}
		for _, use := range s.Tags {
			t := index[use.Tag]
			service.Uses[t] = use
			service.Declared.Add(t)
			f.ServiceTags.Add(t)
			if use.Required {
				service.Required.Add(t)
			}
			if use.Deprecated != nil || use.Tag.Deprecated != nil {
				service.Deprecated.Add(t)
			}
		}
		f.Services = append(f.Services, service)
		p.Services = append(p.Services, service)
		names = append(names, s.Name)
	}
	f.serviceID = newNames(names)
}

func (f *Flow) set() Set { return NewSet(len(f.Model.Tags)) }

func (f *Flow) compileSpan(s *model.Span, index map[*model.Tag]int, spanNames map[string]*SpanName) *Span {
	span := &Span{
		Model: s, Flow: f, Name: spanNames[s.Name], Declared: f.set(), Required: f.set(), Deprecated: f.set(), Variant: f.set(),
		uses: map[int]*model.SpanTag{}, services: make([]bool, len(f.Services)),
	}
	for _, service := range s.Services {
		span.services[f.serviceID.Index([]byte(service.Name))] = true
	}
	if s.Parent.Kind == model.ParentSpan {
		span.Parent = spanNames[s.Parent.Spans[0].Name]
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

// findDeprecatedUses notes which tags some span or service uses although that is deprecated.
func (f *Flow) findDeprecatedUses() {
	for i, t := range f.Tags {
		for _, s := range f.Services {
			t.MayBeDeprecated = t.MayBeDeprecated || s.Deprecated.Has(i)
		}
		for _, s := range f.Spans {
			use := s.Use(i)
			t.MayBeDeprecated = t.MayBeDeprecated || s.Deprecated.Has(i) || use != nil && use.Deprecated != nil
			for _, v := range s.Variants {
				for _, c := range v.Cases {
					t.MayBeDeprecated = t.MayBeDeprecated || c != nil && c.Deprecated.Has(i)
				}
			}
		}
	}
}

// connect fills in the fields of parents that follow from the declarations of their children.
func (f *Flow) connect() {
	for _, s := range f.Spans {
		if s.Model.Parent.Kind != model.ParentSpan {
			continue
		}
		for _, parent := range f.Spans {
			if parent.Model != s.Model.Parent.Spans[0] {
				continue
			}
			parent.RemoteParent = parent.RemoteParent || s.Model.ParentInOtherTrace()
			if o := s.Model.Occurs; o.Multiplicity == model.OncePer && o.PerParent {
				parent.PerParent = append(parent.PerParent, s)
			}
		}
	}
}

// glob is a pattern in which * stands for any run of characters.
type glob []string // the parts between the stars

func newGlob(pattern string) glob { return strings.Split(pattern, "*") }

func (g glob) match(name []byte) bool {
	rest := string(name)
	if len(g) == 1 {
		return rest == g[0]
	}
	if !strings.HasPrefix(rest, g[0]) {
		return false
	}
	rest = rest[len(g[0]):]
	last := len(g) - 1
	for _, part := range g[1:last] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, g[last])
}
