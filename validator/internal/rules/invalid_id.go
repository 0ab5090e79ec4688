package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var invalidID = Rule{
	Doc: Doc{
		ID: "invalid-id", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "The trace id, the span id, the parent's or a link's id is missing, all zero, of a wrong length or no hex.",
		NotWhen: "The id is written in Base64, as proto3 JSON writes bytes.",
		Why:     "The record belongs to no trace, or hangs on nothing.",
		Example: "trace_id: 7f9c24e8 (8 digits)",
		Fix:     "Write 32 hex digits for a trace, 16 for a span (W3C Trace Context, section 3.2.2).",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		const ids = trace.BadTraceID | trace.BadSpanID | trace.BadParentID | trace.BadLink
		if !r.Raw.Defects.Has(ids) {
			return
		}
		which, want := "link id", "32 and 16 hex digits that are not all zero"
		switch d := r.Raw.Defects; {
		case d.Has(trace.BadTraceID):
			which, want = "trace id", "32 hex digits that are not all zero"
		case d.Has(trace.BadSpanID):
			which, want = "span id", "16 hex digits that are not all zero"
		case d.Has(trace.BadParentID):
			which, want = "parent id", "16 hex digits"
		}
		p.ReportRecord(r, func() findings.Detail {
			actual := "no " + which
			if len(r.Raw.BadID) > 0 {
				actual = which + " " + findings.Text(r.Raw.BadID)
			}
			return findings.Detail{
				Message: "an id of " + strconv.Quote(r.Span.Model.Name) + " is not valid", Actual: actual, Expected: want,
				Spec: r.Span.Model.Pos,
			}
		})
	}},
}
