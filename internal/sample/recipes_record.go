package sample

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about the name, ids, status and kind of a single record.

// misspelt returns a name as somebody may mistype it: two letters in its middle change places, or one is doubled where they are equal.
func misspelt(name string) string {
	b := []byte(name)
	for at := len(b) * 2 / 3; at > 0; at-- {
		if isAlphanumeric(b[at]) && isAlphanumeric(b[at-1]) && b[at] != b[at-1] {
			b[at], b[at-1] = b[at-1], b[at]
			return string(b)
		}
	}
	return name + "x"
}

func unknownSpan(p *plan) (out []recipe) {
	out = eachSpan(func(of *span) recipe {
		return func(s *scene) bool {
			m, ok := s.pick(of, s.isLeaf)
			if ok {
				m.Name = []byte(misspelt(of.Name))
			}
			return ok
		}
	})(p)
	return append(out, eachSpan(func(of *span) recipe {
		return func(s *scene) bool {
			m, ok := s.pick(of, nil)
			if ok {
				m = s.again(m)
				s.renew(m)
				m.Name = []byte(misspelt(of.Name))
			}
			return ok
		}
	})(p)...)
}

func unknownVersion(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			next := s.flow.Version
			next.Minor, next.Patch = next.Minor+1, 0
			m.FlowVersion = []byte(next.String())
		}
		return ok
	}
}

func droppedData(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.DroppedTags, m.DroppedLinks = 2, 1 // SpanEvents count links alone
		}
		return ok
	}
}

func invalidParent(of *span) recipe {
	if of.Parent.Kind != model.ParentSpan {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return m.node.parent != nil })
		if ok {
			m.ParentID, m.ParentTraceID = trace.SpanID{}, trace.ID{}
			m.Defects |= trace.BadParentID
			m.BadID = []byte("7f9c24e8")
		}
		return ok
	}
}

func invalidSpanID(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, s.isLeaf)
		if ok {
			m.SpanID = trace.SpanID{}
			m.Defects |= trace.BadSpanID
			m.BadID = []byte("7f9c24e8")
		}
		return ok
	}
}

func traceIDMismatch(p *plan) (out []recipe) {
	for _, of := range slices.Backward(p.spans) {
		tag := of.Trace.ID
		if tag == nil {
			continue
		}
		out = append(out, func(s *scene) bool {
			m, ok := s.pick(of, func(m made) bool { return !slices.Contains(of.Occurs.Keys, tag) })
			if !ok {
				return false
			}
			value, ok := s.otherValue(tag, m.node.trace.value)
			if !ok {
				return false
			}
			for _, one := range s.records {
				if one.TraceID != m.TraceID || one.Record != m.Record && !tag.TraceScope {
					continue
				}
				if at := tagAt(one, tag); at >= 0 {
					one.Tags[at].Value = value
				} else if one.Record == m.Record {
					one.Tags = append(one.Tags, trace.Tag{Key: []byte(tag.Name), Value: value})
				}
			}
			return true
		})
	}
	return out
}

func derivedIDMismatch(of *span) recipe {
	if !of.DerivesID() {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return s.isLeaf(m) && (!of.Occurs.PerParent || m.node.parent != nil) })
		if ok {
			s.renew(m)
		}
		return ok
	}
}

func statusMismatch(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.Failed = !m.Failed
			m.StatusMessage = nil
		}
		return ok
	}
}

func kindMismatch(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			m.Kind = trace.KindServer
			if of.Kind == model.SpanServer {
				m.Kind = trace.KindInternal
			}
		}
		return ok
	}
}
