package sample

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about a span's tags.

func missingTag(of *span, use *model.SpanTag) recipe {
	if !use.Required {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, withTag(use.Tag))
		if ok {
			m.Tags = slices.Delete(m.Tags, tagAt(m, use.Tag), tagAt(m, use.Tag)+1)
		}
		return ok
	}
}

// changeTag returns a recipe that gives a tag of a record of the span another value.
func changeTag(of *span, t *model.Tag, change func(s *scene, m made, value trace.Value) (trace.Value, bool)) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, t) >= 0 && s.alone(m, t) })
		if !ok {
			return false
		}
		at := tagAt(m, t)
		value, ok := change(s, m, m.Tags[at].Value)
		if ok {
			m.Tags[at].Value = value
		}
		return ok
	}
}

func tagType(of *span, use *model.SpanTag) recipe {
	return changeTag(of, use.Tag, func(_ *scene, _ made, value trace.Value) (trace.Value, bool) { return wrongType(use.Tag, value), true })
}

func tagValueBroken(of *span, use *model.SpanTag) recipe {
	return changeTag(of, use.Tag, func(s *scene, _ made, value trace.Value) (trace.Value, bool) { return s.wrongValue(use.Tag, value) })
}

func variantTag(p *plan) (out []recipe) {
	for _, of := range p.spans {
		for _, v := range of.Variants {
			for _, c := range v.Cases {
				for _, use := range c.Tags {
					if use.Deprecated != nil || use.Tag.Deprecated != nil {
						continue
					}
					out = append(out, func(s *scene) bool {
						m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) < 0 && string(m.node.own(v.Tag).Text) != c.Value.Wire })
						if ok {
							s.addTo(m, use.Tag)
						}
						return ok
					})
				}
			}
		}
	}
	return out
}

func undeclaredTag(of *span) recipe {
	return func(s *scene) bool {
		if s.flow.Policy.UndeclaredTags == model.Allow {
			return false
		}
		m, ok := s.pick(of, nil)
		if ok {
			m.Tags = append(m.Tags, trace.Tag{Key: []byte("not.in.the.spec"), Value: trace.StringValue([]byte("1"))})
		}
		return ok
	}
}

func deprecatedTag(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		for _, use := range usesOf(of) {
			if use.Deprecated != nil || use.Tag.Deprecated != nil {
				out = append(out, addTag(of, use.Tag))
				continue
			}
			out = append(out, deprecatedValues(of, use.Tag)...)
		}
	}
	for _, service := range p.flow.Services {
		for _, use := range service.Tags {
			if use.Deprecated != nil || use.Tag.Deprecated != nil {
				out = append(out, addServiceTag(service, use.Tag))
			}
		}
	}
	return out
}

// addTag returns a recipe that adds a tag to a record of the span that does not have it.
func addTag(of *span, t *model.Tag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, t) < 0 })
		if ok {
			s.addTo(m, t)
		}
		return ok
	}
}

// addTo adds a valid value of a tag to a record.
func (s *scene) addTo(m made, t *model.Tag) {
	m.Tags = append(m.Tags, trace.Tag{Key: []byte(t.Name), Value: s.values[t].value(&s.random)})
}

// deprecatedValues returns a recipe for each value of an enum that is deprecated.
func deprecatedValues(of *span, t *model.Tag) (out []recipe) {
	for _, value := range t.Values {
		if value.Deprecated == nil || t.List {
			continue
		}
		out = append(out, changeTag(of, t, func(*scene, made, trace.Value) (trace.Value, bool) {
			return trace.StringValue([]byte(value.Wire)), true
		}))
	}
	return out
}

func duplicateTag(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && !use.Tag.TraceScope })
		if !ok {
			return false
		}
		value, ok := s.otherValue(use.Tag, m.Tags[tagAt(m, use.Tag)].Value)
		if ok {
			m.Tags = append(m.Tags, trace.Tag{Key: []byte(use.Tag.Name), Value: value})
		}
		return ok
	}
}

// knownTags returns a recipe for each of the flow's known_tags.
func knownTags(change func(m made, key []byte)) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, glob := range p.flow.Policy.KnownTags {
			key := []byte(strings.ReplaceAll(glob, "*", "name"))
			out = append(out, func(s *scene) bool {
				m, ok := s.pick(nil, nil)
				if ok {
					change(m, key)
				}
				return ok
			})
		}
		return out
	}
}

func duplicateKnown(m made, key []byte) {
	for i := range 2 {
		m.Tags = append(m.Tags, trace.Tag{Key: key, Value: trace.StringValue([]byte("thread-" + strconv.Itoa(i)))})
	}
}

// cutText is a text that was cut within a character.
var cutText = []byte("caf\uFFFD")

func invalidText(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && s.alone(m, use.Tag) })
		if !ok || use.Tag.List || use.Tag.Kind == model.KindEnum && !use.Tag.Open || !use.Tag.Kind.IsText() || s.values[use.Tag].set.Text(cutText) != nil {
			return false
		}
		at := tagAt(m, use.Tag)
		m.Tags[at].Value = trace.StringValue(cutText)
		m.Defects |= trace.BadUTF8
		m.BadTag = m.Tags[at].Key
		return true
	}
}

func invalidKnown(m made, key []byte) {
	m.Tags = append(m.Tags, trace.Tag{Key: key, Value: trace.StringValue(cutText)})
	m.Defects |= trace.BadUTF8
	m.BadTag = key
}
