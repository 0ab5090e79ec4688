package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var cycle = Rule{
	Doc: Doc{
		ID: "cycle", About: aboutPlace, Severity: trace.Error,
		What:    "A record is its own ancestor: following the parents leads back to it.",
		Why:     "The trace has no order, and viewers drop it or hang.",
		Example: "a notification:sent whose parent is itself",
		Fix:     "Hand on the parent's reference, not the record's own.",
	},
	trace: func(t *Trace) {
		t.findCycles()
		told := map[*Row]bool{}
		for _, r := range t.Rows {
			if !t.onCycle[r] || told[r] {
				continue
			}
			for at := r; !told[at]; at = t.parentOf(at) { // one finding for the whole round, at its earliest record
				told[at] = true
			}
			t.report(r, "", func() findings.Detail {
				return findings.Detail{
					Message: strconv.Quote(r.name()) + " is its own ancestor", Actual: "parent " + r.Target.String(),
					Expected: "a parent that came before", Spec: r.Plan.Model.Parent.Pos,
				}
			})
		}
	},
}

// findCycles marks the rows that lie on a cycle. It follows each parent once: what a walk meets that an earlier walk has
// been to leads to no new cycle.
func (t *Trace) findCycles() {
	if t.ascends() {
		return
	}
	walk := map[*Row]int{}
	for i, r := range t.Rows {
		for at := r; at != nil && walk[at] == 0; at = t.parentOf(at) {
			walk[at] = i + 1
			next := t.parentOf(at)
			if next == nil || walk[next] != i+1 {
				continue
			}
			for on := next; !t.onCycle[on]; on = t.parentOf(on) {
				t.onCycle[on] = true
			}
		}
	}
}

// ascends reports whether every parent starts before its child, so that there can be no cycle. It costs next to nothing.
func (t *Trace) ascends() bool {
	for _, r := range t.Rows {
		if p := t.parentOf(r); p != nil && p.Start >= r.Start {
			return false
		}
	}
	return true
}

func (t *Trace) parentOf(r *Row) *Row {
	if r.Kind != OfFlow || r.Target.IsZero() || r.Flags&FlagForeign != 0 {
		return nil
	}
	if p := t.bySpan[r.Target]; p != nil && p.Kind == OfFlow {
		return p
	}
	return nil
}
