package rules

import (
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unknownService = Rule{
	Doc: Doc{
		ID: "unknown-service", About: aboutName, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record is from a service that the flow does not have.",
		Why:     "Nobody agreed that this service takes part, so nobody looks for its records, and its own tags are not known.",
		Example: "a notification:sent from push-svc where the spec has push-service",
		Fix:     "Set service.name (service_name in a SpanEvent) to the service's name in the spec, or add the service.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Service != nil {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			var names []string
			for _, service := range r.Span.Model.Services {
				names = append(names, service.Name)
			}
			d := findings.Detail{
				Message: "flow " + r.Flow.Model.Name + " has no service " + quoted(r.Raw.Service), Actual: serviceName(r),
				Expected: "one of " + strings.Join(names, ", "), Suggestion: diag.Nearest(findings.Text(r.Raw.Service), names),
				Spec: r.Span.Model.Pos,
			}
			if len(r.Raw.Service) == 0 {
				d.Message = "a record does not say which service it is from"
			}
			return d
		})
	}},
}

// serviceName writes the name of the record's service.
func serviceName(r *facts.Record) string {
	if len(r.Raw.Service) == 0 {
		return "none"
	}
	return findings.Text(r.Raw.Service)
}
