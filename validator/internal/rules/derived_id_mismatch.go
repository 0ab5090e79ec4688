package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var derivedIDMismatch = Rule{
	Doc: Doc{
		ID: "derived-id-mismatch", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "The span id of a stamped record is not the one that its key gives.",
		NotWhen: "The version of the stamp was not given, a value of the key is missing or of another type, or the trace id or span id is not valid.",
		Why:     "Others work out the id from the same key, as their parent or to recognize a retry, and find nothing.",
		Example: "a notification:notify stamped 1.0.0 with a random span id",
		Fix:     "Emit it with the generated client of that version, or do not stamp the record.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !isOfKnownClient(r) || !r.HasKey || r.Raw.Defects.Has(trace.BadTraceID|trace.BadSpanID) {
			return
		}
		if want := r.DerivedSpanID(); want != r.Raw.SpanID {
			p.ReportRecord(r, func() findings.Detail {
				return findings.Detail{
					Message: "the span id of " + strconv.Quote(r.Span.Model.Name) + " is not the one that its key gives",
					Actual:  r.Raw.SpanID.String(), Expected: want.String(), Spec: r.Span.Model.Occurs.Pos,
				}
			})
		}
	}},
	Spares: func(r *facts.Record) bool {
		return !isOfKnownClient(r) || r.Span.Model.Occurs.Multiplicity == model.Unbounded
	},
}
