package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var oneSidedLink = Rule{
	Doc: Doc{
		ID: "one-sided-link", About: aboutLinks, Severity: trace.Warning,
		What: "A record links to a record of another trace that names a different record of the same span as its parent. The spec has both directions: the one span links to the other, " +
			"which has it as its parent.",
		NotWhen: "The record that the target names is not in the input, because its trace was not sampled for example, or is of another span; a copy of the target names the record that links to it; " +
			"or a tag shows which end is wrong: link-id-mismatch reports that.",
		Why:     "The way there and the way back differ: a step is counted for a cause that did not have it.",
		Example: "two notification:trigger that link to one notification:notify, whose parent is only one of them",
		Fix:     "Link what the step itself led to. Where a second cause finds the work done already, leave the link out, or declare it as a span of its own.",
	},
	Checks: Checks{OneSidedLink: func(p *Pass, l facts.OneSidedLink) {
		p.Report(l.From, func() findings.Detail {
			to := l.From.Span.Name.Text
			for _, name := range l.From.Span.LinksTo {
				if uint64(name.Index) == l.To {
					to = name.Text
				}
			}
			return findings.Detail{
				Message:  strconv.Quote(nameOf(l.From)) + " links to a record that names another parent",
				Actual:   to + " names " + nameOf(l.Parent) + " " + l.Parent.SpanID.String() + " in trace " + l.Parent.TraceID.String(),
				Expected: nameOf(l.From) + " " + l.From.SpanID.String() + " in trace " + l.From.TraceID.String(), Spec: linkPosition(l.From.Span),
			}
		})
	}},
}
