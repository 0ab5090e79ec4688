package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unexpectedParent = Rule{
	Doc: Doc{
		ID: "unexpected-parent", About: aboutPlace, Severity: trace.Error,
		What:    "A record has a parent, although the spec has the span as a root.",
		Why:     "The flow hangs below something else, and is sampled and cut with it.",
		Example: "the first span of a flow that took the current HTTP request as its parent",
		Fix:     "Begin a trace of its own, or declare `parent: any`.",
	},
	record: func(s *Subject) {
		if s.Span.Model.Parent.Kind != model.ParentNone || s.R.ParentID.IsZero() {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " has a parent", Actual: s.R.ParentID.String(), Expected: "none",
				Spec: s.Span.Model.Pos,
			}
		})
	},
}
