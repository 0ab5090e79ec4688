// Package history knows since which version a flow has each of its entries, from its released versions. A spec does not say it: it has
// no `since`, so that nobody can get it wrong.
package history

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// History is what the versions of a flow had. A nil History knows nothing. It is safe for concurrent use.
type History struct {
	versions []version // the oldest first, the current one last
}

// version is one version of the flow, with all that it had by a key.
type version struct {
	number model.Version
	has    map[key]bool
}

// key names something of a flow: kind says which of the names are used.
type key struct {
	kind     kind
	of, name string
}

type kind uint8

const (
	trace kind = iota
	service
	serviceTag // of a service
	tag
	value // of a tag, by its value on the wire
	span
	spanTag // of a span, those of its variants included
)

// New returns the history of a flow. released are the released versions of all flows, in any order: those of the flow that are older
// than it are its past.
func New(current *model.Flow, released []*model.Flow) *History {
	h := &History{versions: []version{versionOf(current)}}
	for _, flow := range released {
		if flow.Name == current.Name && flow.Version.Compare(current.Version) < 0 {
			h.versions = append(h.versions, versionOf(flow))
		}
	}
	slices.SortStableFunc(h.versions, func(a, b version) int { return a.number.Compare(b.number) })
	return h
}

func versionOf(f *model.Flow) version {
	v := version{number: f.Version, has: map[key]bool{}}
	for _, t := range f.Traces {
		v.has[key{kind: trace, name: t.Name}] = true
	}
	for _, s := range f.Services {
		v.has[key{kind: service, name: s.Name}] = true
		for _, st := range s.Tags {
			v.has[key{serviceTag, s.Name, st.Tag.Name}] = true
		}
	}
	for _, t := range f.Tags {
		v.has[key{kind: tag, name: t.Name}] = true
		for _, one := range t.Values {
			v.has[key{value, t.Name, one.Wire}] = true
		}
	}
	for _, s := range f.Spans {
		v.has[key{kind: span, name: s.Name}] = true
		v.addTags(s, s.Tags)
		for _, variant := range s.Variants {
			for _, c := range variant.Cases {
				v.addTags(s, c.Tags)
			}
		}
	}
	return v
}

func (v *version) addTags(s *model.Span, tags []*model.SpanTag) {
	for _, st := range tags {
		v.has[key{spanTag, s.Name, st.Tag.Name}] = true
	}
}

// Versions returns the versions that are known, the oldest first and the current one last.
func (h *History) Versions() []model.Version {
	if h == nil {
		return nil
	}
	out := make([]model.Version, len(h.versions))
	for i, v := range h.versions {
		out[i] = v.number
	}
	return out
}

// Trace returns since which version the flow has a kind of trace. As with all the others it is the first version of those that have it
// without a gap up to the current one, and it is false where nothing is known: the flow does not have it, or the oldest version that is known
// has it already, and it may be older than that.
func (h *History) Trace(name string) (model.Version, bool) {
	return h.since(key{kind: trace, name: name})
}

// Service returns since which version the flow has a service.
func (h *History) Service(name string) (model.Version, bool) {
	return h.since(key{kind: service, name: name})
}

// ServiceTag returns since which version a service has a tag.
func (h *History) ServiceTag(of, name string) (model.Version, bool) {
	return h.since(key{serviceTag, of, name})
}

// Tag returns since which version the flow uses a tag.
func (h *History) Tag(name string) (model.Version, bool) { return h.since(key{kind: tag, name: name}) }

// Value returns since which version an enum tag has a value, which is given as it is on the wire.
func (h *History) Value(of, wire string) (model.Version, bool) { return h.since(key{value, of, wire}) }

// Span returns since which version the flow has a span.
func (h *History) Span(name string) (model.Version, bool) {
	return h.since(key{kind: span, name: name})
}

// SpanTag returns since which version a span has a tag, be it in one case of a variant.
func (h *History) SpanTag(of, name string) (model.Version, bool) {
	return h.since(key{spanTag, of, name})
}

func (h *History) since(k key) (model.Version, bool) {
	if h == nil {
		return model.Version{}, false
	}
	first := len(h.versions)
	for first > 0 && h.versions[first-1].has[k] {
		first--
	}
	if first == 0 || first == len(h.versions) {
		return model.Version{}, false
	}
	return h.versions[first].number, true
}
