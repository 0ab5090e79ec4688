package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var traceIDMismatch = Rule{
	Doc: Doc{
		ID: "trace-id-mismatch", About: aboutIDs, Severity: trace.Error,
		What:    "A record carries the tag that gives its trace's id, but its trace id is another. An id that is hashed is asked of stamped records only.",
		Why:     "The record is not found in the trace where everybody looks for it.",
		Example: "notification_id 7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa in the trace 0af7651916cd43dd8448eb211c80319c",
		Fix:     "Derive the trace id as docs/ids.md says; the generated clients do.",
	},
	record: func(s *Subject) {
		if s.Span.IDTag == nil || s.R.Defects.Has(trace.BadTraceID) {
			return
		}
		t := s.Find(s.Span.IDTag)
		if t == nil || t.On.Value.Kind != trace.String || len(t.On.Value.Text) == 0 {
			return
		}
		want, hashed := traceIDOf(s.Flow.Model.Name, t.On.Value.Text)
		if want == s.R.TraceID || hashed && !s.Stamped {
			return
		}
		s.report(t.On.Key, func() findings.Detail {
			return findings.Detail{
				Message: "the trace id of " + strconv.Quote(s.Span.Model.Name) + " is not the one that " + t.Tag.Name + " gives",
				Actual:  s.R.TraceID.String(), Expected: want.String(), Spec: s.Span.Model.Trace.Pos,
			}
		})
	},
}
