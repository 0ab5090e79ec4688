package facts

import (
	"time"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Record is a record of a flow with what the spec says about it. Where Span is nil, only Raw, Input, Flow, Service, Source,
// Stamped, KnownVersion and Seen mean something.
type Record struct {
	Raw     *trace.Record
	Input   uint32            // the number of the input that it is from
	Flow    *compiled.Flow    // that it is checked against
	Span    *compiled.Span    // nil where the flow has no span of the name
	Service *compiled.Service // nil where the flow has no service of the name
	Source  findings.Source
	Stamped bool // by a generated client, with a version
	// KnownVersion is whether the version of the stamp is among those that were given; true where there is no stamp.
	KnownVersion bool
	Expired      bool // it starts after the last day of its span
	Holds        Condition
	// Clean is whether the rules that look only at the shape of a record are known to report nothing about it.
	Clean bool

	Tags     []Tag        // the record's own, in its order
	Seen     compiled.Set // the flow's tags among them
	Declared compiled.Set // the tags that the span declares, those of the variants' cases at hand included
	Required compiled.Set // likewise
	Cases    []*compiled.Case

	// The tags that rules look for, so that they need not look where there are none.
	HasUndeclared   bool // a tag that nobody declares here
	HasRepeated     bool // two tags may have one key and different values
	HasMistyped     bool // a declared tag may be of another type
	MayBeDeprecated bool // a declared tag, or its value, may be

	// Where a tag gives the trace that the links, or the parent, should be in, and they are in another one.
	LinksContradict, ParentContradicts Contradiction

	Key    []byte // the values that the span's id and multiplicity are derived from
	HasKey bool   // all of them are there

	teaches bool    // its shape may be learned
	at      []int32 // where Tags has each of the tags in Seen, by Tag.Index: the first of several
	ownAt   []int32 // memory for that

	typed []trace.Tag // those of untyped values, as the spec has them
	// flatVersion is service.version, where it stands among the tags and the flow does not declare it.
	flatVersion []byte
	resource    *resourceFacts
	sorted      []int32 // the tags by key, for Repeated
	compared    bool    // whether misnamed was worked out
	misnamed    []Misnamed
	sets        []uint64
	row         Row
	message     []byte // that is hashed to a span id
}

// NewerVersion reports whether the record is stamped with a version that is newer than all that were given: it may have spans of which
// nothing is known here.
func (r *Record) NewerVersion() bool {
	return r.Stamped && !r.KnownVersion && r.Flow.AllVersions.IsNewer(r.Raw.FlowVersion)
}

// Tag is a tag of a record with what the flow knows about it.
type Tag struct {
	Raw  *trace.Tag    // whose value is never Untyped: it is of the type that the flow has
	Spec *compiled.Tag // nil where the flow has none of the name
	Role Role
	Fit  compiled.Fit // of the value's type; of no meaning where Spec is nil
	// NoCheck says that there is nothing to check about the value: nobody declares the tag here, it is of another type, or it may be any of
	// its type. It is set of the record's own tags only.
	NoCheck bool
	keyHash uint64 // of the key of a tag of a known shape that the flow has not; else 0
}

// Role says why a tag may stand on a record.
type Role uint8

// The roles.
const (
	Undeclared Role = iota // nobody declares it here
	OfSpan                 // the span does, or the case of a variant that is at hand
	OfService              // the service does
)

// makeSets empties the three sets, which share one piece of memory.
func (r *Record) makeSets(tags int) {
	n := (tags + 63) / 64
	if len(r.sets) < 3*n {
		r.sets = make([]uint64, 3*n)
	}
	clear(r.sets[:3*n])
	r.Seen, r.Declared, r.Required = r.sets[0:n:n], r.sets[n:2*n:2*n], r.sets[2*n:3*n:3*n]
	if len(r.ownAt) < tags {
		r.ownAt = make([]int32, tags)
	}
	r.at = r.ownAt[:tags]
}

func (r *Record) lookUpTags() {
	r.Tags, r.typed, r.flatVersion = r.Tags[:0], r.typed[:0], nil
	repeated := false
	for i := range r.Raw.Tags {
		raw := &r.Raw.Tags[i]
		tag := Tag{Raw: raw, Spec: r.Flow.Tag(raw.Key)}
		if tag.Spec == nil && r.Raw.FlatResource && isResourceAttribute(raw.Key) {
			if string(raw.Key) == serviceVersion {
				r.flatVersion = raw.Value.Text
			}
			continue // undeclared resource attributes never count
		}
		if raw.Value.Kind == trace.Untyped {
			r.typed = append(r.typed, typed(raw, tag.Spec))
			raw = &r.typed[len(r.typed)-1] // those before stay where they are if the memory is moved
			tag.Raw = raw
		}
		if tag.Spec != nil {
			if r.Seen.Has(tag.Spec.Index) {
				repeated = true
			} else {
				r.Seen.Add(tag.Spec.Index)
				r.at[tag.Spec.Index] = int32(len(r.Tags))
			}
			tag.Fit = tag.Spec.Type(&raw.Value)
		} else {
			repeated = repeated || r.mayRepeat(raw.Key)
		}
		r.Tags = append(r.Tags, tag)
	}
	r.HasRepeated = repeated
}

// typed returns a tag of an untyped value with what that is by the spec: nil where the flow has no such tag.
func typed(raw *trace.Tag, spec *compiled.Tag) trace.Tag {
	if spec == nil {
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
	t := r.Find(v.Tag)
	if t == nil || t.Raw.Value.Kind != trace.String {
		return nil
	}
	if i := v.Tag.Enum(t.Raw.Value.Text); i >= 0 {
		return v.Cases[i]
	}
	return nil
}

// assignRoles says why each tag may stand on the record, and notes what rules need not look for.
func (r *Record) assignRoles() {
	r.compared, r.misnamed = false, r.misnamed[:0]
	r.HasUndeclared, r.HasMistyped, r.MayBeDeprecated = false, !r.resource.correct, !r.resource.correct
	for i := range r.Tags {
		t := &r.Tags[i]
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
		t.NoCheck = t.Role == Undeclared || t.Fit == compiled.Not || t.Spec.AnyValue && !r.IsKey(t.Spec)
		r.MayBeDeprecated = r.MayBeDeprecated || t.Role != Undeclared && t.Spec.MayBeDeprecated
	}
}

// isExpired reports whether the record starts after the last day of its span, in UTC.
func (r *Record) isExpired() bool {
	last := r.Span.Model.Expires
	return !last.IsZero() && !r.Raw.Defects.Has(trace.BadStart) && !time.Unix(0, r.Raw.Start).Before(last.AddDate(0, 0, 1))
}

// hasValidTimes reports whether start and end are times. The end may be before the start.
func hasValidTimes(raw *trace.Record) bool {
	return !raw.Defects.Has(trace.BadStart|trace.BadEnd) && Plausible(raw.Start) && Plausible(raw.End)
}

// Plausible reports whether a time in nanoseconds lies between 2000 and 2200: one that does not was written in another unit.
func Plausible(n int64) bool {
	const from, to = 946_684_800_000_000_000, 7_258_118_400_000_000_000
	return n >= from && n < to
}

// KnownStart returns when the record starts, in nanoseconds since 1970; 0 where that is not a time.
func (r *Record) KnownStart() int64 {
	if r.Raw.Defects.Has(trace.BadStart) || !Plausible(r.Raw.Start) {
		return 0
	}
	return r.Raw.Start
}

// Find returns the record's own tag, or nil.
func (r *Record) Find(tag *compiled.Tag) *Tag {
	if !r.Seen.Has(tag.Index) {
		return nil
	}
	return &r.Tags[r.at[tag.Index]]
}

// Unverified returns the tags whose values are still to be looked at: those of the record, and those of its resource unless
// they are known to be right.
func (r *Record) Unverified() [2][]Tag {
	if r.resource.correct {
		return [2][]Tag{r.Tags, nil}
	}
	return [2][]Tag{r.Tags, r.resource.tags}
}

// TagsDropped reports whether a limit cut tags off the record or its resource.
func (r *Record) TagsDropped() bool {
	return r.Raw.DroppedTags > 0 || r.Raw.Resource != nil && r.Raw.Resource.DroppedTags > 0
}

// OnResource returns the flow's tags on the record's resource.
func (r *Record) OnResource() compiled.Set { return r.resource.seen }

// IsKey reports whether the span's id is derived from the tag.
func (r *Record) IsKey(tag *compiled.Tag) bool {
	for _, key := range r.Span.Keys {
		if key == tag {
			return true
		}
	}
	return false
}

// Use returns how the span uses a tag, by the case at hand if one does, or nil.
func (r *Record) Use(tag int) *model.SpanTag {
	for _, c := range r.Cases {
		if c != nil && c.Use(tag) != nil {
			return c.Use(tag)
		}
	}
	return r.Span.Use(tag)
}

// Declaration returns where the span or the service, as the role says, declares a tag.
func (r *Record) Declaration(tag *compiled.Tag, role Role) diag.Range {
	if role == OfService && r.Service != nil {
		if use := r.Service.Uses[tag.Index]; use != nil {
			return use.Pos
		}
	}
	if use := r.Use(tag.Index); use != nil {
		return use.Pos
	}
	return tag.Model.Pos
}
