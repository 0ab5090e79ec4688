package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/parts"
)

// Write writes the coverage.
func (c *Coverage) Write(e *parts.Encoder) {
	for _, list := range [][]int64{c.Flows, c.Spans, c.services} {
		for _, n := range list {
			e.Int(n)
		}
	}
	for _, sets := range [][]compiled.Set{c.spanTags, c.serviceTags} {
		for _, set := range sets {
			e.Uint(uint64(len(set)))
			for _, word := range set {
				e.Uint(word)
			}
		}
	}
}

// Read adds a coverage of the same flows that was written.
func (c *Coverage) Read(d *parts.Decoder, flows *compiled.Flows) {
	for _, list := range [][]int64{c.Flows, c.Spans, c.services} {
		for i := range list {
			list[i] += d.Int()
		}
	}
	for _, set := range c.spanTags {
		readSet(d, set[:d.Count(int64(len(set)))])
	}
	tags := make([]int, len(c.serviceTags)) // of the flow of each service
	for _, versions := range flows.All {
		for _, flow := range versions.Versions {
			for _, service := range flow.Services {
				tags[service.ID] = len(flow.Tags)
			}
		}
	}
	for i, n := range tags {
		all := compiled.NewSet(n)
		if d.Count(int64(len(all))) == 0 {
			continue
		}
		if readSet(d, all); c.serviceTags[i] != nil {
			all.Or(c.serviceTags[i])
		}
		c.serviceTags[i] = all
	}
}

func readSet(d *parts.Decoder, to compiled.Set) {
	for i := range to {
		to[i] |= d.Uint()
	}
}
