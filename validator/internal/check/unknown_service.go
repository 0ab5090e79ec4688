package check

import (
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unknownService = Rule{
	Doc: Doc{
		ID: "unknown-service", About: aboutName, Severity: trace.Error,
		What:    "A record is from a service that the flow does not have.",
		Why:     "Nobody agreed that this service takes part, so nobody looks for its records, and its own tags are not known.",
		Example: "a notification:sent from push-svc where the spec has push-service",
		Fix:     "Set service.name (service_name in a SpanEvent) to the service's name in the spec, or add the service.",
	},
	record: func(s *Subject) {
		if s.Service != nil {
			return
		}
		s.report(nil, func() findings.Detail {
			var names []string
			for _, service := range s.Span.Model.Services {
				names = append(names, service.Name)
			}
			d := findings.Detail{
				Message: "flow " + s.Flow.Model.Name + " has no service " + quoted(s.R.Service), Actual: s.serviceName(),
				Expected: "one of " + strings.Join(names, ", "), Suggestion: diag.Nearest(findings.Text(s.R.Service), names),
				Spec: s.Span.Model.Pos,
			}
			if len(s.R.Service) == 0 {
				d.Message = "a record does not say which service it is from"
			}
			return d
		})
	},
}
