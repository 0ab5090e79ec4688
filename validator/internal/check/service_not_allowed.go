package check

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var serviceNotAllowed = Rule{
	Doc: Doc{
		ID: "service-not-allowed", About: aboutName, Severity: trace.Error,
		What:    "A service emits a span that the spec gives to other services.",
		Why:     "The step is recorded twice, or by someone who cannot know when it happens.",
		Example: "a notification:received from push-service",
		Fix:     "Emit it where the spec has it, or add the service to the span's services.",
	},
	record: func(s *Subject) {
		if s.Service == nil || s.Span.Allows(s.Service) {
			return
		}
		s.report(nil, func() findings.Detail {
			var names []string
			for _, service := range s.Span.Model.Services {
				names = append(names, service.Name)
			}
			return findings.Detail{
				Message: s.Service.Model.Name + " may not emit " + strconv.Quote(s.Span.Model.Name), Actual: s.Service.Model.Name,
				Expected: "one of " + strings.Join(names, ", "), Spec: s.Span.Model.Pos,
			}
		})
	},
}
