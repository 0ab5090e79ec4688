package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Sources identifies services with the versions of their apps.
type Sources interface {
	Source(service, version []byte) findings.Source
}

// Examiner works out the facts about records, one after the other, without allocating. It is not safe for concurrent use.
type Examiner struct {
	flows     *compiled.Flows
	sources   Sources
	resources resources
	last      lastStamp
	record    Record
	shapes    shapes
	changed   trace.Record // of withParentOfLink
}

// lastStamp is the stamp of the record before, which is nearly always that of the next one too.
type lastStamp struct {
	name, version []byte
	versions      *compiled.FlowVersions // nil where no flow has the name
	flow          *compiled.Flow
	known         bool
}

// NewExaminer returns an examiner.
func NewExaminer(flows *compiled.Flows, sources Sources) *Examiner {
	return &Examiner{flows: flows, sources: sources, resources: resources{known: map[resourceKey]*resourceFacts{}}}
}

// Examine works out the facts about a record of the input with the number. It returns nil for a record of no flow. What it
// returns is valid until it is called again.
func (x *Examiner) Examine(raw *trace.Record, input uint32) *Record {
	flow, stamped, known := x.flowOf(raw)
	if flow == nil {
		return nil
	}
	r := &x.record
	r.Raw, r.Input, r.Flow, r.Stamped, r.KnownVersion = raw, input, flow, stamped, known
	r.resource = x.resource(raw, flow)
	if r.Service = r.resource.service; raw.Resource == nil {
		r.Service = flow.Service(raw.Service)
	}
	r.compared, r.misnamed = false, r.misnamed[:0]
	if s := x.shapes.ofLayout(r); s != nil {
		r.Span = s.span
		x.examineByShape(r, s)
		return r
	}
	r.Span = x.spanOf(raw, flow)
	if r.Clean, r.teaches = false, !x.shapes.off && r.hasShape(); r.teaches {
		if s := x.shapes.find(r); s != nil {
			x.examineByShape(r, s)
			return r
		}
	}
	if r.Span == nil && raw.LowerCase {
		r.Span = flow.SpanOfLowerCase(raw.Name)
	}
	r.Raw = x.withParentOfLink(raw, r.Span)
	r.ShapeFacts = &r.own
	r.makeSets(len(flow.Tags))
	r.lookUpTags()
	r.Source = x.sourceOf(r)
	if r.Holds = 0; r.Span == nil {
		return r
	}
	r.chooseCases()
	r.assignRoles()
	r.readKey()
	r.compareIDs()
	r.Expired = r.isExpired()
	r.Holds = DeclaredSpan | DeclaredService.when(r.Service != nil) | ValidTimes.when(hasValidTimes(raw))
	return r
}

// spanOf returns the span of the record's name, which often is that of the record before, or nil.
func (x *Examiner) spanOf(raw *trace.Record, flow *compiled.Flow) *compiled.Span {
	if s := x.record.Span; s != nil && s.Flow == flow && s.Model.Name == string(raw.Name) {
		return s
	}
	return flow.Span(raw.Name)
}

// examineByShape is what Examine does for a record of a known shape: only ids and values are still to be looked at.
func (x *Examiner) examineByShape(r *Record, s *shape) {
	r.Clean, r.teaches, r.Expired = true, false, false
	r.ShapeFacts, r.tags, r.values, r.flatVersion = &s.ShapeFacts, r.tags[:0], r.Raw.Tags, nil
	if r.Source = r.resource.source; s.versionAt >= 0 || r.Raw.Resource == nil {
		r.Source = x.sourceOf(r)
	}
	r.readKey()
	r.compareIDs()
	r.Holds = DeclaredSpan | DeclaredService.when(r.Service != nil) | ValidTimes
}

// ExamineInFull has all records examined in full, as if no shape was ever known. Nothing else depends on it than the time it takes.
func (x *Examiner) ExamineInFull() { x.shapes.off = true }

// withParentOfLink returns the record with the parent that its first link stands for, where that may be and the span has a parent. An
// exporter writes that link first (docs/runtime-contract.md). Where the span may have links, and its parent is in its own trace or
// need not be there, the record stays as it is.
func (x *Examiner) withParentOfLink(raw *trace.Record, span *compiled.Span) *trace.Record {
	if !raw.LinkMayBeParent || span == nil || len(span.Parents) == 0 || len(span.LinksTo) > 0 && (span.MayBeRoot || !span.HasParentIn(anotherTrace)) ||
		!raw.ParentID.IsZero() || raw.Defects.Has(trace.BadParentID) || len(raw.Links) == 0 || raw.Links[0].TraceID == raw.TraceID {
		return raw
	}
	x.changed = *raw
	x.changed.ParentID, x.changed.ParentTraceID, x.changed.Links = raw.Links[0].SpanID, raw.Links[0].TraceID, raw.Links[1:]
	return &x.changed
}

// flowOf finds the flow that a record is checked against: by its stamp, else by its name. It returns nil where there is none.
func (x *Examiner) flowOf(raw *trace.Record) (flow *compiled.Flow, stamped, known bool) {
	l := &x.last
	if l.versions == nil || string(l.name) != string(raw.Flow) || string(l.version) != string(raw.FlowVersion) {
		l.name, l.version = append(l.name[:0], raw.Flow...), append(l.version[:0], raw.FlowVersion...)
		l.flow, l.versions = nil, x.flows.ByFlowName(raw.Flow)
		if l.versions != nil {
			l.flow, l.known = l.versions.Select(raw.FlowVersion)
		}
	}
	if l.versions != nil {
		return l.flow, len(raw.FlowVersion) > 0, l.known
	}
	if versions := x.flows.BySpanName(raw.Name); versions != nil {
		return versions.Current, false, true
	}
	if raw.LowerCase {
		if versions := x.flows.BySpanNameOfLowerCase(raw.Name); versions != nil {
			return versions.Current, false, true
		}
	}
	return nil, false, false
}

// sourceOf returns the record's service and app version.
func (x *Examiner) sourceOf(r *Record) findings.Source {
	service, version := r.Emitter()
	if r.Raw.Resource != nil && len(version) == len(r.resource.version) && string(version) == string(r.resource.version) {
		return r.resource.source
	}
	return x.sources.Source(service, version)
}

// Emitter returns the names of the record's service and of its app's version, each nil where there is none.
func (r *Record) Emitter() (service, version []byte) {
	version = r.resource.version
	if version == nil {
		version = r.flatVersion
	}
	if r.versionAt >= 0 {
		version = r.ValueAt(r.versionAt).Text
	}
	if r.Raw.Resource == nil {
		return r.Raw.Service, version
	}
	return r.resource.name, version
}

// findVersion looks for the tag that says which version of the app the record is from, the last of several.
func (r *Record) findVersion() {
	r.versionAt = -1
	for i := range r.tags {
		if t := r.tags[i].Raw; string(t.Key) == appVersion && t.Value.Kind == trace.String && !r.isOfAnotherApp(r.tags[i].Spec) {
			r.versionAt = int32(i)
		}
	}
}

// isOfAnotherApp reports whether a tag with an app's version, which stands among the record's own tags, is that of another app than the one
// that emitted the record: the span declares the tag and the service does not. A push may say so which version of the app it is for.
func (r *Record) isOfAnotherApp(tag *compiled.Tag) bool {
	return tag != nil && r.Span != nil && r.Service != nil && r.Span.Use(tag.Index) != nil && !r.Service.Declared.Has(tag.Index)
}

// The tags that say which version of an app a record is from, the first that there is.
const (
	appVersion     = "app_version"
	serviceVersion = "service.version"
)
