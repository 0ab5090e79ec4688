package check

import (
	"crypto/sha256"
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var derivedIDMismatch = Rule{
	Doc: Doc{
		ID: "derived-id-mismatch", About: aboutIDs, Severity: trace.Error,
		What:    "The span id of a stamped record is not the one that its key gives.",
		Why:     "Others work out the id from the same key, as their parent or to recognize a retry, and find nothing.",
		Example: "a notification:notify stamped 1.0.0 with a random span id",
		Fix:     "Emit it with the generated client of that version, or do not stamp the record.",
	},
	record: func(s *Subject) {
		if !s.Stamped || !s.Known || !s.hasKey || s.R.Defects.Has(trace.BadTraceID|trace.BadSpanID) {
			return
		}
		if want := s.derivedID(); want != s.R.SpanID {
			s.report(nil, func() findings.Detail {
				return findings.Detail{
					Message: "the span id of " + strconv.Quote(s.Span.Model.Name) + " is not the one that its key gives",
					Actual:  s.R.SpanID.String(), Expected: want.String(), Spec: s.Span.Model.Occurs.Pos,
				}
			})
		}
	},
}

// derivedID works out the span id from the key, as docs/ids.md says.
func (s *Subject) derivedID() (id trace.SpanID) {
	m := append(s.judge.message[:0], s.R.TraceID[:]...)
	m = append(append(m, s.Span.Model.Name...), 0)
	m = append(m, s.key...)
	s.judge.message = m
	sum := sha256.Sum256(m)
	copy(id[:], sum[:])
	if id.IsZero() {
		id[len(id)-1] = 1
	}
	return id
}
