package rules

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var serviceNotAllowed = Rule{
	Doc: Doc{
		ID: "service-not-allowed", About: aboutName, Severity: trace.Error, Needs: facts.DeclaredSpan | facts.DeclaredService,
		What:    "A service emits a span that the spec gives to other services.",
		NotWhen: "The flow does not have the service: unknown-service reports it.",
		Why:     "The step is recorded twice, or by someone who cannot know when it happens.",
		Example: "a notification:received from push-service",
		Fix:     "Emit it where the spec has it, or add the service to the span's services.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span.Allows(r.Service) {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			var names []string
			for _, service := range r.Span.Model.Services {
				names = append(names, service.Name)
			}
			return findings.Detail{
				Message: r.Service.Model.Name + " may not emit " + strconv.Quote(r.Span.Model.Name), Actual: r.Service.Model.Name,
				Expected: "one of " + strings.Join(names, ", "), Spec: r.Span.Model.Pos,
			}
		})
	}},
}
