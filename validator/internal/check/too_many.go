package check

import (
	"fmt"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tooMany = Rule{
	Doc: Doc{
		ID: "too-many", About: aboutTrace, Severity: trace.Error,
		What:    "A span occurs more often than `occurs` allows, in the trace, for one key or for one parent; or a record has more links than `max`. The earliest record is taken for the right one; equal copies count once.",
		Why:     "The step is counted twice.",
		Example: "two notification:sent of one notification to one device_id",
		Fix:     "Emit the step once; a generated client gives a retry the same span id.",
	},
	record: func(s *Subject) {
		if s.Span.MaxLinks == 0 || len(s.R.Links) <= s.Span.MaxLinks {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " has too many links", Actual: times(len(s.R.Links), "link"),
				Expected: "at most " + times(s.Span.MaxLinks, "link") + " to " + targets(s.Span), Spec: s.Span.Model.Links[0].Pos,
			}
		})
	},
	trace: func(t *Trace) {
		t.countInTrace()
		t.countFar()
		t.countLinks(func(r *Row, links []int, _ int) {
			for i, link := range r.Plan.Model.Links {
				if link.Max > 0 && links[i] > link.Max {
					t.reportLinks(r, i, "many", links[i], "at most "+times(link.Max, "link"))
					return
				}
			}
		})
	},
}

// slot is what may be there once.
type slot struct {
	step   *compiled.SpanName
	parent trace.SpanID
	key    uint64
}

// slotOf returns what the row's record takes up, if that can be had only once.
func slotOf(r *Row) (slot, bool) {
	o := &r.Plan.Model.Occurs
	switch {
	case o.Multiplicity == model.Unbounded, r.Flags&FlagNoSpan != 0:
		return slot{}, false
	case o.Multiplicity == model.Once || o.Multiplicity == model.AtMostOnce:
		return slot{step: r.Plan.Name}, true
	case o.PerParent:
		return slot{step: r.Plan.Name, parent: r.Target}, !r.Target.IsZero()
	}
	return slot{step: r.Plan.Name, key: r.Key}, r.Flags&FlagKey != 0
}

func (t *Trace) countInTrace() {
	if len(t.Rows) < 2 {
		return
	}
	taken := t.taken()
	for _, r := range t.Rows {
		if s, ok := slotOf(r); ok {
			if taken[s]++; taken[s] > 1 {
				t.reportTooMany(r)
			}
		}
	}
}

// taken returns an empty count.
func (t *Trace) taken() map[slot]int {
	if t.slots == nil {
		t.slots = map[slot]int{}
	}
	clear(t.slots)
	return t.slots
}

func (t *Trace) reportTooMany(r *Row) {
	t.report(r, "", func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(r.name()) + " occurs too often", Actual: "another one", Expected: occurs(&r.Plan.Model.Occurs),
			Spec: r.Plan.Model.Occurs.Pos,
		}
	})
}

// occurs writes how often a span may occur.
func occurs(o *model.Occurs) string {
	often := "at most one"
	if o.Multiplicity == model.Once || o.Multiplicity == model.OncePer {
		often = "one"
	}
	switch {
	case o.PerParent:
		return often + " for each parent"
	case len(o.Keys) == 0:
		return often + " in a trace"
	}
	names := ""
	for i, key := range o.Keys {
		if i > 0 {
			names += ", "
		}
		names += key.Name
	}
	return fmt.Sprintf("%s for each %s", often, names)
}
