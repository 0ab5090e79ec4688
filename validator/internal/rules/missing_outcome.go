package rules

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingOutcome = Rule{
	Doc: Doc{
		ID: "missing-outcome", About: aboutAfter, Severity: trace.Error,
		What: "A record was not followed by any of the spans that followed_by names: none stands below it in its trace, or is its child in another one, " +
			"although the newest record of the input is later than the record's start and the time that followed_by gives.",
		NotWhen: "A kind of trace that has to do with it is sampled, the input is incomplete, more records of the trace may still " +
			"come (--settle) or lie beyond the input (--from, --until), or the trace is too large to be judged as a whole. A span that would do but stands in the wrong place, which is reported as " +
			"such, may be the one that is missing; so may one whose parent may be in its own trace or in another one, which it does not name.",
		Why:     "A step was lost: its service failed, or nobody finished what was begun.",
		Example: "an order:parcel shipped with neither an order:parcel delivered nor an order:parcel returned after 30 days",
		Fix:     "Look at what became of it. Where nothing is wrong, see whether the services emit and export what follows, and whether the time is long enough.",
	},
	Checks: Checks{MissingOutcome: func(p *Pass, m facts.MissingOutcome) {
		p.Report(m.Row, func() findings.Detail {
			var lacking, expected []string
			d := findings.Detail{Actual: "none"}
			for i, f := range m.Row.Span.Model.FollowedBy {
				if !m.Lacks.Has(i) {
					continue
				}
				if len(lacking) == 0 {
					d.Spec = f.AnyOfPos[0]
				}
				lacking = append(lacking, followers(&f))
				expected = append(expected, followers(&f)+" within "+period(int64(f.Within)))
			}
			d.Message = strconv.Quote(nameOf(m.Row)) + " was not followed by " + strings.Join(lacking, ", nor by ")
			d.Expected = strings.Join(expected, ", and ")
			return d
		})
	}},
}

// followers lists the spans of which one has to follow.
func followers(f *model.FollowedBy) string {
	names := make([]string, len(f.AnyOf))
	for i, s := range f.AnyOf {
		names[i] = strconv.Quote(s.Name)
	}
	return strings.Join(names, " or ")
}
