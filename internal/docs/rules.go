package docs

import "github.com/specgen/specgen/internal/model"

// spanRules are the rules that look at what this span in particular declares. Rules that look at every record alike, and those of the whole
// input, are not among them.
var spanRules = map[string]func(*model.Span) bool{
	"service-not-allowed": always,
	"missing-tag":         func(s *model.Span) bool { return anyTag(s, func(t *model.SpanTag) bool { return t.Required }) },
	"missing-service-tag": func(s *model.Span) bool {
		return anyServiceTag(s, func(t *model.ServiceTag) bool { return t.Required })
	},
	"tag-type":            hasTags,
	"tag-value":           hasTags,
	"variant-tag":         func(s *model.Span) bool { return len(s.Variants) > 0 },
	"undeclared-tag":      always,
	"deprecated-span":     func(s *model.Span) bool { return s.Deprecated != nil },
	"expired-span":        func(s *model.Span) bool { return !s.Expires.IsZero() },
	"deprecated-tag":      func(s *model.Span) bool { return anyTag(s, deprecatedTag) },
	"trace-id-mismatch":   func(s *model.Span) bool { return s.Trace.ID != nil && s.Tag(s.Trace.ID) != nil },
	"derived-id-mismatch": (*model.Span).DerivesID,
	"instant-duration":    func(s *model.Span) bool { return !s.Measured },
	"duration-too-long":   func(s *model.Span) bool { return s.MaxDuration > 0 },
	"ended-twice":         func(s *model.Span) bool { return s.Measured },
	"status-mismatch":     func(s *model.Span) bool { return len(s.ErrorWhen) > 0 },
	"kind-mismatch":       always,
	"missing-parent":      hasParent,
	"wrong-parent":        hasParent,
	"unexpected-root":     func(s *model.Span) bool { return hasParent(s) && !s.Parent.Optional },
	"unexpected-parent":   func(s *model.Span) bool { return s.Parent.Kind == model.ParentNone },
	"out-of-order":        hasParent,
	"late":                func(s *model.Span) bool { return s.Within > 0 },
	"missing-link":        func(s *model.Span) bool { return anyLink(s, func(l *model.Link) bool { return l.Min > 0 }) },
	"wrong-link":          hasLinks,
	"dangling-link":       hasLinks,
	"link-id-mismatch":    hasLinks,
	"one-sided-link":      hasLinks,
	"missing-outcome":     func(s *model.Span) bool { return len(s.FollowedBy) > 0 },
	"duplicate-span":      (*model.Span).DerivesID,
	"conflicting-span":    always,
	"too-many":            (*model.Span).DerivesID,
	"too-few": func(s *model.Span) bool {
		return s.Occurs.Multiplicity == model.Once || s.Occurs.Multiplicity == model.OncePer
	},
	"inconsistent-tag": func(s *model.Span) bool { return anyTag(s, func(t *model.SpanTag) bool { return t.Tag.TraceScope }) },
}

// everyRules are the rules that look at all records alike, whatever is declared, and at the input as a whole.
var everyRules = map[string]bool{
	"unknown-span": true, "unknown-service": true, "unknown-version": true, "duplicate-tag": true, "dropped-data": true, "invalid-utf8": true,
	"shadowed-tag": true, "invalid-id": true, "invalid-time": true, "end-before-start": true, "cycle": true, "large-trace": true,
	"never-seen": true, "broken-input": true,
}

// KnowsRule reports whether it is known what a rule looks at, so that pages name it where it applies.
func KnowsRule(id string) bool { return spanRules[id] != nil || everyRules[id] }

// ruleIsAsked reports whether a rule can find anything in records of the flow. A rule that is not known here is asked.
func ruleIsAsked(rule string, f *model.Flow) bool {
	applies, ok := spanRules[rule]
	if !ok {
		return true
	}
	for _, s := range f.Spans {
		if applies(s) {
			return true
		}
	}
	return false
}

// quietRule reports whether a rule holds for every span alike: the page lists it once.
func quietRule(rule string) bool {
	switch rule {
	case "service-not-allowed", "undeclared-tag", "kind-mismatch", "conflicting-span", "tag-type":
		return true
	}
	return false
}

// spanRules are the rules that check what a span declares, in the order of the catalogue.
func (p *Page) spanRules(s *model.Span) []string {
	var out []string
	for _, r := range p.in.Rules {
		if applies, ok := spanRules[r.ID]; ok && !quietRule(r.ID) && applies(s) {
			out = append(out, r.ID)
		}
	}
	return out
}

func always(*model.Span) bool { return true }

func hasParent(s *model.Span) bool { return s.Parent.Kind == model.ParentSpan }

func hasLinks(s *model.Span) bool { return len(s.Links) > 0 }

func hasTags(s *model.Span) bool {
	return anyTag(s, func(*model.SpanTag) bool { return true }) || anyServiceTag(s, func(*model.ServiceTag) bool { return true })
}

func deprecatedTag(t *model.SpanTag) bool {
	if t.Deprecated != nil || t.Tag.Deprecated != nil {
		return true
	}
	for _, v := range t.Tag.Values {
		if v.Deprecated != nil {
			return true
		}
	}
	return false
}

func anyTag(s *model.Span, is func(*model.SpanTag) bool) bool {
	for _, t := range s.Tags {
		if is(t) {
			return true
		}
	}
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			for _, t := range c.Tags {
				if is(t) {
					return true
				}
			}
		}
	}
	return false
}

func anyServiceTag(s *model.Span, is func(*model.ServiceTag) bool) bool {
	for _, service := range s.Services {
		for _, t := range service.Tags {
			if is(t) {
				return true
			}
		}
	}
	return false
}

func anyLink(s *model.Span, is func(*model.Link) bool) bool {
	for _, l := range s.Links {
		if is(l) {
			return true
		}
	}
	return false
}
