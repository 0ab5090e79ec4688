package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var danglingLink = Rule{
	Doc: Doc{
		ID: "dangling-link", About: aboutLinks, Severity: trace.Warning,
		What:    "A record links to one that is not in the input, although every record of the target's kind of trace is kept. It is asked only of spans that declare links, never of an incomplete input or one that could not be read as a whole; where the target's trace lacks a span that occurs once, too-few says it.",
		Why:     "What the step led to got lost, or the id that was linked is wrong.",
		Example: "a notification:trigger whose link names a span id that no record of the notification has",
		Fix:     "See whether the target was emitted and exported; derive the link from the same id.",
	},
	trace: func(t *Trace) {
		for _, l := range t.Links {
			if t.Whole > 0 || l.To != nil || len(l.From.Plan.LinksTo) == 0 || t.lacksAll(l.From) || !allComplete(l.From) || t.judge.open(l.From.End) {
				continue
			}
			t.report(l.From, "", func() findings.Detail {
				return findings.Detail{
					Message: strconv.Quote(l.From.name()) + " links to a record that is not in the input",
					Actual:  "no record " + l.From.Target.String() + " in trace " + t.ID.String(), Expected: targets(l.From.Plan),
					Spec: linkPos(l.From),
				}
			})
		}
	},
}

// lacksAll reports whether too-few speaks of what the row's record links to.
func (t *Trace) lacksAll(r *Row) bool {
	for _, to := range r.Plan.LinksTo {
		if !t.Lacking[to] {
			return false
		}
	}
	return true
}

// allComplete reports whether every record that the row's record may link to is kept.
func allComplete(r *Row) bool {
	for _, link := range r.Plan.Model.Links {
		if !link.To.Trace.Complete() {
			return false
		}
	}
	return true
}
