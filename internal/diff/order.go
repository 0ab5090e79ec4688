package diff

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// given is what a call takes, as far as the order of parameters goes.
type given struct {
	name            string
	required, atEnd bool
}

// orderCalls is what another order of what two states of a call both take does to callers. In Go and Kotlin what is required stands first,
// in Go what is optional has no place, in Swift all stand in the order of the spec, and in TypeScript nothing has a place. It reports
// false where the order is the same.
func orderCalls(was, is []given) (Source, bool) {
	name := func(g given) string { return g.name }
	if sameOrder(was, is, name) {
		return noCaller, false
	}
	moved := func(of func(given) bool) bool {
		for _, atEnd := range []bool{false, true} {
			among := func(all []given) []given {
				return slices.DeleteFunc(slices.Clone(all), func(g given) bool { return g.atEnd != atEnd || !of(g) })
			}
			if !sameOrder(among(was), among(is), name) {
				return true
			}
		}
		return false
	}
	required := moved(func(g given) bool { return g.required })
	optional := moved(func(g given) bool { return !g.required })
	source := noCaller
	if required {
		source.Go = Breaking
	}
	if required || optional {
		source.Kotlin = Risky
	}
	if moved(func(given) bool { return true }) {
		source.Swift = Breaking
	}
	return source, true
}

func givenBySpan(tags []*model.SpanTag, measured bool) []given {
	out := make([]given, len(tags))
	for i, st := range tags {
		out[i] = given{st.Tag.Name, st.Required, st.AtEnd && measured}
	}
	return out
}

func givenByService(tags []*model.ServiceTag) []given {
	out := make([]given, len(tags))
	for i, own := range tags {
		out[i] = given{name: own.Tag.Name, required: own.Required}
	}
	return out
}

func givenAsLinks(links []*model.Link) []given {
	out := make([]given, len(links))
	for i, l := range links {
		out[i] = given{name: l.To.Name, required: l.Min > 0}
	}
	return out
}

// place is where a call takes a tag.
type place uint8

const (
	onSpan place = iota
	inCase
	onService
)

// freedCalls is what it does to callers that a tag may be left out which had to be given. all is what the call takes, the tag among it, and behind
// whether something else must be given behind all tags.
func freedCalls(where place, all []given, name string, behind bool) Source {
	at := slices.IndexFunc(all, func(g given) bool { return g.name == name })
	requiredAfter, optionalBefore := behind, false
	for i, g := range all {
		switch {
		case g.atEnd != all[at].atEnd:
		case i > at && g.required:
			requiredAfter = true
		case i < at && !g.required:
			optionalBefore = true
		}
	}
	source := noCaller
	source.Go = Risky // the call compiles, with an option where the parameter stood
	if requiredAfter || where == onService {
		source.Go = Breaking
	}
	if requiredAfter || optionalBefore { // what is required stands first
		source.Kotlin = Risky
	}
	if where == inCase { // a switch takes the case apart
		source.Swift = Risky
	}
	return source
}

// addedCalls is what an optional tag more does to callers.
func addedCalls(where place, all []given, name string) *Source {
	at := slices.IndexFunc(all, func(g given) bool { return g.name == name })
	optionals, after := 0, false
	for i, g := range all {
		if i != at && !g.required && g.atEnd == all[at].atEnd {
			optionals++
			after = after || i > at
		}
	}
	source := newOptional
	if where != onSpan && !after { // on a span, undeclared tags and a time stand behind
		source.Kotlin = Safe
	}
	if where == inCase && optionals == 0 {
		source.Go = Risky // the function that makes the case takes options now
	}
	return &source
}

// freedLink is what it does to callers that a link may be left out which had to be given.
func freedLink(s *model.Span, to string) Source {
	source := Source{Go: Risky, Kotlin: Safe}
	at := slices.IndexFunc(s.Links, func(l *model.Link) bool { return l.To.Name == to })
	if slices.ContainsFunc(s.Links[at+1:], func(l *model.Link) bool { return l.Min > 0 }) {
		source.Go, source.Kotlin = Breaking, Risky
	}
	if slices.ContainsFunc(s.Tags, func(st *model.SpanTag) bool { return !st.Required && !(st.AtEnd && s.Measured) }) {
		source.Kotlin = Risky // it stood before what is optional
	}
	return source
}
