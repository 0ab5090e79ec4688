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
