package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var neverSeen = Rule{
	Doc: Doc{
		ID: "never-seen", About: aboutInput, Severity: trace.Info,
		What:    "No record shows a span, a service or a tag that the spec declares. Of a flow without any record only that is said; nothing deprecated is asked for, nor anything of an incomplete input, nor of one that could not be read as a whole.",
		Why:     "It was never emitted, or nothing tests it. With --require-coverage it is an error.",
		Example: "no record from Desktop in the samples",
		Fix:     "Emit it, add a sample, or take it out of the spec.",
	},
	input: func(j *Judge) {
		if j.partial() {
			return
		}
		for _, family := range j.plan.All {
			j.coverFlow(family)
		}
	},
}

func (j *Judge) coverFlow(family *compiled.FlowVersions) {
	f := family.Current
	if j.counts.Families[family.Index] == 0 {
		j.absent(f, "", "", "", "no record of flow "+f.Model.Name+" is in the input", f.Model.Pos)
		return
	}
	for _, s := range f.Spans {
		switch {
		case s.Model.Deprecated != nil:
		case j.counts.Steps[s.Name.Index] == 0:
			j.absent(f, s.Model.Name, "", "", "no record is a "+strconv.Quote(s.Model.Name), s.Model.Pos)
		default:
			j.coverTags(s)
		}
	}
	for _, service := range f.Services {
		j.coverService(f, service)
	}
}

// coverTags looks for tags of a span that was seen, on records of any version.
func (j *Judge) coverTags(s *compiled.Span) {
	seen := compiled.NewSet(len(s.Flow.Tags))
	for _, other := range s.Flow.AllVersions.Versions {
		if o := other.Span([]byte(s.Model.Name)); o != nil {
			for i, t := range other.Tags {
				if own := s.Flow.Tag([]byte(t.Name)); own != nil && j.seen[o.Index].Has(i) {
					seen.Add(own.Index)
				}
			}
		}
	}
	for i, t := range s.Flow.Tags {
		use := s.Use(i)
		if use == nil || seen.Has(i) || use.Deprecated != nil || t.Model.Deprecated != nil {
			continue
		}
		j.absent(s.Flow, s.Model.Name, t.Name, "", "no "+strconv.Quote(s.Model.Name)+" carries the tag "+t.Name, use.Pos)
	}
}

func (j *Judge) coverService(f *compiled.Flow, service *compiled.Service) {
	var records int64
	seen := compiled.NewSet(len(f.Tags))
	for _, other := range f.AllVersions.Versions {
		own := other.Service([]byte(service.Model.Name))
		if own == nil {
			continue
		}
		records += j.services[own.ID]
		for i, t := range other.Tags {
			if tag := f.Tag([]byte(t.Name)); tag != nil && j.carried[own.ID] != nil && j.carried[own.ID].Has(i) {
				seen.Add(tag.Index)
			}
		}
	}
	if service.Model.Deprecated != nil {
		return
	}
	if records == 0 {
		j.absent(f, "", "", service.Model.Name, "no record is from "+service.Model.Name, service.Model.Pos)
		return
	}
	for i, t := range f.Tags {
		if use := service.Uses[i]; use != nil && !seen.Has(i) && use.Deprecated == nil && t.Model.Deprecated == nil {
			j.absent(f, "", t.Name, service.Model.Name, "no record from "+service.Model.Name+" carries its tag "+t.Name, use.Pos)
		}
	}
}

// absent reports what no record shows.
func (j *Judge) absent(f *compiled.Flow, span, tag, service, message string, at diag.Range) {
	severity := j.rule.Severity
	if j.opts.Coverage {
		severity = trace.Error
	}
	var step *compiled.SpanName
	if s := f.Span([]byte(span)); s != nil {
		step = s.Name
	}
	if severity = j.severityOf(j.rule, step, severity); severity == trace.Off {
		return
	}
	key := findings.Key{
		Rule: j.rule.index, Severity: severity, Flow: uint16(f.AllVersions.Index + 1), Span: j.tally.Name([]byte(span)),
		Tag: j.tally.Name([]byte(tag)),
	}
	if service != "" {
		key.Source = j.tally.Source([]byte(service), nil)
	}
	j.tally.ReportAbsence(key, findings.Detail{Message: message, Spec: at})
}
