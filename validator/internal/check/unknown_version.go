package check

import (
	"strings"

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
	record: func(s *Subject) {
		if s.Known {
			return
		}
		s.reportVersion(func() findings.Detail {
			var known []string
			for _, f := range s.Flow.AllVersions.Versions {
				known = append(known, f.Model.Version.String())
			}
			stamp := findings.Text(s.R.FlowVersion)
			return findings.Detail{
				Message: "records are stamped " + stamp + ", a version of flow " + s.Flow.Model.Name + " that was not given, and judged by " +
					s.Flow.Model.Version.String(),
				Actual: stamp, Expected: "one of " + strings.Join(known, ", "), Spec: s.Flow.Model.Pos,
			}
		})
	},
}

// reportVersion reports that the record's stamp breaks the rule that is being run. There is one finding for each version of
// the flow, whatever the spans and services: the version stands where that of the app does in others.
func (s *Subject) reportVersion(detail func() findings.Detail) {
	j := s.judge
	severity := j.severityOf(j.rule, s.step(), j.rule.Severity)
	if severity == trace.Off {
		return
	}
	key := findings.Key{
		Rule: j.rule.index, Severity: severity, Flow: uint16(s.Flow.AllVersions.Index + 1), Source: j.tally.Source(nil, s.R.FlowVersion),
	}
	if err := j.tally.Report(key, s.place(), detail); j.err == nil {
		j.err = err
	}
}
