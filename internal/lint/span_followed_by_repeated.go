package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanFollowedByRepeated = Doc{
	Title:   "two conditions about the same spans",
	Text:    "Whoever keeps the shorter time keeps the longer one too.",
	Example: "followed_by:\n  - { any_of: [\"n:read\"], within: 1h }\n  - { any_of: [\"n:read\"], within: 1d }",
	Fix:     "Write one of them.",
}

func checkSpanFollowedByRepeated(p *pass) {
	for _, s := range p.flow.Spans {
		for i, f := range s.FollowedBy {
			first := slices.IndexFunc(s.FollowedBy[:i], func(other model.FollowedBy) bool { return sameSpans(other.AnyOf, f.AnyOf) })
			if first >= 0 {
				p.report(diag.Diagnostic{
					Range: f.AnyOfPos[0], Message: fmt.Sprintf("span %q has two conditions about what follows it that name the same spans", s.Name),
					Help: "leave out the one with the longer time", Notes: note(s.FollowedBy[first].AnyOfPos[0], "the first stands here"),
				})
			}
		}
	}
}

// sameSpans reports whether two lists without repeats have the same spans, in any order.
func sameSpans(a, b []*model.Span) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s *model.Span) bool { return !slices.Contains(b, s) })
}
