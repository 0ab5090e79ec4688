package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var cycle = Rule{
	Doc: Doc{
		ID: "cycle", About: aboutPlace, Severity: trace.Error,
		What:    "A record is its own ancestor: following the parents in its trace leads back to it. One finding, at the earliest record, says how long the cycle is and names its spans.",
		Why:     "The trace has no order, and viewers drop it or hang.",
		Example: "a notification:sent whose parent is itself",
		Fix:     "Hand on the parent's reference, not the record's own.",
	},
	Checks: Checks{Cycle: func(p *Pass, c facts.Cycle) {
		first := c.First()
		p.Report(first, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(first)) + " is its own ancestor", Actual: around(c),
				Expected: "a parent that came before", Spec: first.Span.Model.Parent.Pos,
			}
		})
	}},
}

// maxAround is how many bytes of names around writes: the text of an example has at most 200.
const maxAround = 140

// around names the spans of a cycle, from the earliest record on, each before its parent.
func around(c facts.Cycle) string {
	if c.Length == 1 {
		return "a cycle of 1 span: its parent " + c.First().Target.String() + " is itself"
	}
	text := nameOf(c.First())
	named := 1
	for _, r := range c.Rows[1:] {
		name := nameOf(r)
		if len(text)+len(name) > maxAround {
			break
		}
		text += ", " + name
		named++
	}
	if more := c.Length - named; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return "a cycle of " + times(c.Length, "span") + ", each before its parent: " + text
}
