package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var traceIDMismatch = Rule{
	Doc: Doc{
		ID: "trace-id-mismatch", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record carries the tag that gives its trace's id, but its trace id is another.",
		NotWhen: "The id is hashed, and the record is not stamped; or the trace id is not valid, which invalid-id reports.",
		Why:     "The record is not found in the trace where everybody looks for it.",
		Example: "notification_id 7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa in the trace 0af7651916cd43dd8448eb211c80319c",
		Fix:     "Derive the trace id as docs/ids.md says; the generated clients do.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span.IDTag == nil || r.Raw.Defects.Has(trace.BadTraceID) {
			return
		}
		t := r.Find(r.Span.IDTag)
		if t == nil || t.Raw.Value.Kind != trace.String || len(t.Raw.Value.Text) == 0 {
			return
		}
		want, hashed := facts.TraceIDOf(r.Flow.Model.Name, t.Raw.Value.Text)
		if want == r.Raw.TraceID || hashed && !r.Stamped {
			return
		}
		p.ReportTag(r, t.Raw.Key, func() findings.Detail {
			return findings.Detail{
				Message: "the trace id of " + strconv.Quote(r.Span.Model.Name) + " is not the one that " + t.Spec.Name + " gives",
				Actual:  r.Raw.TraceID.String(), Expected: want.String(), Spec: r.Span.Model.Trace.Pos,
			}
		})
	}},
	Spares: func(r *facts.Record) bool { return r.Span.IDTag == nil || !r.Seen.Has(r.Span.IDTag.Index) },
}
