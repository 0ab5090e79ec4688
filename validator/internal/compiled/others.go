package compiled

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// findIDsOfOthers finds the span's tags that give the id of the trace that its links, or its parent, lead to, and whether a span that may
// be its parent links to it.
func (f *Flow) findIDsOfOthers(s *Span, index map[*model.Tag]int) {
	targets := make([]*model.Span, len(s.Model.Links))
	for i, link := range s.Model.Links {
		targets[i] = link.To
	}
	s.LinkID, s.ParentID = f.idOfOthers(s, targets, index), f.idOfOthers(s, s.Model.Parent.Spans, index)
	for _, parent := range s.Model.Parent.Spans {
		linksHere := slices.ContainsFunc(parent.Links, func(l *model.Link) bool { return l.To == s.Model })
		s.LinkedByParent = s.LinkedByParent || linksHere && parent.Trace != s.Model.Trace
	}
}

// idOfOthers returns the span's tag that gives the id of the trace that each of the others is in, or nil where there is none.
func (f *Flow) idOfOthers(s *Span, others []*model.Span, index map[*model.Tag]int) *Tag {
	if len(others) == 0 {
		return nil
	}
	id := others[0].Trace.ID
	if id == nil || id.List || id == s.Model.Trace.ID {
		return nil
	}
	for _, other := range others {
		if other.Trace.ID != id || other.Trace == s.Model.Trace {
			return nil
		}
	}
	if i := index[id]; s.Declared.Has(i) || s.Variant.Has(i) {
		return f.Tags[i]
	}
	return nil
}

// DeclaresPair reports whether the spec has the record of the span and the target of its link name each other: the one by the link, the
// other one as its parent in another trace.
func (s *Span) DeclaresPair(target *Span) bool {
	return slices.Contains(s.LinksTo, target.Name) &&
		slices.ContainsFunc(target.Parents, func(p Parent) bool { return p.OtherTrace && p.Name == s.Name })
}
