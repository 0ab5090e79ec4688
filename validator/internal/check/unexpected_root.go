package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unexpectedRoot = Rule{
	Doc: Doc{
		ID: "unexpected-root", About: aboutPlace, Severity: trace.Error,
		What:    "A record has no parent at all, although the spec declares one.",
		Why:     "The chain breaks: nobody can tell which step led to this one.",
		Example: "a notification:received without parent_id",
		Fix:     "Hand on the parent's reference, or derive it. OTLP names a parent in another trace by a link with specgen.link.type = parent.",
	},
	record: func(s *Subject) {
		if !hasParent(s.Span.Model) || !s.R.ParentID.IsZero() || s.R.Defects.Has(trace.BadParentID) {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " has no parent", Actual: "no parent", Expected: s.Span.Parent.Text,
				Spec: s.Span.Model.Parent.Pos,
			}
		})
	},
}
