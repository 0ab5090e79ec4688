package rules

import (
	"strings"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
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
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.KnownVersion || r.Span == nil && !r.NewerVersion() {
			return
		}
		p.ReportStamp(r, func() findings.Detail {
			var known []string
			for _, f := range r.Flow.AllVersions.Versions {
				known = append(known, f.Model.Version.String())
			}
			stamp := findings.Text(r.Raw.FlowVersion)
			return findings.Detail{
				Message: "records are stamped " + stamp + ", a version of flow " + r.Flow.Model.Name + " that was not given, and judged by " +
					r.Flow.Model.Version.String(),
				Actual: stamp, Expected: "one of " + strings.Join(known, ", "), Spec: r.Flow.Model.Pos,
			}
		})
	}},
}
