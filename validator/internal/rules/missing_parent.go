package rules

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingParent = Rule{
	Doc: Doc{
		ID: "missing-parent", About: aboutPlace, Severity: trace.Error, Needs: facts.Conclusive | facts.Unexplained,
		What:    "A record's parent is not in the input, although every record of its parent's kind of trace is kept. Of several possible parents, all of their kinds are.",
		NotWhen: "The record names no parent, which unexpected-root reports unless the spec allows that. The kind of trace of a possible parent is sampled, the input is incomplete, more records of the trace may still come (--settle) or lie beyond the input (--from, --until), or the trace is too large to be judged as a whole. Where the trace lacks a parent that occurs once, too-few reports that; where a tag gives another trace than the parent's, link-id-mismatch does.",
		Why:     "A step before it got lost, or the id that was handed on is wrong: the funnel breaks here.",
		Example: "a notification:received whose parent id no record has",
		Fix:     "See whether the parent was emitted and exported; hand its reference on, or derive it from the same key.",
	},
	Checks: Checks{UnresolvedParent: func(p *Pass, u facts.UnresolvedParent) {
		child := u.Child.Span
		if slices.ContainsFunc(child.Model.Parent.Spans, func(s *model.Span) bool { return !s.Trace.Complete() }) {
			return
		}
		p.Report(u.Child, func() findings.Detail {
			where := "in the trace"
			if u.Elsewhere {
				where = "in another trace"
			}
			return findings.Detail{
				Message: strconv.Quote(nameOf(u.Child)) + " has a parent that is not in the input",
				Actual:  "no record " + u.Child.Target.String() + " " + where, Expected: oneOf(parentNames(child, plain)), Spec: child.Model.Parent.Pos,
			}
		})
	}},
}
