package rules

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tooMany = Rule{
	Doc: Doc{
		ID: "too-many", About: aboutTrace, Severity: trace.Error,
		What:    "A span occurs more often than `occurs` allows, in the trace, for one key or for one parent; or a record has more links than `max`. The earliest record is taken for the right one.",
		NotWhen: "The record is a copy: copies under one span id count once, and duplicate-span or conflicting-span reports them.",
		Why:     "The step is counted twice.",
		Example: "two notification:sent of one notification to one device_id",
		Fix:     "Emit the step once; a generated client gives a retry the same span id.",
	},
	New: func() Checks {
		return Checks{
			Row: reportManyLinks, LinkCount: reportManyLinksToOne, Trace: newSlots().countInTrace, RemoteChildren: countRemote,
		}
	},
}

func reportManyLinks(p *Pass, r *facts.Row) {
	if r.Span.MaxLinks == 0 || int(r.Links) <= r.Span.MaxLinks {
		return
	}
	p.Report(r, func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(r.Span.Model.Name) + " has too many links", Actual: times(int(r.Links), "link"),
			Expected: "at most " + times(r.Span.MaxLinks, "link") + " to " + linkTargets(r.Span), Spec: r.Span.Model.Links[0].Pos,
		}
	})
}

func reportManyLinksToOne(p *Pass, c facts.LinkCount) {
	for i, link := range c.From.Span.Model.Links {
		if link.Max > 0 && c.ByTarget[i] > link.Max {
			reportLinks(p, c.From, i, "many", c.ByTarget[i], "at most "+times(link.Max, "link"))
			return
		}
	}
}

// slot identifies an occurrence of a span that there may be once.
type slot struct {
	name   *compiled.SpanName
	parent trace.SpanID
	key    uint64
}

// slotOf returns what the row's record takes, if that can be taken only once.
func slotOf(r *facts.Row) (slot, bool) {
	o := &r.Span.Model.Occurs
	switch {
	case o.Multiplicity == model.Unbounded, r.Flags&facts.NoSpanID != 0:
		return slot{}, false
	case o.Multiplicity == model.Once || o.Multiplicity == model.AtMostOnce:
		return slot{name: r.Span.Name}, true
	case o.PerParent:
		return slot{name: r.Span.Name, parent: r.Target}, !r.Target.IsZero()
	}
	return slot{name: r.Span.Name, key: r.Key}, r.Flags&facts.HasKey != 0
}

// slots is the slots of a trace that are taken. It is used again for each trace. Few are compared one by one, which is faster than a map.
type slots struct {
	taken []slot
	many  map[slot]bool // likewise, once there are more than fewSlots
}

const fewSlots = 16

func newSlots() *slots { return &slots{many: map[slot]bool{}} }

func (s *slots) reset() {
	if s.taken = s.taken[:0]; len(s.many) > 0 {
		clear(s.many)
	}
}

// take takes a slot. It reports false if it was taken before.
func (s *slots) take(one slot) bool {
	if len(s.taken) < fewSlots {
		if slices.Contains(s.taken, one) {
			return false
		}
		s.taken = append(s.taken, one)
		return true
	}
	if s.many[one] || slices.Contains(s.taken, one) {
		return false
	}
	s.many[one] = true
	return true
}

func (s *slots) countInTrace(p *Pass, t *facts.Trace) {
	if len(t.Rows) < 2 {
		return
	}
	s.reset()
	for _, r := range t.Rows {
		if one, ok := slotOf(r); ok && !s.take(one) {
			reportTooMany(p, r)
		}
	}
}

// countRemote counts the children that one parent has in other traces. What is in one trace with another child of the parent
// was counted there.
func countRemote(p *Pass, children []*facts.Row) {
	if len(children) < 2 {
		return
	}
	type ofParent struct {
		slot
		in trace.ID
	}
	taken := map[ofParent]trace.ID{}
	for _, r := range children {
		one, ok := slotOf(r)
		if !ok {
			continue
		}
		at := ofParent{one, r.ParentTraceID}
		if in, seen := taken[at]; !seen {
			taken[at] = r.TraceID
		} else if in != r.TraceID {
			reportTooMany(p, r)
		}
	}
}

func reportTooMany(p *Pass, r *facts.Row) {
	p.Report(r, func() findings.Detail {
		return findings.Detail{
			Message: strconv.Quote(nameOf(r)) + " occurs too often", Actual: "another one", Expected: often(&r.Span.Model.Occurs),
			Spec: r.Span.Model.Occurs.Pos,
		}
	})
}
