package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
)

// linkTargets lists what a span may link to.
func linkTargets(s *compiled.Span) string {
	text := ""
	for i, name := range s.LinksTo {
		if i > 0 {
			text += " or "
		}
		text += name.Text
	}
	return text
}

// linkPosition returns where the spec has the span's links or, where it has none, the span.
func linkPosition(s *compiled.Span) diag.Range {
	if len(s.Model.Links) > 0 {
		return s.Model.Links[0].Pos
	}
	return s.Model.Pos
}

// reportLinks reports that a record has too many or too few links to its target with the index.
func reportLinks(p *Pass, from *facts.Row, target int, which string, n int, want string) {
	link := from.Span.Model.Links[target]
	p.Report(from, func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(nameOf(from)) + " has too " + which + " links", Actual: times(n, "link") + " to " + link.To.Name,
			Expected: want + " to " + link.To.Name, Spec: link.Pos,
		}
	})
}
