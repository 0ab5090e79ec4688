package check

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Subject is one record with what the spec says about it.
type Subject struct {
	R       *trace.Record
	Flow    *compiled.Flow
	Span    *compiled.Span    // nil where the flow has no span of the name
	Service *compiled.Service // nil where the flow has no service of the name
	Stamped bool              // by a generated client, with a version
	Known   bool              // whether that version is

	Tags     []TagView
	Seen     compiled.Set // the flow's tags on the record
	Carried  compiled.Set // the flow's tags on its resource
	Declared compiled.Set // the tags that the span declares, those of the variants' cases at hand included
	Required compiled.Set // likewise
	Cases    []*compiled.Case
	Resource *resourceView

	strangers, misfits, aging bool        // whether there are tags with these roles, with types that do not fit, that may be deprecated
	compared                  bool        // whether misnamings were looked for
	misnamings                []misnaming // required tags that stand there under another name
	judge                     *Judge
	source                    uint32
	key                       []byte // the values that the span's id and multiplicity hang on
	hasKey                    bool
	sets                      []uint64
	row                       Row
}

// TagView is one tag of the record with what the flow knows about it.
type TagView struct {
	On   *trace.Tag
	Tag  *compiled.Tag // nil where the flow has none of the name
	Role Role
	Fit  compiled.Fit // of the value's type; of no meaning for a stranger
}

// Role says why a tag may stand on a record.
type Role uint8

// The roles.
const (
	Stranger  Role = iota // nobody declares it here
	OfSpan                // the span does, or the case of a variant that is at hand
	OfService             // the service does
)

// begin looks up everything that rules ask for.
func (s *Subject) begin(j *Judge, r *trace.Record, flow *compiled.Flow, stamped, known bool) {
	s.judge, s.R, s.Flow, s.Stamped, s.Known = j, r, flow, stamped, known
	s.Span, s.Resource = flow.Span(r.Name), j.resource(r, flow)
	if s.Service = s.Resource.service; r.Resource == nil {
		s.Service = flow.Service(r.Service)
	}
	s.makeSets(len(flow.Tags))
	s.lookUp()
	s.source = s.sourceOf()
	if s.Span == nil {
		return
	}
	s.chooseCases()
	s.assignRoles()
	s.readKey()
}

// makeSets empties the four sets, which share one piece of memory.
func (s *Subject) makeSets(tags int) {
	n := (tags + 63) / 64
	if len(s.sets) < 3*n {
		s.sets = make([]uint64, 3*n)
	}
	clear(s.sets[:3*n])
	s.Seen, s.Declared, s.Required = s.sets[0:n:n], s.sets[n:2*n:2*n], s.sets[2*n:3*n:3*n]
	s.Carried = s.Resource.seen
}

func (s *Subject) lookUp() {
	s.Tags = s.Tags[:0]
	for i := range s.R.Tags {
		tag := &s.R.Tags[i]
		view := TagView{On: tag, Tag: s.Flow.Tag(tag.Key)}
		if view.Tag != nil {
			s.Seen.Add(view.Tag.Index)
			view.Fit = view.Tag.Type(&tag.Value)
		}
		s.Tags = append(s.Tags, view)
	}
}

// sourceOf returns the number of the record's service and app version.
func (s *Subject) sourceOf() uint32 {
	version := s.Resource.version
	for i := range s.R.Tags {
		if t := &s.R.Tags[i]; string(t.Key) == appVersion && t.Value.Kind == trace.String {
			version = t.Value.Text
		}
	}
	if s.R.Resource != nil && len(version) == len(s.Resource.version) && string(version) == string(s.Resource.version) {
		return s.Resource.source
	}
	return s.judge.tally.Source(s.R.Service, version)
}

// The tags that say which version of an app a record is from, the first that there is.
const (
	appVersion     = "app_version"
	serviceVersion = "service.version"
)

