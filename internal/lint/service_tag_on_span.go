package lint

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var serviceTagOnSpan = Doc{
	Title: "a tag that is both the service's and the span's",
	Text: "A service's tags are resource attributes and stand on every record that it emits. In the flat form, where a record " +
		"has one set of tags, the second value would hide the first.",
	Example: "services:\n  iOS: { tags: { app_version: required } }\nspans:\n  opened: { services: [iOS], tags: { app_version: required } }",
	Fix:     "Leave it to one of the two.",
}

func checkServiceTagOnSpan(p *pass) {
	owners := make(map[*model.Tag]bitset) // the services that have the tag
	for i, service := range p.flow.Services {
		for _, st := range service.Tags {
			owners[st.Tag] = owners[st.Tag].with(i)
		}
	}
	number := make(map[*model.Service]int, len(p.flow.Services))
	for i, service := range p.flow.Services {
		number[service] = i
	}
	for _, s := range p.flow.Spans {
		var emitters bitset
		for _, service := range s.Services {
			emitters = emitters.with(number[service])
		}
		for _, u := range p.facts.uses[s] {
			if i := emitters.firstCommon(owners[u.Tag]); i >= 0 {
				p.reportServiceTag(s, u, p.flow.Services[i])
			}
		}
	}
}

func (p *pass) reportServiceTag(s *model.Span, u use, service *model.Service) {
	i := slices.IndexFunc(service.Tags, func(st *model.ServiceTag) bool { return st.Tag == u.Tag })
	p.report(diag.Diagnostic{
		Range:   u.Pos,
		Message: fmt.Sprintf("tag %q of span %q is a tag of service %q too", u.Tag.Name, s.Name, service.Name),
		Help:    "leave it to one of the two", Notes: note(service.Tags[i].Pos, "the service gives it here"),
	})
}

// bitset is a set of small numbers. Its zero value is empty.
type bitset []uint64

// with returns the set with i in it. It may change the set.
func (b bitset) with(i int) bitset {
	for len(b) <= i/64 {
		b = append(b, 0)
	}
	b[i/64] |= 1 << (i % 64)
	return b
}

// firstCommon returns the smallest number that is in both sets, or -1.
func (b bitset) firstCommon(c bitset) int {
	for i := range min(len(b), len(c)) {
		if both := b[i] & c[i]; both != 0 {
			return i*64 + bits.TrailingZeros64(both)
		}
	}
	return -1
}
