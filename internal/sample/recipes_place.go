package sample

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Ways to break rules about a record's place in its trace, its links, and the trace as a whole.

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

// missingOutcome takes out all that follows a record. The run lies so far back that nothing more can come.
func missingOutcome(of *span) recipe {
	if !slices.ContainsFunc(of.FollowedBy, func(f model.FollowedBy) bool { return f.CanBeJudged(of.Span) }) {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if !ok {
			return false
		}
		f := &of.FollowedBy[s.intn(len(of.FollowedBy))]
		var gone []made
		for _, one := range s.records {
			if one.node.descendsFrom(m.node, f.AnyOf) {
				gone = append(gone, one)
			}
		}
		for _, one := range gone {
			s.remove(one)
			for _, other := range s.records {
				other.Links = slices.DeleteFunc(other.Links, func(l trace.Link) bool { return l.SpanID == one.SpanID && l.TraceID == one.TraceID })
			}
		}
		for _, one := range s.records {
			one.Start, one.End = one.Start-int64(s.longest()), one.End-int64(s.longest())
		}
		return len(gone) > 0
	}
}

// descendsFrom reports whether the record is one of some spans below another record, or stands below such a one.
func (n *node) descendsFrom(other *node, anyOf []*model.Span) bool {
	hit := false
	for up := n; up != nil; up = up.parent {
		if up == other {
			return hit
		}
		hit = hit || slices.Contains(anyOf, up.span.Span)
	}
	return false
}

// shortest is what longest is where nothing has to follow.
const shortest = 24 * time.Hour

// longest returns the time after which all that has to follow something has come.
func (p *plan) longest() time.Duration {
	out := time.Duration(0)
	for _, s := range p.flow.Spans {
		for _, f := range s.FollowedBy {
			out = max(out, f.Within)
		}
	}
	return 2*out + shortest
}

func duplicateSpan(of *span) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			s.again(m)
		}
		return ok
	}
}

func conflictingTag(of *span, use *model.SpanTag) recipe {
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && !use.Tag.TraceScope && of.Variant(use.Tag) == nil })
		if !ok {
			return false
		}
		at := tagAt(m, use.Tag)
		value, ok := s.otherValue(use.Tag, m.Tags[at].Value)
		if ok {
			s.again(m).Tags[at].Value = value
		}
		return ok
	}
}

func conflictingTime(of *span) recipe {
	if of.DerivesID() {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok {
			again := s.again(m)
			again.Start, again.End = again.Start+1000, again.End+1000
		}
		return ok
	}
}

func tooMany(of *span) recipe {
	if !of.DerivesID() {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return !of.Occurs.PerParent || m.node.parent != nil })
		if ok {
			again := s.again(m)
			again.Start, again.End = again.Start+1000, again.End+1000
			s.renew(again)
			unstamp(again)
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

func tooFew(of *span) recipe {
	if of.Occurs.Multiplicity != model.Once && of.Occurs.Multiplicity != model.OncePer {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, nil)
		if ok && len(s.records) > 1 {
			s.remove(m)
			return true
		}
		return false
	}
}

func inconsistentTag(of *span, use *model.SpanTag) recipe {
	if !use.Tag.TraceScope {
		return nil
	}
	return func(s *scene) bool {
		m, ok := s.pick(of, func(m made) bool { return tagAt(m, use.Tag) >= 0 && !s.alone(m, use.Tag) })
		if !ok {
			return false
		}
		at := tagAt(m, use.Tag)
		value, ok := s.otherValue(use.Tag, m.Tags[at].Value)
		if ok {
			m.Tags[at].Value = value
		}
		return ok
	}
}
