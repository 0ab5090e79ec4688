package diff

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// parent compares what may be a span's parent.
func (p spanPair) parent() {
	was, is := &p.was.Parent, &p.is.Parent
	if parentSet(was) == parentSet(is) {
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

// parentSet is the text of the parents in an order of its own: that of a list means nothing.
func parentSet(parent *model.Parent) string {
	sorted := *parent
	sorted.Spans = slices.SortedFunc(slices.Values(parent.Spans), func(a, b *model.Span) int { return strings.Compare(a.Name, b.Name) })
	return parentText(&sorted)
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
	case was.Kind != model.ParentSpan || is.Kind != model.ParentSpan || len(missing(was, is)) > 0:
		return allCallers
	case was.Optional && !is.Optional && len(was.Spans) > 1: // in Go it is an interface before and after: nil compiles, and is reported when it is emitted
		return Source{Go: Risky, Swift: Breaking, Kotlin: Breaking, TypeScript: Breaking}
	case was.Optional && !is.Optional:
		return allCallers
	case len(was.Spans) > 1 && len(is.Spans) == len(was.Spans): // it may be left out
		return noCaller
	case len(was.Spans) > 1: // in Swift a switch over them may name each
		return Source{Go: Safe, Swift: Risky, Kotlin: Safe, TypeScript: Safe}
	case len(is.Spans) > 1: // in Swift one of several is a case of an enum, in Go it is an interface
		return Source{Go: Risky, Swift: Breaking, Kotlin: Safe, TypeScript: Safe}
	}
	return Source{Go: Risky, Swift: Safe, Kotlin: Safe, TypeScript: Safe} // it may be left out
}

// identityCalls is what another way to an id does to callers: those who give a tag for the trace id alone, and those who work out
// a reference.
func identityCalls(was, is *model.Span) Source {
	if traceParameter(was) != traceParameter(is) {
		return allCallers
	}
	before, derived := was.RefInputs()
	after, derives := is.RefInputs()
	switch {
	case !derived:
		return noCaller
	case !derives:
		return allCallers
	}
	return otherParameters(before, after)
}

// traceParameter is the tag that a call takes for the trace id and does not put, or "".
func traceParameter(s *model.Span) string {
	if t := s.TraceIDTag(); t != nil && s.Tag(t) == nil {
		return t.Name
	}
	return ""
}

// otherParameters is what other parameters of the function that works out a reference do to its callers. In TypeScript they have no labels, and a
// text of any kind fits where a plain text is taken: it compiles, and means something else.
func otherParameters(was, is model.RefInputs) Source {
	before, hadParent := refParameters(was)
	after, hasParent := refParameters(is)
	if hadParent == hasParent && names(before, tagName) == names(after, tagName) {
		return noCaller
	}
	source := allCallers
	fits := func(was, is *model.Tag) bool {
		if was.Name == is.Name {
			return true
		}
		number := func(t *model.Tag) bool { return t.Kind == model.KindInt || t.Kind == model.KindDouble }
		return is.Kind == model.KindString && was.Kind.IsText() || number(was) && number(is)
	}
	if hadParent == hasParent && slices.EqualFunc(before, after, fits) {
		source.TypeScript = Risky
	}
	return source
}

// refParameters are what a reference derives from, as parameters: each once, and whether there is a parent among them.
func refParameters(in model.RefInputs) (out []*model.Tag, parent bool) {
	add := func(t *model.Tag) {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if in.TraceID != nil {
		add(in.TraceID)
	}
	for _, key := range in.Keys {
		add(key)
	}
	return out, in.Parent
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
