package sample

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about a record's parent and its place in time after it.

// hasParent reports whether the span may have a parent of the flow.
func hasParent(s *span) bool { return s.Parent.Kind == model.ParentSpan }

func isBelow(m made) bool { return m.node.parent != nil }

// missingParent takes out a record that others stand below.
func missingParent(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool {
			return !s.isLeaf(m) && !slices.ContainsFunc(s.steps, func(n *node) bool { return slices.Contains(n.links, m.node) })
		})
		if ok {
			s.remove(m)
		}
		return ok
	}
}

// strangeParent names a parent that there is not.
func strangeParent(of *span) recipe {
	if !hasParent(of) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return isBelow(m) && s.isLeaf(m) })
		if ok {
			for i := range m.ParentID {
				m.ParentID[i] ^= 0x5A
			}
			loosen(m)
		}
		return ok
	}
}

func cycle(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return isBelow(m) && m.node.parent.trace == m.node.trace })
		if ok {
			m.ParentID = m.SpanID
			loosen(m)
		}
		return ok
	}
}

// wrongParent hangs a record on one of its trace that may not be its parent.
func wrongParent(of *span) recipe {
	if !hasParent(of) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return isBelow(m) && s.isLeaf(m) })
		if !ok {
			return false
		}
		to, ok := s.pick(nil, func(one made) bool {
			return one.TraceID == m.TraceID && one.Record != m.Record && !of.Parent.Has(one.node.span.Span)
		})
		if !ok {
			return false
		}
		m.ParentID, m.ParentTraceID = to.SpanID, trace.ID{}
		loosen(m)
		return true
	}
}

// foreignParent hangs a record on one of another instrumentation.
func foreignParent(of *span) recipe {
	if !hasParent(of) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, isBelow)
		if ok {
			to := s.foreign(m)
			m.ParentID, m.ParentTraceID = to.SpanID, trace.ID{}
			loosen(m)
		}
		return ok
	}
}

func unexpectedRoot(of *span) recipe {
	if !hasParent(of) || of.Parent.Optional {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, isBelow)
		if ok {
			m.ParentID, m.ParentTraceID = trace.SpanID{}, trace.ID{}
			loosen(m)
		}
		return ok
	}
}

func unexpectedParent(of *span) recipe {
	if of.Parent.Kind != model.ParentNone {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.ParentID = trace.SpanID{0x7f, 0x9c, 0x24, 0xe8, 0x3b, 0x1d, 0x4c, 0x5a}
		}
		return ok
	}
}

func unexpectedForeign(of *span) recipe {
	if of.Parent.Kind != model.ParentNone {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.ParentID = s.foreign(m).SpanID
		}
		return ok
	}
}

func outOfOrder(of *span) recipe {
	if !hasParent(of) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { _, there := s.parentOf(m); return there && s.isLeaf(m) })
		if ok {
			parent, _ := s.parentOf(m)
			early := parent.Start - int64(s.flow.Policy.ClockSkew) - int64(10*time.Minute)
			m.Start, m.End = early, early+m.End-m.Start
		}
		return ok
	}
}

func late(of *span) recipe {
	if of.Within == 0 {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { _, there := s.parentOf(m); return there })
		if ok {
			s.move(m, int64(of.Within)+int64(s.flow.Policy.ClockSkew)+int64(time.Hour))
		}
		return ok
	}
}
