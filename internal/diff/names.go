package diff

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// casing is what the languages have in common: the words of a name, from which each makes its own.
var casing codegen.Casing

// sameWords reports whether two entries have the same name in code.
func sameWords(was, is *model.Entry) bool {
	return slices.Equal(casing.EntryWords(was), casing.EntryWords(is))
}

// sameSpanWords reports whether two spans have the same name in code, which goes without the namespace of the flow.
func (c *comparer) sameSpanWords(was, is *model.Span) bool {
	return slices.Equal(casing.SpanWords(was, c.was), casing.SpanWords(is, c.is))
}

// namesInCode is what another namespace does to callers: spans whose names no longer begin with it have other names in code.
func (c *comparer) namesInCode() Source {
	both, _, _ := pairs(c.was.Spans, c.is.Spans, spanName)
	for _, p := range both {
		same := *p.is
		same.CodeName = p.was.CodeName // another code_name is a change of its own
		if !c.sameSpanWords(p.was, &same) {
			return allCallers
		}
	}
	return noCaller
}

// successors finds the spans that are gone and have a successor of the same name in code, which is called in the same way: callers notice
// nothing. It returns the earlier ones with what the calls have of each other.
func (c *comparer) successors(removed, added []*model.Span) map[*model.Span]Source {
	out := make(map[*model.Span]Source)
	for _, old := range removed {
		for _, now := range added {
			if c.sameSpanWords(old, now) {
				out[old] = c.callsAlike(old, now)
			}
		}
	}
	return out
}

// callsAlike is what a span with the same name in code does to the callers of another: what its changes would do, were it the same span.
func (c *comparer) callsAlike(was, is *model.Span) Source {
	trial := &comparer{was: c.was, is: c.is, about: map[string]*tagChange{}, traces: c.traces, retired: c.retired}
	p := spanPair{trial, "", was, is}
	p.services()
	p.parent()
	p.occurs()
	p.times()
	p.links()
	p.tags()
	p.variants()
	source := identityCalls(was, is)
	for _, change := range trial.list {
		source = source.or(change.Grades.Source)
	}
	return source
}

// succeededTags finds the tags that are gone and have a successor of the same name in code and type, which stands wherever they stood.
func (c *comparer) succeededTags(removed, added []*model.Tag) map[string]bool {
	out := make(map[string]bool)
	for _, old := range removed {
		for _, now := range added {
			if sameWords(&old.Entry, &now.Entry) && old.Kind == now.Kind && old.List == now.List && old.Open == now.Open &&
				slices.EqualFunc(old.Values, now.Values, func(a, b *model.EnumValue) bool { return a.Name == b.Name }) && c.standsFor(old, now) {
				out[old.Name], out[now.Name] = true, true
			}
		}
	}
	return out
}

// standsFor reports whether a tag stands wherever another one stood, in the same place and as required.
func (c *comparer) standsFor(old, now *model.Tag) bool {
	type place struct {
		element  string
		at       int
		required bool
	}
	places := func(f *model.Flow, t *model.Tag) []place {
		var out []place
		element, at := "", 0
		eachUse(f, func(u use) {
			if at++; u.element != element {
				element, at = u.element, 0
			}
			if u.tag == t {
				out = append(out, place{u.element, at, u.required})
			}
		})
		return out
	}
	return slices.Equal(places(c.was, old), places(c.is, now))
}
