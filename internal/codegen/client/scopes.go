package client

import "github.com/specgen/specgen/internal/model"

// ScopeKind says what the names of a scope are for.
type ScopeKind uint8

// The kinds of scope.
const (
	ValueNames     ScopeKind = iota // the values of one enum
	EmitterInputs                   // the tags that a service's emitter is made with
	EmitterMethods                  // the spans of a service
	BeginInputs                     // what is given when a span is emitted or begins: tags and links
	EndInputs                       // what is given when a measured span ends
	CaseInputs                      // the tags of one case of a variant
)

// Scope is entries whose names have to differ in every language, because the same function, type or enum has them all.
// What else shares a scope, such as the types of a module, depends on the names that a language makes.
type Scope struct {
	Kind    ScopeKind
	Owner   *model.Entry // the tag, service, span or value that it belongs to
	Members []Member     // an entry may stand there twice
}

// Member is an entry in a scope: one of its fields is set.
type Member struct {
	Value *model.EnumValue
	Tag   *model.Tag
	Span  *model.Span // that a method emits
	Link  *model.Span // that a link leads to
	// InCase reports whether the tag belongs to a case of a variant. Such a tag stands in the inputs of the span too, where
	// a language takes them together, and in those of its case.
	InCase bool
}

// Entry is the member's entry.
func (m Member) Entry() *model.Entry {
	switch {
	case m.Value != nil:
		return &m.Value.Entry
	case m.Tag != nil:
		return &m.Tag.Entry
	case m.Span != nil:
		return &m.Span.Entry
	}
	return &m.Link.Entry
}

// Scopes returns the scopes of a flow, in the order of the spec: those of tags, services, then spans. All services are
// looked at, whatever the language of each. The flow may have errors.
func Scopes(flow *model.Flow) []Scope {
	var out []Scope
	for _, t := range flow.Tags {
		if len(t.Values) > 0 {
			s := Scope{Kind: ValueNames, Owner: &t.Entry}
			for _, v := range t.Values {
				s.Members = append(s.Members, Member{Value: v})
			}
			out = append(out, s)
		}
	}
	for _, service := range flow.Services {
		inputs, methods := Scope{Kind: EmitterInputs, Owner: &service.Entry}, Scope{Kind: EmitterMethods, Owner: &service.Entry}
		for _, own := range service.Tags {
			inputs.Members = append(inputs.Members, Member{Tag: own.Tag})
		}
		for _, s := range flow.SpansOf(service) {
			methods.Members = append(methods.Members, Member{Span: s})
		}
		out = append(out, inputs, methods)
	}
	for _, s := range flow.Spans {
		out = append(out, spanScopes(s)...)
	}
	return out
}

func spanScopes(s *model.Span) []Scope {
	begin, end := Scope{Kind: BeginInputs, Owner: &s.Entry}, Scope{Kind: EndInputs, Owner: &s.Entry}
	for _, link := range s.Links {
		begin.Members = append(begin.Members, Member{Link: link.To})
	}
	if id := s.TraceIDTag(); id != nil {
		begin.Members = append(begin.Members, Member{Tag: id})
	}
	add := func(m Member, atEnd bool) {
		if atEnd && s.Measured {
			end.Members = append(end.Members, m)
		} else {
			begin.Members = append(begin.Members, m)
		}
	}
	for _, st := range s.Tags {
		add(Member{Tag: st.Tag}, st.AtEnd)
	}
	var cases []Scope
	for _, variant := range s.Variants {
		chosen := s.Tag(variant.Tag)
		for _, c := range variant.Cases {
			scope := Scope{Kind: CaseInputs, Owner: &c.Value.Entry}
			for _, st := range c.Tags {
				member := Member{Tag: st.Tag, InCase: true}
				add(member, chosen != nil && chosen.AtEnd)
				scope.Members = append(scope.Members, member)
			}
			cases = append(cases, scope)
		}
	}
	return append([]Scope{begin, end}, cases...)
}
