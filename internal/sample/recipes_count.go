package sample

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Recipes that break the rules about a trace as a whole: how many records there are, and what has to follow.

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
