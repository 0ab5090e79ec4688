package sample

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about the service and its tags.

func unknownService(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			name := []byte(misspelt(string(m.Service)))
			withResource(m, func(tags []trace.Tag) []trace.Tag {
				tags[0].Value = trace.StringValue(name)
				return tags
			})
			m.Resource.Service, m.Service = name, name
		}
		return ok
	}
}

func serviceNotAllowed(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		for _, other := range p.flow.Services {
			if slices.Contains(of.Services, other) {
				continue
			}
			resource := p.resource(other, newRandom(p.seed, 5), false)
			out = append(out, func(s *scene) bool {
				m, ok := s.pick(of, nil)
				if ok {
					emitAs(m, []byte(other.Name), resource)
				}
				return ok
			})
		}
	}
	return out
}

// changeServiceTag returns a recipe that gives one record of a service a resource with another value; an empty one takes the tag away.
func changeServiceTag(of *model.Service, use *model.ServiceTag, change func(s *scene, m made, value trace.Value) (trace.Value, bool)) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(nil, func(m made) bool {
			return string(m.Service) == of.Name && resourceTagAt(m, use.Tag) >= 0 && tagAt(m, use.Tag) < 0
		})
		if !ok {
			return false
		}
		at := resourceTagAt(m, use.Tag)
		value, ok := change(s, m, m.Resource.Tags[at].Value)
		if !ok {
			return false
		}
		withResource(m, func(tags []trace.Tag) []trace.Tag {
			if value.Kind == trace.Empty {
				return slices.Delete(tags, at, at+1)
			}
			tags[at].Value = value
			return tags
		})
		return true
	}
}

func resourceTagAt(m made, t *model.Tag) int {
	return slices.IndexFunc(m.Resource.Tags, func(one trace.Tag) bool { return string(one.Key) == t.Name })
}

func missingServiceTag(of *model.Service, use *model.ServiceTag) recipe {
	if !use.Required {
		return nil
	}
	return changeServiceTag(of, use, func(*scene, made, trace.Value) (trace.Value, bool) { return trace.Value{}, true })
}

func serviceTagType(of *model.Service, use *model.ServiceTag) recipe {
	return changeServiceTag(of, use, func(_ *scene, _ made, value trace.Value) (trace.Value, bool) { return wrongType(use.Tag, value), true })
}

func serviceTagValue(of *model.Service, use *model.ServiceTag) recipe {
	return changeServiceTag(of, use, func(s *scene, _ made, value trace.Value) (trace.Value, bool) { return s.wrongValue(use.Tag, value) })
}

// invalidServiceTag gives a span the text that its resource has: where a span carries a service's tag itself.
func invalidServiceTag(of *model.Service, use *model.ServiceTag) recipe {
	return func(s *scene) bool {
		if !use.Tag.Kind.IsText() || use.Tag.List || use.Tag.Kind == model.KindEnum && !use.Tag.Open || s.values[use.Tag].set.Text(cutText) != nil {
			return false
		}
		m, ok := s.pick(nil, func(m made) bool { return string(m.Service) == of.Name && tagAt(m, use.Tag) < 0 })
		if ok {
			invalidKnown(m, []byte(use.Tag.Name))
		}
		return ok
	}
}

// addServiceTag returns a recipe that adds a tag to the resource of a record of the service that does not have it.
func addServiceTag(of *model.Service, t *model.Tag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(nil, func(m made) bool { return string(m.Service) == of.Name && resourceTagAt(m, t) < 0 })
		if ok {
			withResource(m, func(tags []trace.Tag) []trace.Tag {
				return append(tags, trace.Tag{Key: []byte(t.Name), Value: s.values[t].value(&s.random)})
			})
		}
		return ok
	}
}
