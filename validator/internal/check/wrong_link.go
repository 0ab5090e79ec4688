package check

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var wrongLink = Rule{
	Doc: Doc{
		ID: "wrong-link", About: aboutLinks, Severity: trace.Error,
		What:    "A record links to a record of the flow that the spec does not have as a target. Links to records of no flow are left alone.",
		Why:     "Who follows the link comes out at another step.",
		Example: "a notification:trigger that links to a notification:sent instead of the notification:notify",
		Fix:     "Link to the declared span, or declare the link.",
	},
	trace: func(t *Trace) {
		for _, l := range t.Links {
			if l.To == nil || l.To.Plan == nil || l.To.Plan.Flow.AllVersions != l.From.Plan.Flow.AllVersions ||
				slices.Contains(l.From.Plan.LinksTo, l.To.Plan.Name) {
				continue
			}
			t.report(l.From, "", func() findings.Detail {
				d := findings.Detail{
					Message: strconv.Quote(l.From.name()) + " links to another span than the spec has", Actual: l.To.name(),
					Expected: "no link", Spec: linkPos(l.From),
				}
				if len(l.From.Plan.LinksTo) > 0 {
					d.Expected = targets(l.From.Plan)
				}
				return d
			})
		}
	},
}

// linkPos returns where the spec has the span's links or, where it has none, the span.
func linkPos(r *Row) diag.Range {
	if len(r.Plan.Model.Links) > 0 {
		return r.Plan.Model.Links[0].Pos
	}
	return r.Plan.Model.Pos
}
