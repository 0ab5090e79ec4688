package sample

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about links.

func missingLink(of *span) recipe {
	if !slices.ContainsFunc(of.Links, func(l *model.Link) bool { return l.Min > 0 }) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.Links = nil
		}
		return ok
	}
}

// mayLinkTo reports whether the spec has links from one span to the other.
func mayLinkTo(of *span, to *model.Span) bool {
	return slices.ContainsFunc(of.Links, func(l *model.Link) bool { return l.To == to })
}

func wrongLink(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if !ok {
			return false
		}
		to, ok := s.pick(nil, func(one made) bool { return one.Record != m.Record && !mayLinkTo(of, one.node.span.Span) })
		if ok {
			m.Links = append(m.Links, trace.Link{TraceID: to.TraceID, SpanID: to.SpanID})
		}
		return ok
	}
}

func danglingLink(of *span) recipe {
	if len(of.Links) == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return len(m.Links) > 0 })
		if !ok || len(m.node.links) == 0 {
			return false
		}
		to := m.Links[0]
		for i := range to.SpanID {
			to.SpanID[i] ^= 0x5A
		}
		full := slices.ContainsFunc(of.Links, func(l *model.Link) bool {
			return l.To == m.node.links[0].span.Span && l.Max > 0 && len(m.Links) >= l.Max
		})
		if full || s.next()&1 == 0 {
			m.Links[0] = to
		} else {
			m.Links = append(m.Links, to)
		}
		return true
	}
}

func linkIDMismatch(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		if !s.ids[use.Tag] {
			return false
		}
		return changeTag(of, use.Tag, func(s *scene, _ made, value trace.Value) (trace.Value, bool) { return s.otherValue(use.Tag, value) })(s)
	}
}

// secondCause adds another record that links to what has the first as its parent.
func secondCause(of *span) recipe {
	if of.DerivesID() || len(of.Links) == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool {
			return slices.ContainsFunc(m.node.links, func(to *node) bool { return to.parent == m.node && to.trace.kept })
		})
		if ok {
			s.renew(s.again(m))
		}
		return ok
	}
}

// crossedLink links a record to what has another one of the span as its parent.
func crossedLink(of *span) recipe {
	if len(of.Links) == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if !ok {
			return false
		}
		to, ok := s.pick(nil, func(one made) bool {
			return mayLinkTo(of, one.node.span.Span) && one.node.parent != nil && one.node.parent != m.node && one.node.parent.span == of
		})
		if ok {
			m.Links = append(m.Links, trace.Link{TraceID: to.TraceID, SpanID: to.SpanID})
		}
		return ok
	}
}

// tooManyLinks links to more records than max allows: to copies of one that is linked.
func tooManyLinks(of *span) recipe {
	for _, l := range of.Links {
		if l.Max == 0 {
			continue
		}
		return func(s *scene) bool {
			m, ok := s.pick(of, nil)
			if !ok {
				return false
			}
			to, ok := s.pick(nil, func(one made) bool { return one.node.span.Span == l.To && slices.Contains(m.node.links, one.node) })
			if !ok || to.node.span.Occurs.Multiplicity != model.Unbounded || l.To.Parent.Has(of.Span) {
				return false
			}
			for range l.Max {
				more := s.again(to)
				s.renew(more)
				m.Links = append(m.Links, trace.Link{TraceID: more.TraceID, SpanID: more.SpanID})
			}
			return true
		}
	}
	return nil
}
