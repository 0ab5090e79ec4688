package check

import (
	"strings"

	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

var unknownVersion = Rule{
	Doc: Doc{
		ID: "unknown-version", About: aboutName, Severity: trace.Info,
		What:    "A record is stamped with a version of the flow that was not given.",
		Why:     "It is judged by the newest older version of the same major or, where there is none, by the spec as it stands, which may ask for what its client did not know.",
		Example: "scope version 1.3.0 where only 1.0.0 and 2.0.0 are known: it is judged by 1.0.0",
		Fix:     "Give the released version too.",
	},
	record: func(s *Subject) {
		if s.Known {
			return
		}
		s.report(nil, func() tally.Detail {
			var known []string
			for _, f := range s.Flow.Family.Versions {
				known = append(known, f.Model.Version.String())
			}
			return tally.Detail{
				Message: "records are stamped with a version of flow " + s.Flow.Model.Name + " that was not given, and judged by " +
					s.Flow.Model.Version.String(),
				Actual: tally.Text(s.R.FlowVersion), Expected: "one of " + strings.Join(known, ", "), Spec: s.Flow.Model.Pos,
			}
		})
	},
}
