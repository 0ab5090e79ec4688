package facts

import "github.com/specgen/specgen/validator/internal/compiled"

// Merge adds what other records of the same flows have shown.
func (c *Coverage) Merge(d *Coverage) {
	addAll(c.Flows, d.Flows)
	addAll(c.Spans, d.Spans)
	addAll(c.services, d.services)
	for i, set := range d.spanTags {
		c.spanTags[i].Or(set)
	}
	for i, set := range d.serviceTags {
		if set == nil {
			continue
		}
		if c.serviceTags[i] == nil {
			c.serviceTags[i] = make(compiled.Set, len(set))
		}
		c.serviceTags[i].Or(set)
	}
}

func addAll(to, from []int64) {
	for i, n := range from {
		to[i] += n
	}
}
