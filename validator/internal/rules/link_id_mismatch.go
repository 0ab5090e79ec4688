package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var linkIDMismatch = Rule{
	Doc: Doc{
		ID: "link-id-mismatch", About: aboutLinks, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record carries the tag that gives the id of another kind of trace. It links to a record of such a trace with another id, and to none with that id; or it names a parent in a trace with another id.",
		NotWhen: "The span may link to traces of several kinds, or have parents in several; the target of the link is not in the input; a link is not valid, or links were dropped; the tag breaks its own rules or is there twice; or the id is hashed, and the record is not stamped.",
		Why:     "One of the two is wrong: who follows the link and who looks for the id end up in different traces.",
		Example: "a notification:trigger with notification_id 7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa and a link to the trace of another notification",
		Fix:     "Derive the link, or the parent, from the same id as the tag; look for a loop that keeps the reference of the round before.",
	},
	Checks: Checks{
		Record: func(p *Pass, r *facts.Record) {
			c := &r.ParentContradicts
			if c.Tag == nil {
				return
			}
			p.ReportTag(r, []byte(c.Tag.Name), func() findings.Detail {
				return contradiction(r.Span, r.Span.ParentID, "names a parent in", c.Named, c.Gives)
			})
		},
		Link: func(p *Pass, l facts.Link) {
			if l.Gives.IsZero() {
				return
			}
			tag := l.From.Span.LinkID
			p.ReportScoped(l.From, tag.Name, func() findings.Detail {
				return contradiction(l.From.Span, tag, "links to", l.To.TraceID, l.Gives)
			})
		},
	},
	Spares: func(r *facts.Record) bool { return r.Span.ParentID == nil },
}

func contradiction(s *compiled.Span, tag *compiled.Tag, does string, named, gives trace.ID) findings.Detail {
	d := findings.Detail{
		Message: strconv.Quote(s.Model.Name) + " " + does + " another trace than the one that its " + tag.Name + " gives",
		Actual:  "trace " + named.String(), Expected: "trace " + gives.String(), Spec: tag.Model.Pos,
	}
	if use := s.Use(tag.Index); use != nil {
		d.Spec = use.Pos
	}
	return d
}
