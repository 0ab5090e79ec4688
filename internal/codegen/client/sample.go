package client

import (
	"math/big"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// Sample is a short program for a README: it makes one emitter and emits its first spans, with the least that they need and
// the spec's own examples for values.
type Sample struct {
	Service *Service
	Tags    []Given // that the emitter asks for
	Calls   []*SampleCall
	all     bool // the calls give optional tags, too
}

// SampleCall emits one span.
type SampleCall struct {
	Span   *Span
	Parent *SampleRef // where the span takes a reference; else nil
	Begin  []Given    // the trace id's tag first, where it is a parameter only
	End    []Given
	Links  []SampleLink // those that the span must have, one of each
	Used   bool         // a later call takes the reference that it gives
}

// SampleLink is one link that a span must have.
type SampleLink struct {
	*Link
	Ref *SampleRef
}

// SampleRef is an expression of a reference: what Call gave; else worked out of Parent and Tags; else, where it cannot be
// worked out, read from a carried text.
type SampleRef struct {
	Ref     *Ref
	Call    *SampleCall
	Parent  *SampleRef
	Tags    []Given
	carried bool // though it could be worked out of a reference that is carried
}

// Carried reports whether the reference is read from a carried text.
func (r *SampleRef) Carried() bool { return r.Call == nil && (r.carried || r.Ref.Derivation == nil) }

// Given is a value for a tag.
type Given struct {
	Tag     *Tag
	Value   model.Value // its Items where the tag is a list
	Variant *Variant    // where the tag chooses a variant; else nil
	Case    *Case       // of Variant, which Value chooses
	Inputs  []Given     // that the case asks for

	Optional bool // it may be left out
}

// Needed are the values that a caller must give, in their order.
func Needed(all []Given) []Given { return whether(all, false) }

// Spare are the values that a caller may leave out, in their order.
func Spare(all []Given) []Given { return whether(all, true) }

func whether(all []Given, optional bool) []Given {
	return slices.DeleteFunc(slices.Clone(all), func(g Given) bool { return g.Optional != optional })
}

// Sample returns a program of at most most calls, or nil where no service emits anything. It shows the first service of
// the language, or else the first one, and leaves out spans that take a reference which has to be carried and deprecated ones,
// unless all are.
func (c *Client) Sample(language string, most int) *Sample {
	service := c.sampleService(language)
	if service == nil {
		return nil
	}
	s := &Sample{Service: service}
	for _, in := range service.Tags.Required() {
		s.Tags = append(s.Tags, s.given(in))
	}
	for _, span := range service.Spans {
		if len(s.Calls) < most && !s.carries(span) && span.Doc.Deprecated == nil {
			s.Calls = append(s.Calls, s.call(span))
		}
	}
	if len(s.Calls) == 0 {
		s.Calls = append(s.Calls, s.call(service.Spans[0]))
	}
	return s
}

// CallOf returns a program in which a service emits one span, with all that the span may have: optional tags too, but for
// deprecated ones. What stands above it is worked out, or carried.
func (c *Client) CallOf(service *Service, span *Span) *Sample {
	s := &Sample{Service: service, all: true}
	for _, in := range service.Tags.Required() {
		s.Tags = append(s.Tags, s.given(in))
	}
	s.Calls = []*SampleCall{s.call(span)}
	return s
}

func (c *Client) sampleService(language string) *Service {
	var first *Service
	for _, service := range c.Services {
		switch {
		case len(service.Spans) == 0:
		case service.Model.Language == language:
			return service
		case first == nil:
			first = service
		}
	}
	return first
}

// carries reports whether emitting the span takes a reference that has to be carried.
func (s *Sample) carries(span *Span) bool {
	if span.Parent.Kind == RefParent && !span.Parent.Optional && s.parent(span.Parent.Parents) == nil {
		return true
	}
	return slices.ContainsFunc(span.Links, func(l *Link) bool { return l.Required && s.lacks(l.To) })
}

// lacks reports whether a reference can neither be taken from an earlier call nor be worked out.
func (s *Sample) lacks(ref *Ref) bool { return s.lacksBelow(ref, nil) }

// lacksBelow is lacks of a parent of the spans that are given: a span that may be its own parent is no way to begin.
func (s *Sample) lacksBelow(ref *Ref, children []*Ref) bool {
	if s.emitted(ref) != nil {
		return false
	}
	if ref.Derivation == nil || slices.Contains(children, ref) {
		return true
	}
	return ref.Derivation.Parent != nil && s.parentBelow(ref.Derivation.Parent, append(children, ref)) == nil
}

// parent returns the first of several parents to which there is a reference, or nil.
func (s *Sample) parent(parents *Parents) *Ref { return s.parentBelow(parents, nil) }

func (s *Sample) parentBelow(parents *Parents, children []*Ref) *Ref {
	for _, p := range parents.Refs {
		if !s.lacksBelow(p.Ref, children) {
			return p.Ref
		}
	}
	return nil
}

func (s *Sample) emitted(ref *Ref) *SampleCall {
	for _, call := range s.Calls {
		if call.Span.Ref == ref {
			return call
		}
	}
	return nil
}

func (s *Sample) call(span *Span) *SampleCall {
	call := &SampleCall{Span: span}
	if span.Parent.Kind == RefParent {
		call.Parent = s.parentRef(span.Parent.Parents)
	}
	if span.TraceID.ParameterOnly {
		call.Begin = append(call.Begin, Given{Tag: span.TraceID.Tag, Value: SampleValue(span.TraceID.Tag)})
	}
	call.Begin = append(call.Begin, s.givens(span.Begin)...)
	call.End = s.givens(span.End)
	for _, link := range span.Links {
		if link.Required {
			call.Links = append(call.Links, SampleLink{link, s.ref(link.To)})
		}
	}
	return call
}

// parentRef is the reference that a call shows as the parent. Where there is none, as in the first call of a flow that
// begins with a carried reference, the first of the parents is shown; of optional ones, nothing.
func (s *Sample) parentRef(parents *Parents) *SampleRef {
	parent := s.parent(parents)
	switch {
	case parent == nil && parents.Optional:
		return nil
	case parent == nil:
		return &SampleRef{Ref: parents.Refs[0].Ref, carried: true}
	}
	return s.ref(parent)
}

func (s *Sample) ref(ref *Ref) *SampleRef {
	out := &SampleRef{Ref: ref, Call: s.emitted(ref)}
	switch d := ref.Derivation; {
	case out.Call != nil:
		out.Call.Used = true
	case d != nil:
		if d.Parent != nil {
			out.Parent = s.parentRef(d.Parent)
		}
		for _, tag := range d.Tags {
			out.Tags = append(out.Tags, Given{Tag: tag, Value: SampleValue(tag)})
		}
	}
	return out
}

// givens are values for the inputs that the sample shows.
func (s *Sample) givens(inputs Inputs) []Given {
	var out []Given
	for _, in := range inputs {
		if in.Required || s.all && in.Deprecated == nil {
			out = append(out, s.given(in))
		}
	}
	return out
}

func (s *Sample) given(in Input) Given {
	g := Given{Tag: in.Tag, Value: SampleValue(in.Tag), Optional: !in.Required}
	if in.Variant != nil && len(in.Variant.Cases) > 0 {
		g.Variant, g.Case = in.Variant, in.Variant.Cases[0]
		g.Value = model.Value{Text: g.Case.Value.Wire}
		g.Inputs = s.givens(g.Case.Inputs)
	}
	return g
}

// longestSample is how many items a list in a README has at most.
const longestSample = 8

// SampleValue is a value that keeps the tag's constraints: its first example, or else one that is made up. Only a text that a
// pattern and other constraints bind at once, a pattern that is too big for an automaton, or a list that must be longer than
// longestSample may break one of them.
func SampleValue(t *Tag) model.Value {
	m := t.Model
	if len(m.Examples) > 0 && (!m.List || len(m.Examples[0].Items) > 0) {
		return m.Examples[0]
	}
	one := model.Value{Bool: true}
	switch m.Kind {
	case model.KindInt, model.KindDouble:
		one.Int, one.Double = sampleNumber(m)
	case model.KindEnum:
		if len(m.Values) > 0 {
			current := slices.IndexFunc(m.Values, func(v *model.EnumValue) bool { return v.Deprecated == nil })
			one.Text = m.Values[max(current, 0)].Wire
		}
	case model.KindID, model.KindString:
		one.Text = sampleText(t)
	}
	if m.List {
		return model.Value{Items: slices.Repeat([]model.Value{one}, min(max(m.MinItems, 1), longestSample))}
	}
	return one
}

// sampleNumber is 1, or the bound that is next to it.
func sampleNumber(t *model.Tag) (int64, float64) {
	n := big.NewRat(1, 1)
	if t.Max != nil && n.Cmp(t.Max) > 0 {
		n = t.Max
	}
	if t.Min != nil && n.Cmp(t.Min) < 0 {
		n = t.Min
	}
	double, _ := n.Float64()
	whole := new(big.Int).Div(n.Num(), n.Denom()) // down
	if t.Min != nil && new(big.Rat).SetInt(whole).Cmp(t.Min) < 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return whole.Int64(), double
}

// formatSamples are values of the formats.
var formatSamples = map[model.Format]string{
	model.FormatUUID: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", model.FormatHex: "00ff", model.FormatDateTime: "2026-03-01T00:00:00Z",
	model.FormatURI: "https://example.com/", model.FormatEmail: "somebody@example.com", model.FormatIPv4: "192.0.2.1",
	model.FormatIPv6: "2001:db8::1",
}

func sampleText(t *Tag) string {
	m := t.Model
	if text := formatSamples[m.Format]; text != "" {
		return text
	}
	if m.Pattern != "" {
		if table, err := pattern.Compile(m.Pattern); err == nil {
			if text, ok := table.Shortest(max(m.MinLength, 1)); ok {
				return text
			}
		}
	}
	return strings.Repeat("…", max(m.MinLength, 1))
}
