package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingLink = Rule{
	Doc: Doc{
		ID: "missing-link", About: aboutLinks, Severity: trace.Error, Needs: facts.AllCounted,
		What:    "A record has fewer links than the spec asks for at least. The link that stands for a parent in another trace does not count.",
		NotWhen: "A link is not valid: invalid-id reports it. A limit cut links off the record: dropped-data reports it.",
		Why:     "Who starts from this record does not find what it led to.",
		Example: "a span with `links: {to: …, min: 1}` and no link",
		Fix:     "Link every record that the step leads to, before the record ends.",
	},
	Checks: Checks{
		Row: func(p *Pass, r *facts.Row) {
			if int(r.Links) >= r.Span.MinLinks || r.Flags&(facts.HasBadLink|facts.LinksDropped) != 0 {
				return
			}
			p.Report(r, func() findings.Detail {
				return findings.Detail{
					Message: strconv.Quote(r.Span.Model.Name) + " has too few links", Actual: times(int(r.Links), "link"),
					Expected: "at least " + times(r.Span.MinLinks, "link") + " to " + linkTargets(r.Span), Spec: r.Span.Model.Links[0].Pos,
				}
			})
		},
		LinkCount: func(p *Pass, c facts.LinkCount) {
			links := c.From.Span.Model.Links
			first, missing := -1, 0
			for i, link := range links {
				if c.ByTarget[i] < link.Min {
					missing += link.Min - c.ByTarget[i]
					if first < 0 {
						first = i
					}
				}
			}
			if missing > c.Unresolved && c.From.Flags&(facts.HasBadLink|facts.LinksDropped) == 0 {
				reportLinks(p, c.From, first, "few", c.ByTarget[first], "at least "+times(links[first].Min, "link"))
			}
		},
	},
}
