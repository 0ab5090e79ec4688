package diff

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// parent compares what may be a span's parent.
func (p spanPair) parent() {
	was, is := &p.was.Parent, &p.is.Parent
	if parentText(was) == parentText(is) {
		return
	}
	kind := "span/parent-changed"
	switch {
	case takes(is, was):
		kind = "span/parent-widened"
	case takes(was, is):
		kind = "span/parent-narrowed"
	}
	p.at(kind, parentText(was), parentText(is), was.Pos, is.Pos).Grades.Source = parentCalls(was, is).or(identityCalls(p.was, p.is))
}

func parentText(parent *model.Parent) string {
	switch parent.Kind {
	case model.ParentAny:
		return "any"
	case model.ParentSpan:
		text := names(parent.Spans, spanName)
		if parent.Optional {
			text += ", none"
		}
		return text
	}
	return "none"
}

// takes reports whether every parent of b, none among them, is one of a.
func takes(a, b *model.Parent) bool {
	mayBeRoot := func(p *model.Parent) bool { return p.Kind != model.ParentSpan || p.Optional }
	switch {
	case mayBeRoot(b) && !mayBeRoot(a):
		return false
	case b.Kind == model.ParentAny:
		return a.Kind == model.ParentAny
	case b.Kind == model.ParentNone:
		return true
	}
	return a.Kind == model.ParentSpan && len(missing(b, a)) == 0
}

// missing are the names of a's parents that b does not have.
func missing(a, b *model.Parent) []string {
	var out []string
	for _, s := range a.Spans {
		if !slices.ContainsFunc(b.Spans, func(other *model.Span) bool { return other.Name == s.Name }) {
			out = append(out, s.Name)
		}
	}
	return out
}

// parentCalls is what another parameter for the parent does to callers.
func parentCalls(was, is *model.Parent) Source {
	optional := Source{Go: Breaking, Swift: Risky, Kotlin: Risky, TypeScript: Safe} // a parameter more, which only Go asks for
	switch {
	case was.Kind == model.ParentNone && (is.Kind == model.ParentAny || is.Optional):
		return optional
	case was.Kind == model.ParentSpan && is.Kind == model.ParentAny: // in TypeScript a reference is a context
		return Source{Go: Breaking, Swift: Breaking, Kotlin: Breaking, TypeScript: Safe}
	case was.Kind != model.ParentSpan || is.Kind != model.ParentSpan || len(missing(was, is)) > 0 || was.Optional && !is.Optional:
		return allCallers
	case len(is.Spans) == 1 || len(was.Spans) > 1: // it may be left out, or is one of more
		return Source{Go: Safe, Swift: Risky, Kotlin: Risky, TypeScript: Safe}
	}
	return Source{Go: Safe, Swift: Breaking, Kotlin: Risky, TypeScript: Safe} // in Swift one of several is a case of an enum
}

// identityCalls is what another way to an id does to callers: those who give a tag for the trace id alone, and those who work out
// a reference.
func identityCalls(was, is *model.Span) Source {
	if traceParameter(was) != traceParameter(is) {
		return allCallers
	}
	before, derived := was.RefInputs()
	after, derives := is.RefInputs()
	if !derived || derives && refParameters(before, was) == refParameters(after, is) {
		return noCaller
	}
	return allCallers
}

// traceParameter is the tag that a call takes for the trace id and does not put, or "".
func traceParameter(s *model.Span) string {
	if t := s.TraceIDTag(); t != nil && s.Tag(t) == nil {
		return t.Name
	}
	return ""
}

// refParameters are what a reference derives from, as parameters: each once.
func refParameters(in model.RefInputs, s *model.Span) string {
	var out []string
	add := func(t *model.Tag) {
		if !slices.Contains(out, t.Name) {
			out = append(out, t.Name)
		}
	}
	if in.TraceID != nil {
		add(in.TraceID)
	}
	for _, key := range in.Keys {
		add(key)
	}
	if in.Parent {
		out = append(out, "parent "+parentText(&s.Parent))
	}
	return strings.Join(out, ", ")
}

// occurs compares how often a span occurs, and what its id derives from.
func (p spanPair) occurs() {
	was, is := &p.was.Occurs, &p.is.Occurs
	source := identityCalls(p.was, p.is)
	had, has := p.was.DerivesID(), p.is.DerivesID()
	switch {
	case !had && !has:
		return
	case !had:
		p.at("occurs/key-added", occursText(was), occursText(is), was.Pos, is.Pos)
		return
	case !has:
		p.at("occurs/key-removed", occursText(was), occursText(is), was.Pos, is.Pos).Grades.Source = source
		return
	case perKey(was) != perKey(is) || was.PerParent != is.PerParent || !slices.Equal(sortedNames(was.Keys), sortedNames(is.Keys)):
		p.at("occurs/key-changed", occursText(was), occursText(is), was.Pos, is.Pos).Grades.Source = source
	case names(was.Keys, tagName) != names(is.Keys, tagName):
		p.at("occurs/key-reordered", occursText(was), occursText(is), was.Pos, is.Pos).Grades.Source = source
	}
	switch {
	case exactly(is) && !exactly(was):
		change := p.at("occurs/tightened", occursText(was), occursText(is), was.Pos, is.Pos)
		if !p.is.Trace.Complete() {
			change.Grades.Conformance = Safe
		}
	case exactly(was) && !exactly(is):
		p.at("occurs/loosened", occursText(was), occursText(is), was.Pos, is.Pos)
	}
}

// perKey reports whether the key has values, and not only the trace.
func perKey(o *model.Occurs) bool {
	return o.Multiplicity == model.OncePer || o.Multiplicity == model.AtMostOncePer
}

func sortedNames(tags []*model.Tag) []string {
	out := make([]string, len(tags))
	for i, t := range tags {
		out[i] = t.Name
	}
	slices.Sort(out)
	return out
}

func occursText(o *model.Occurs) string {
	key := names(o.Keys, tagName)
	if o.PerParent {
		key = "parent"
	}
	word := [...]string{"any number of times", "once", "at_most_once", "once_per", "at_most_once_per"}[o.Multiplicity]
	return strings.TrimSpace(word + " " + key)
}
