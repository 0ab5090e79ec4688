package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var neverSeen = Rule{
	Doc: Doc{
		ID: "never-seen", About: aboutInput, Severity: trace.Info, Needs: facts.Conclusive,
		What:    "No record shows a span, a service or a tag that the spec declares. Of a flow without any record only that is reported.",
		NotWhen: "It is deprecated, it is a tag and a limit cut tags off some record that may have had it, or the input is incomplete or could not be read as a whole.",
		Why:     "It was never emitted, or nothing tests it. With --require-coverage it is an error.",
		Example: "no record from Desktop in the samples",
		Fix:     "Emit it, add a sample, or take it out of the spec.",
	},
	Checks: Checks{Input: func(p *Pass, in *facts.Input) {
		for _, flow := range in.Flows.All {
			absence{p, in, flow.Current}.ofFlow()
		}
	}},
}

// absence is what no record of a flow shows.
type absence struct {
	pass *Pass
	in   *facts.Input
	flow *compiled.Flow // as it stands
}

func (a absence) ofFlow() {
	if a.in.Coverage.Flows[a.flow.AllVersions.Index] == 0 {
		a.report(absent{}, "no record of flow "+a.flow.Model.Name+" is in the input", a.flow.Model.Pos)
		return
	}
	for _, s := range a.flow.Spans {
		switch {
		case s.Model.Deprecated != nil:
		case a.in.Coverage.Spans[s.Name.Index] == 0:
			a.report(absent{Span: s.Model.Name}, "no record is a "+strconv.Quote(s.Model.Name), s.Model.Pos)
		default:
			a.ofSpan(s)
		}
	}
	for _, service := range a.flow.Services {
		if service.Model.Deprecated == nil {
			a.ofService(service)
		}
	}
}

// ofSpan looks for tags of a span that was seen.
func (a absence) ofSpan(s *compiled.Span) {
	seen := a.in.Coverage.TagsOf(s)
	for i, t := range a.flow.Tags {
		use := s.Use(i)
		if use == nil || seen.Has(i) || use.Deprecated != nil || t.Model.Deprecated != nil {
			continue
		}
		a.report(absent{Span: s.Model.Name, Tag: t.Name}, "no "+strconv.Quote(s.Model.Name)+" carries the tag "+t.Name, use.Pos)
	}
}

func (a absence) ofService(service *compiled.Service) {
	name := service.Model.Name
	records, seen := a.in.Coverage.Service(a.flow, service)
	if records == 0 {
		a.report(absent{Service: name}, "no record is from "+name, service.Model.Pos)
		return
	}
	for i, t := range a.flow.Tags {
		if use := service.Uses[i]; use != nil && !seen.Has(i) && use.Deprecated == nil && t.Model.Deprecated == nil {
			a.report(absent{Tag: t.Name, Service: name}, "no record from "+name+" carries its tag "+t.Name, use.Pos)
		}
	}
}

func (a absence) report(what absent, message string, at diag.Range) {
	what.Flow = a.flow
	severity := a.pass.Severity()
	if a.in.CoverageRequired {
		severity = trace.Error
	}
	a.pass.ReportAbsence(severity, what, findings.Detail{Message: message, Spec: at})
}