// chooseCases finds the case of each variant. Where the value that chooses is missing or unknown, which other rules say,
// the tags of all cases may stand.
func (s *Subject) chooseCases() {
	s.Declared.Or(s.Span.Declared)
	s.Required.Or(s.Span.Required)
	s.Cases = s.Cases[:0]
	for _, v := range s.Span.Variants {
		c := s.caseOf(v)
		s.Cases = append(s.Cases, c)
		if c != nil {
			s.Declared.Or(c.Declared)
			s.Required.Or(c.Required)
			continue
		}
		for _, c := range v.Cases {
			if c != nil {
				s.Declared.Or(c.Declared)
			}
		}
	}
}

func (s *Subject) caseOf(v *compiled.Variant) *compiled.Case {
	t := s.Find(v.Tag)
	if t == nil || t.On.Value.Kind != trace.String {
		return nil
	}
	if i := v.Tag.Enum(t.On.Value.Text); i >= 0 {
		return v.Cases[i]
	}
	return nil
}

// Find returns the record's tag, or nil.
func (s *Subject) Find(tag *compiled.Tag) *TagView {
	if !s.Seen.Has(tag.Index) {
		return nil
	}
	for i := range s.Tags {
		if s.Tags[i].Tag == tag {
			return &s.Tags[i]
		}
	}
	return nil
}

// assignRoles says why each tag may stand on the record, and notes what rules need not look for.
func (s *Subject) assignRoles() {
	s.compared, s.misnamings = false, s.misnamings[:0]
	s.strangers, s.misfits, s.aging = false, !s.Resource.fine, !s.Resource.fine
	for i := range s.Tags {
		t := &s.Tags[i]
		switch {
		case t.Tag == nil:
		case s.Declared.Has(t.Tag.Index) || t.Tag == s.Span.IDTag:
			t.Role = OfSpan
		case s.Service != nil && s.Service.Declared.Has(t.Tag.Index), s.Service == nil && s.Flow.ServiceTags.Has(t.Tag.Index):
			t.Role = OfService
		}
		switch {
		case t.Role == Stranger:
			s.strangers = true
		case t.Fit != compiled.Fits:
			s.misfits = true
		}
		s.aging = s.aging || t.Role != Stranger && t.Tag.MayBeDeprecated
	}
}

// step returns the step that the subject is reported under.
func (s *Subject) step() *compiled.SpanName {
	if s.Span == nil {
		return nil
	}
	return s.Span.Name
}

// place returns where the record stands.
func (s *Subject) place() findings.Place {
	return findings.Place{TraceID: s.R.TraceID, SpanID: s.R.SpanID, Input: s.judge.input, Line: s.R.Line, Offset: s.R.Offset}
}

// report reports that the record breaks the rule that is being run, with the rule's own severity.
func (s *Subject) report(tag []byte, detail func() findings.Detail) {
	s.reportAs(s.judge.rule.Severity, tag, detail)
}

// reportAs is report with another severity, unless the options set one.
func (s *Subject) reportAs(own trace.Severity, tag []byte, detail func() findings.Detail) {
	j := s.judge
	r := j.rule
	sev := j.severityOf(r, s.step(), own)
	if sev == trace.Off {
		return
	}
	key := findings.Key{Rule: r.index, Severity: sev, Flow: uint16(s.Flow.AllVersions.Index + 1), Tag: j.tally.Name(tag), Source: s.source}
	if s.Span != nil {
		key.Span = j.names[s.Span.Name.Index]
	} else {
		key.Span = j.tally.Name(s.R.Name)
	}
	if err := j.tally.Report(key, s.place(), detail); j.err == nil {
		j.err = err
	}
}

// tagPos returns where the span or the service declares a tag.
func (s *Subject) tagPos(t *TagView) diag.Range {
	if t.Role == OfService && s.Service != nil {
		if use := s.Service.Uses[t.Tag.Index]; use != nil {
			return use.Pos
		}
	}
	if use := s.use(t.Tag.Index); use != nil {
		return use.Pos
	}
	return t.Tag.Model.Pos
}

// use returns how the span uses a tag: by the case at hand if one does.
func (s *Subject) use(tag int) *model.SpanTag {
	for _, c := range s.Cases {
		if c != nil && c.Use(tag) != nil {
			return c.Use(tag)
		}
	}
	return s.Span.Use(tag)
}
