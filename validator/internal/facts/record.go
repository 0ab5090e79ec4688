package facts

import (
	"slices"
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
	// Clean is whether the rules that look only at the shape of a record are known to report nothing about it: only Checks are needed.
	Clean       bool
	*ShapeFacts // of its shape if that is known, else the record's own

	// Where a tag gives the trace that the links, or the parent, should be in, and they are in another one.
	LinksContradict, ParentContradicts Contradiction

	Key    []byte // the values that the span's id and multiplicity are derived from
	HasKey bool   // all of them are there

	teaches bool        // its shape may be learned
	own     ShapeFacts  // where its shape is not known
	tags    []Tag       // those of values or, of a known shape, none before somebody asks for them
	values  []trace.Tag // the record's own tags in its order, each value of the type that the flow has
	typed   []trace.Tag // memory for that, where it is not what the record has
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

// TagsDropped reports whether a limit cut tags off the record or its resource.
func (r *Record) TagsDropped() bool {
	return r.Raw.DroppedTags > 0 || r.Raw.Resource != nil && r.Raw.Resource.DroppedTags > 0
}

// OnResource returns the flow's tags on the record's resource.
func (r *Record) OnResource() compiled.Set { return r.resource.seen }

// IsKey reports whether the span's id is derived from the tag.
func (r *Record) IsKey(tag *compiled.Tag) bool { return slices.Contains(r.Span.Keys, tag) }

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
