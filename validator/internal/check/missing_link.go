package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingLink = Rule{
	Doc: Doc{
		ID: "missing-link", About: aboutLinks, Severity: trace.Error,
		What:    "A record has fewer links than the spec asks for at least. The link that stands for a parent in another trace does not count.",
		Why:     "Who starts from this record does not find what it led to.",
		Example: "a span with `links: {to: …, min: 1}` and no link",
		Fix:     "Link every record that the step leads to, before the record ends.",
	},
	record: func(s *Subject) {
		if len(s.R.Links) >= s.Span.MinLinks || s.R.Defects.Has(trace.BadLink) {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " has too few links", Actual: times(len(s.R.Links), "link"),
				Expected: "at least " + times(s.Span.MinLinks, "link") + " to " + targets(s.Span), Spec: s.Span.Model.Links[0].Pos,
			}
		})
	},
	trace: func(t *Trace) {
		t.countLinks(func(r *Row, links []int, unknown int) {
			few, missing := -1, 0
			for i, link := range r.Plan.Model.Links {
				if links[i] < link.Min {
					missing += link.Min - links[i]
					if few < 0 {
						few = i
					}
				}
			}
			if missing > unknown && r.Flags&FlagBadLink == 0 && !t.judge.cut {
				t.reportLinks(r, few, "few", links[few], "at least "+times(r.Plan.Model.Links[few].Min, "link"))
			}
		})
	},
}

// targets lists what a span may link to.
func targets(s *compiled.Span) string {
	text := ""
	for i, step := range s.LinksTo {
		if i > 0 {
			text += " or "
		}
		text += step.Text
	}
	return text
}
