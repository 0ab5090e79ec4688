package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var danglingLink = Rule{
	Doc: Doc{
		ID: "dangling-link", About: aboutLinks, Severity: trace.Warning, Needs: facts.Conclusive | facts.Unexplained,
		What:    "A record links to one that is not in the input, although every record of the target's kind of trace is kept.",
		NotWhen: "The span declares no links, the target's kind of trace is sampled, the input is incomplete, more records of the trace may still come (--settle) or lie beyond the input (--from, --until), or the trace is too large to be judged as a whole. Where the target's trace lacks a span that occurs once, too-few reports that.",
		Why:     "What the step led to got lost, or the id that was linked is wrong.",
		Example: "a notification:trigger whose link names a span id that no record of the notification has",
		Fix:     "See whether the target was emitted and exported; derive the link from the same id.",
	},
	Checks: Checks{UnresolvedLink: func(p *Pass, l facts.UnresolvedLink) {
		if len(l.From.Span.LinksTo) == 0 || !allTargetsKept(l.From.Span) {
			return
		}
		p.Report(l.From, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(l.From)) + " links to a record that is not in the input",
				Actual:  "no record " + l.From.Target.String() + " in trace " + l.TraceID.String(), Expected: linkTargets(l.From.Span),
				Spec: linkPosition(l.From.Span),
			}
		})
	}},
}

// allTargetsKept reports whether every record that the span may link to is kept.
func allTargetsKept(s *compiled.Span) bool {
	for _, link := range s.Model.Links {
		if !link.To.Trace.Complete() {
			return false
		}
	}
	return true
}
