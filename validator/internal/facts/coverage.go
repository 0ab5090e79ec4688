package facts

import "github.com/specgen/specgen/validator/internal/compiled"

// Coverage is what of the specs was seen in the input.
type Coverage struct {
	Flows    []int64 // records, by FlowVersions.Index
	Spans    []int64 // records, by SpanName.Index
	services []int64 // records, by Service.ID

	spanTags    []compiled.Set // tags seen, by Span.Index
	serviceTags []compiled.Set // tags seen, on records or their resources, by Service.ID; nil where there was none

	shown [64]shapeOnResource // whose tags were noted last: those of further records are the same
}

// shapeOnResource is what records have in common that have the same tags, and a resource with the same tags.
type shapeOnResource struct {
	shape    *ShapeFacts
	resource *resourceFacts
}

// NewCoverage returns the coverage of no record.
func NewCoverage(flows *compiled.Flows) *Coverage {
	c := &Coverage{
		Flows: Unshared[int64](len(flows.All)), Spans: Unshared[int64](len(flows.SpanNames)), services: Unshared[int64](len(flows.Services)),
		spanTags: make([]compiled.Set, len(flows.Spans)), serviceTags: make([]compiled.Set, len(flows.Services)),
	}
	words := 0
	for _, s := range flows.Spans {
		words += compiled.WordsOfSet(len(s.Flow.Tags))
	}
	sets := compiled.Set(Unshared[uint64](words))
	for i, s := range flows.Spans {
		n := compiled.WordsOfSet(len(s.Flow.Tags))
		c.spanTags[i], sets = sets[:n:n], sets[n:]
	}
	return c
}

// Add notes what a record shows.
func (c *Coverage) Add(r *Record) {
	c.Flows[r.Flow.AllVersions.Index]++
	if r.Span != nil {
		c.Spans[r.Span.Name.Index]++
	}
	if r.Service != nil {
		c.services[r.Service.ID]++
	}
	if !r.Clean {
		c.addTags(r)
		return
	}
	if shown, now := &c.shown[r.number%uint32(len(c.shown))], (shapeOnResource{r.ShapeFacts, r.resource}); *shown != now {
		*shown = now
		c.addTags(r)
	}
}

// addTags notes which tags a record has.
func (c *Coverage) addTags(r *Record) {
	if r.Span != nil {
		c.spanTags[r.Span.Index].Or(r.Seen)
		if r.Raw.DroppedTags > 0 { // it may have had any of them
			c.spanTags[r.Span.Index].Or(r.Declared)
		}
	}
	if r.Service == nil {
		return
	}
	set := c.serviceTags[r.Service.ID]
	if set == nil {
		set = compiled.NewSet(len(r.Flow.Tags))
		c.serviceTags[r.Service.ID] = set
	}
	set.Or(r.Seen)
	set.Or(r.OnResource())
	if r.TagsDropped() {
		set.Or(r.Service.Declared)
	}
}

// TagsOf returns the tags of a span that were seen, on records of any version.
func (c *Coverage) TagsOf(s *compiled.Span) compiled.Set {
	seen := compiled.NewSet(len(s.Flow.Tags))
	for _, version := range s.Flow.AllVersions.Versions {
		if own := version.Span([]byte(s.Model.Name)); own != nil {
			translate(seen, s.Flow, c.spanTags[own.Index], version)
		}
	}
	return seen
}

// Service returns how many records are from a service, and which of the flow's tags they carry, in any version.
func (c *Coverage) Service(f *compiled.Flow, service *compiled.Service) (records int64, seen compiled.Set) {
	seen = compiled.NewSet(len(f.Tags))
	for _, version := range f.AllVersions.Versions {
		own := version.Service([]byte(service.Model.Name))
		if own == nil {
			continue
		}
		records += c.services[own.ID]
		if set := c.serviceTags[own.ID]; set != nil {
			translate(seen, f, set, version)
		}
	}
	return records, seen
}

// translate adds the tags of a version to those of another one, by their names.
func translate(to compiled.Set, f *compiled.Flow, from compiled.Set, version *compiled.Flow) {
	for i, t := range version.Tags {
		if own := f.Tag([]byte(t.Name)); own != nil && from.Has(i) {
			to.Add(own.Index)
		}
	}
}

// Input is what is known of everything that was read.
type Input struct {
	Flows    *compiled.Flows
	Coverage *Coverage
	Holds    Condition // Conclusive
	// CoverageRequired says that everything a spec declares has to be in the input.
	CoverageRequired bool
}

// NewInput returns what is known of the input. What no record shows is conclusive unless records are missing from the input;
// that traces may not be settled does not matter here.
func NewInput(flows *compiled.Flows, coverage *Coverage, complete Completeness) *Input {
	return &Input{Flows: flows, Coverage: coverage, Holds: Conclusive.when(!complete.Partial)}
}

// UnreadablePlace is a place of an input that cannot be read.
type UnreadablePlace struct {
	Input   uint32
	Line    int64 // from 1; 0 where the format has no lines
	Offset  int64 // in bytes, after decompression
	Problem string
}
