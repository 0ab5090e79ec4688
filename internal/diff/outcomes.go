package diff

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// links compares the links to each span.
func (p spanPair) links() {
	both, added, removed := pairs(p.was.Links, p.is.Links, func(l *model.Link) string { return l.To.Name })
	element := func(l *model.Link) string { return p.element + ", link to " + quote(l.To.Name) }
	for _, l := range added {
		kind := "link/added-optional"
		if l.Min > 0 {
			kind = "link/added-required"
		}
		p.comparer.add(kind, element(l), "", linkText(l), p.was.At(model.FieldLinks), l.Pos)
	}
	for _, l := range removed {
		p.comparer.add("link/removed", element(l), linkText(l), "", l.Pos, p.is.At(model.FieldLinks))
	}
	for _, l := range both {
		p.link(element(l.is), l.was, l.is)
	}
	if source, moved := orderCalls(givenAsLinks(p.was.Links), givenAsLinks(p.is.Links)); moved {
		to := func(l *model.Link) string { return l.To.Name }
		p.add("link/reordered", names(p.was.Links, to), names(p.is.Links, to), model.FieldLinks).Grades.Source = source
	}
}

func (p spanPair) link(element string, was, is *model.Link) {
	add := func(kind string) *Change {
		return p.comparer.add(kind, element, linkText(was), linkText(is), was.Pos, is.Pos)
	}
	switch {
	case is.Min > was.Min:
		if change := add("link/min-raised"); was.Min == 0 {
			change.Grades.Source = allCallers
		}
	case is.Min < was.Min:
		if change := add("link/min-lowered"); is.Min == 0 {
			change.Grades.Source = freedLink(p.was, was.To.Name)
		}
	}
	switch {
	case was.Max == is.Max:
	case was.Max == 0 || is.Max != 0 && is.Max < was.Max:
		add("link/max-lowered")
	default:
		add("link/max-raised")
	}
	if was.Brief != is.Brief {
		p.comparer.add("link/brief-changed", element, was.Brief, is.Brief, was.Pos, is.Pos)
	}
}

func linkText(l *model.Link) string {
	if l.Max == 0 {
		return fmt.Sprintf("min %d", l.Min)
	}
	return fmt.Sprintf("min %d, max %d", l.Min, l.Max)
}

// outcomes compares what has to follow a span, and what its failure is.
func (p spanPair) outcomes() {
	p.followedBy()
	both, added, removed := pairs(p.was.ErrorWhen, p.is.ErrorWhen, func(w model.ErrorWhen) string { return w.Tag.Name })
	element := func(w *model.ErrorWhen) string { return p.element + ", error_when " + w.Tag.Name }
	values := func(w *model.ErrorWhen) string { return names(w.Values, valueName) }
	for _, w := range added {
		p.comparer.add("error-when/added", element(&w), "", values(&w), p.was.At(model.FieldErrorWhen), w.Pos)
	}
	for _, w := range removed {
		p.comparer.add("error-when/removed", element(&w), values(&w), "", w.Pos, p.is.At(model.FieldErrorWhen))
	}
	for _, w := range both {
		_, more, fewer := pairs(w.was.Values, w.is.Values, valueName)
		if len(more)+len(fewer) > 0 {
			p.comparer.add("error-when/changed", element(&w.is), values(&w.was), values(&w.is), w.was.Pos, w.is.Pos)
		}
	}
}

// followedBy compares the conditions. Those that name the same spans are one; what is left is one where spans came or went, as far as
// one includes the other.
func (p spanPair) followedBy() {
	both, added, removed := pairs(p.was.FollowedBy, p.is.FollowedBy, func(f model.FollowedBy) string { return fmt.Sprint(followers(&f)) })
	for _, old := range removed {
		at := slices.IndexFunc(added, func(f model.FollowedBy) bool { return includes(&f, &old) || includes(&old, &f) })
		if at < 0 {
			p.condition("followed-by/removed", &old, nil)
			continue
		}
		now := added[at]
		added = slices.Delete(added, at, at+1)
		both = append(both, pair[model.FollowedBy]{old, now})
		if includes(&now, &old) {
			p.condition("followed-by/widened", &old, &now)
		} else {
			p.condition("followed-by/narrowed", &old, &now)
		}
	}
	for _, f := range added {
		p.condition("followed-by/added", nil, &f)
	}
	for _, f := range both {
		switch {
		case f.is.Within < f.was.Within:
			p.condition("followed-by/shortened", &f.was, &f.is)
		case f.is.Within > f.was.Within:
			p.condition("followed-by/lengthened", &f.was, &f.is)
		}
	}
}

func (p spanPair) condition(kind string, was, is *model.FollowedBy) {
	text := func(f *model.FollowedBy) (string, diag.Range) {
		if f == nil {
			return "", diag.Range{}
		}
		return names(f.AnyOf, spanName) + " within " + model.DurationText(f.Within), f.Pos
	}
	wasText, wasPos := text(was)
	isText, isPos := text(is)
	change := p.comparer.add(kind, p.element+", followed_by", wasText, isText, wasPos, isPos)
	if is != nil && !is.CanBeJudged(p.is) {
		change.Grades.Conformance = Safe
	}
}

// followers are the names of the spans that a condition takes, sorted.
func followers(f *model.FollowedBy) []string {
	out := make([]string, len(f.AnyOf))
	for i, s := range f.AnyOf {
		out[i] = s.Name
	}
	slices.Sort(out)
	return out
}

// includes reports whether a condition takes every span that another one takes.
func includes(f, other *model.FollowedBy) bool {
	all := followers(f)
	return !slices.ContainsFunc(other.AnyOf, func(s *model.Span) bool { return !slices.Contains(all, s.Name) })
}
