package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// OneSidedLink is a link of a record whose target names another record of the same span as its parent, although the spec has the two name
// each other.
type OneSidedLink struct {
	From   *Row
	To     uint64 // the index of the name of the target's span, in Flows.SpanNames
	Parent *Row   // that the target names
}

// naming is that records with a span id name a parent.
type naming struct{ child, parent trace.SpanID }

// denies reports whether the target of a link names another parent than the record that links to it, although the spec has the two name
// each other. A copy of the target that names the record speaks for the link. Whether the other parent is of the same span is decided where
// that one is known: see RemoteParents.
func (t *Trace) denies(to, from *Row) bool {
	const unknown = HasBadParent | ParentContradictsTag | NoSpanID
	if to.Kind != FlowRecord || to.Target.IsZero() || to.Flags&unknown != 0 || from.Flags&NoSpanID != 0 ||
		!from.Span.DeclaresPair(to.Span) || to.Target == from.SpanID && (to.Flags&ParentElsewhere == 0 || to.ParentTraceID == from.TraceID) {
		return false
	}
	if len(t.Copies) == 0 {
		return true
	}
	if len(t.copyParents) == 0 {
		for _, c := range t.Copies {
			t.copyParents[naming{c.Row.SpanID, c.Row.Target}] = true
		}
	}
	return !t.copyParents[naming{to.SpanID, from.SpanID}]
}

// deniedRows calls add with the links whose targets name other parents, for the rows with the span ids of those.
func (t *Trace) deniedRows(row *Row, add func(trace.SpanID, *Row) error) error {
	for _, l := range t.denied {
		*row = *l.From
		row.Kind, row.Scoped, row.LinkedTo = DeniedLink, nil, uint64(l.To.Span.Name.Index)
		row.Target, row.ParentTraceID = l.To.Target, l.To.ParentTraceID
		if err := add(row.Target, row); err != nil {
			return err
		}
	}
	return nil
}

// spanInTrace is the span of a record and its trace, which is zero for any.
type spanInTrace struct {
	name *compiled.SpanName
	in   trace.ID
}

// findOneSided finds the links whose targets name, as their parent, a record of the linking record's span.
func (p *RemoteParents) findOneSided() {
	if len(p.denied) == 0 {
		return
	}
	first := map[spanInTrace]*Row{}
	for _, r := range p.possible {
		for _, at := range [...]spanInTrace{{r.Span.Name, r.TraceID}, {r.Span.Name, trace.ID{}}} {
			if first[at] == nil {
				first[at] = r
			}
		}
	}
	for _, q := range p.denied {
		if parent := first[spanInTrace{q.Span.Name, q.ParentTraceID}]; parent != nil {
			p.OneSidedLinks = append(p.OneSidedLinks, OneSidedLink{q, q.LinkedTo, parent})
		}
	}
}
