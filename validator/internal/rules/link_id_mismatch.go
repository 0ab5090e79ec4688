package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var linkIDMismatch = Rule{
	Doc: Doc{
		ID: "link-id-mismatch", About: aboutLinks, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record carries the tag that gives the id of another kind of trace, and all its links, or the link to its parent, lead to such a trace with another id.",
		NotWhen: "The span may link to traces of several kinds; a link is not valid, or links were dropped; the tag breaks its own rules or is there twice; or the id is hashed, and the record is not stamped.",
		Why:     "One of the two is wrong: who follows the link and who looks for the id end up in different traces.",
		Example: "a notification:trigger with notification_id 7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa and a link to the trace of another notification",
		Fix:     "Derive the link, or the parent, from the same id as the tag; look for a loop that keeps the reference of the round before.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if e := &r.LinksContradict; e.Tag != nil {
			reportContradiction(p, r, e, "links to")
		}
		if e := &r.ParentContradicts; e.Tag != nil {
			reportContradiction(p, r, e, "names a parent in")
		}
	}},
}

func reportContradiction(p *Pass, r *facts.Record, e *facts.Contradiction, does string) {
	p.ReportTag(r, e.Tag.Raw.Key, func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(r.Span.Model.Name) + " " + does + " another trace than the one that its " + e.Tag.Spec.Name + " gives",
			Actual:  "trace " + e.Named.String(), Expected: "trace " + e.Gives.String(), Spec: r.Declaration(e.Tag.Spec, e.Tag.Role),
		}
	})
}
