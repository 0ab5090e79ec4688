package rules

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var wrongLink = Rule{
	Doc: Doc{
		ID: "wrong-link", About: aboutLinks, Severity: trace.Error,
		What:    "A record links to a record of the flow that the spec does not have as a target.",
		NotWhen: "The target is a record of another flow or of none, or a tag gives another trace than the links: link-id-mismatch reports that.",
		Why:     "Who follows the link comes out at another step.",
		Example: "a notification:trigger that links to a notification:sent instead of the notification:notify",
		Fix:     "Link to the declared span, or declare the link.",
	},
	Checks: Checks{Link: func(p *Pass, l facts.Link) {
		from, to := l.From.Span, l.To.Span
		if to == nil || to.Flow.AllVersions != from.Flow.AllVersions || !l.Gives.IsZero() || slices.Contains(from.LinksTo, to.Name) {
			return
		}
		p.Report(l.From, func() findings.Detail {
			d := findings.Detail{
				Message: strconv.Quote(nameOf(l.From)) + " links to another span than the spec has", Actual: nameOf(l.To),
				Expected: "no link", Spec: linkPosition(from),
			}
			if len(from.LinksTo) > 0 {
				d.Expected = linkTargets(from)
			}
			return d
		})
	}},
}
