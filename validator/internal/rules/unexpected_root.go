package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unexpectedRoot = Rule{
	Doc: Doc{
		ID: "unexpected-root", About: aboutPlace, Severity: trace.Error,
		What:    "A record has no parent at all, although the spec declares one, or several of which it has one.",
		NotWhen: "The spec has `none` among several parents. The parent id is not valid: invalid-id reports it. A limit cut links off the record, of which one may have led to the parent: dropped-data reports it.",
		Why:     "The chain breaks: nobody can tell which step led to this one.",
		Example: "a notification:received without parent_id",
		Fix:     "Hand on the parent's reference, or derive it. OTLP names a parent in another trace by a link with specgen.link.type = parent.",
	},
	Checks: Checks{Row: func(p *Pass, r *facts.Row) {
		if r.Span.MayBeRoot || !r.Target.IsZero() || r.Flags&(facts.HasBadParent|facts.LinksDropped) != 0 {
			return
		}
		p.Report(r, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " has no parent", Actual: "no parent", Expected: oneOf(parentNames(r.Span, plain)),
				Spec: r.Span.Model.Parent.Pos,
			}
		})
	}},
}
