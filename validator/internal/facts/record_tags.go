package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// Tag is a tag of a record with what the flow knows about it.
type Tag struct {
	Raw  *trace.Tag    // whose value is never Untyped: it is of the type that the flow has
	Spec *compiled.Tag // nil where the flow has none of the name
	Role Role
	Fit  compiled.Fit // of the value's type; of no meaning where Spec is nil
}

// Restricted is a tag of a record whose value the spec says more about than its type.
type Restricted struct {
	Spec  *compiled.Tag
	At    int32 // in Tags
	IsKey bool  // the span's id is derived from it
}

// Role says why a tag may stand on a record.
type Role uint8

// The roles.
const (
	Undeclared Role = iota // nobody declares it here
	OfSpan                 // the span does, or the case of a variant that is at hand
	OfService              // the service does
)

// Tags returns the record's own tags, in its order. Those of a known shape are brought together when they are first asked for: rules and rows
// need values only.
func (r *Record) Tags() []Tag {
	for i := len(r.tags); i < len(r.values); i++ {
		tag := r.ofShape[i]
		tag.Raw = &r.values[i]
		r.tags = append(r.tags, tag)
	}
	return r.tags
}

// Find returns the record's own tag, or nil.
func (r *Record) Find(tag *compiled.Tag) *Tag {
	if !r.Seen.Has(tag.Index) {
		return nil
	}
	return &r.Tags()[r.at[tag.Index]]
}

// Value returns the value of the record's own tag, or nil. Where that is enough it takes less time than Find.
func (r *Record) Value(tag *compiled.Tag) *trace.Value {
	if !r.Seen.Has(tag.Index) {
		return nil
	}
	return r.ValueAt(r.at[tag.Index])
}

// ValueAt returns the value of the tag with the index in Tags.
func (r *Record) ValueAt(i int32) *trace.Value { return &r.values[i].Value }

// Unverified returns the tags whose values are still to be looked at: those of the record, and those of its resource unless
// they are known to be right.
func (r *Record) Unverified() [2][]Tag { return [2][]Tag{r.Tags(), r.UnverifiedOfResource()} }

// UnverifiedOfResource returns the tags of the record's resource, unless they are known to be right.
func (r *Record) UnverifiedOfResource() []Tag {
	if r.resource.correct {
		return nil
	}
	return r.resource.tags
}

// makeSets empties the three sets, which share one piece of memory.
func (r *Record) makeSets(tags int) {
	n := (tags + 63) / 64
	if len(r.sets) < 3*n {
		r.sets = make([]uint64, 3*n)
	}
	clear(r.sets[:3*n])
	r.Seen, r.Declared, r.Required = r.sets[0:n:n], r.sets[n:2*n:2*n], r.sets[2*n:3*n:3*n]
	if cap(r.at) < tags {
		r.at = make([]int32, tags)
	}
	r.at = r.at[:tags]
}

// lookUpTags finds the record's own tags in the flow.
func (r *Record) lookUpTags() {
	r.tags, r.typed, r.flatVersion = r.tags[:0], r.typed[:0], nil
	r.HasRepeated, r.nameHashes = false, r.nameHashes[:0]
	changed := r.Raw.FlatResource || hasUntyped(r.Raw.Tags)
	for i := range r.Raw.Tags {
		raw := &r.Raw.Tags[i]
		spec := r.Flow.Tag(raw.Key)
		if spec == nil && r.Raw.FlatResource && isResourceAttribute(raw.Key) {
			if string(raw.Key) == serviceVersion {
				r.flatVersion = raw.Value.Text
			}
			continue // undeclared resource attributes never count
		}
		if changed {
			r.typed = append(r.typed, typed(raw, spec))
			raw = &r.typed[len(r.typed)-1]
		}
		r.lookUpTag(raw, spec)
	}
	if r.values = r.Raw.Tags; changed {
		r.values = r.typed
		for i := range r.tags { // the memory may have been moved
			r.tags[i].Raw = &r.typed[i]
		}
	}
	r.findVersion()
}

// lookUpTag adds a tag to the record's.
func (r *Record) lookUpTag(raw *trace.Tag, spec *compiled.Tag) {
	tag := Tag{Raw: raw, Spec: spec}
	switch {
	case spec == nil:
		r.HasRepeated = r.HasRepeated || r.mayRepeat(raw.Key)
	case r.Seen.Has(spec.Index):
		r.HasRepeated = true
	default:
		r.Seen.Add(spec.Index)
		r.at[spec.Index] = int32(len(r.tags))
	}
	if spec != nil {
		tag.Fit = spec.Type(&raw.Value)
	}
	r.tags = append(r.tags, tag)
	r.nameHashes = append(r.nameHashes, hashName(raw.Key, spec))
}

func hasUntyped(tags []trace.Tag) bool {
	for i := range tags {
		if tags[i].Value.Kind == trace.Untyped {
			return true
		}
	}
	return false
}

// typed returns a tag with what its value, if it is untyped, is by the spec: nil where the flow has no such tag.
func typed(raw *trace.Tag, spec *compiled.Tag) trace.Tag {
	switch {
	case raw.Value.Kind != trace.Untyped:
		return *raw
	case spec == nil:
		return trace.Tag{Key: raw.Key, Value: trace.StringValue(raw.Value.Text)}
	}
	return trace.Tag{Key: raw.Key, Value: spec.Typed(&raw.Value)}
}

// chooseCases finds the case of each variant. Where the value that selects the case is missing or unknown, which is reported as
// such, the tags of all cases are allowed.
func (r *Record) chooseCases() {
	r.Declared.Or(r.Span.Declared)
	r.Required.Or(r.Span.Required)
	r.Cases = r.Cases[:0]
	for _, v := range r.Span.Variants {
		c := r.caseOf(v)
		r.Cases = append(r.Cases, c)
		if c != nil {
			r.Declared.Or(c.Declared)
			r.Required.Or(c.Required)
			continue
		}
		for _, c := range v.Cases {
			if c != nil {
				r.Declared.Or(c.Declared)
			}
		}
	}
}

func (r *Record) caseOf(v *compiled.Variant) *compiled.Case {
	value := r.Value(v.Tag)
	if value == nil || value.Kind != trace.String {
		return nil
	}
	if i := v.Tag.Enum(value.Text); i >= 0 {
		return v.Cases[i]
	}
	return nil
}

// assignRoles says why each tag may stand on the record, and notes what rules need not look for.
func (r *Record) assignRoles() {
	r.HasUndeclared, r.HasMistyped, r.MayBeDeprecated = false, !r.resource.correct, !r.resource.correct
	r.Restricted = r.Restricted[:0]
	for i := range r.tags {
		t := &r.tags[i]
		switch {
		case t.Spec == nil:
		case r.Declared.Has(t.Spec.Index) || t.Spec == r.Span.IDTag:
			t.Role = OfSpan
		case r.Service != nil && r.Service.Declared.Has(t.Spec.Index), r.Service == nil && r.Flow.ServiceTags.Has(t.Spec.Index):
			t.Role = OfService
		}
		switch {
		case t.Role == Undeclared:
			r.HasUndeclared = true
		case t.Fit != compiled.Fits:
			r.HasMistyped = true
		}
		if t.Role != Undeclared && t.Fit != compiled.Not {
			if isKey := r.IsKey(t.Spec); isKey || !t.Spec.AnyValue {
				r.Restricted = append(r.Restricted, Restricted{t.Spec, int32(i), isKey})
			}
		}
		r.MayBeDeprecated = r.MayBeDeprecated || t.Role != Undeclared && t.Spec.MayBeDeprecated
	}
}
