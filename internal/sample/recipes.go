package sample

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// The functions of this file make the recipes of a row of ways: one for each span, tag or service's tag.

// eachSpan returns a recipe for each span, in reverse order: fewer other records depend on late spans.
func eachSpan(make func(of *span) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, s := range slices.Backward(p.spans) {
			if one := make(s); one != nil {
				out = append(out, one)
			}
		}
		return out
	}
}

// eachTag returns a recipe for each tag of each span. Tags that ids derive from are left out: another value would change the ids too.
func eachTag(make func(of *span, use *model.SpanTag) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, s := range slices.Backward(p.spans) {
			for _, use := range usesOf(s) {
				if slices.Contains(s.Occurs.Keys, use.Tag) || s.Trace.ID == use.Tag || use.Deprecated != nil || use.Tag.Deprecated != nil {
					continue
				}
				if one := make(s, use); one != nil {
					out = append(out, one)
				}
			}
		}
		return out
	}
}

// usesOf returns the tags of a span and of its variants.
func usesOf(s *span) []*model.SpanTag {
	out := slices.Clone(s.Tags)
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			out = append(out, c.Tags...)
		}
	}
	return out
}

// eachServiceTag returns a recipe for each tag of each service.
func eachServiceTag(make func(of *model.Service, use *model.ServiceTag) recipe) func(p *plan) []recipe {
	return func(p *plan) (out []recipe) {
		for _, service := range p.flow.Services {
			for _, use := range service.Tags {
				if use.Deprecated != nil || use.Tag.Deprecated != nil {
					continue
				}
				if one := make(service, use); one != nil {
					out = append(out, one)
				}
			}
		}
		return out
	}
}

func both(first, second func(p *plan) []recipe) func(p *plan) []recipe {
	return func(p *plan) []recipe { return append(first(p), second(p)...) }
}
