package facts

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// MissingSpan is a span that should be in the input and is not: one that occurs once in a trace or, where Span occurs once for
// each parent, a child of the record ShownBy.
type MissingSpan struct {
	Span    *compiled.Span
	TraceID trace.ID // the trace that should have it; for a child the trace of its parent
	ShownBy *Row     // the record that shows that it should be there
}

// kind is the records of a trace that are of one version of a flow and one kind of trace.
type kind struct {
	flow  *compiled.Flow
	of    *model.Trace
	first *Row
}

// findMissing looks for spans that occur once and are not in the trace, and for children that occur once for each parent.
func (t *Trace) findMissing() {
	t.findKinds()
	if t.settled {
		t.findMissingInTrace()
	}
	for _, q := range t.lookups { // a trace of which no record is there is shown by the links to it
		if q.Kind == LinkLookup && t.bySpanID.get(q.Target) == nil && len(q.Span.LinksTo) == 1 && t.settledWith(q) {
			t.addIfMissing(q.Span.Flow.Span([]byte(q.Span.LinksTo[0].Text)), q)
		}
	}
	if t.settled {
		t.findMissingChildren()
	}
}

// findKinds collects what kinds of record the trace has, in the order of their first ones. There are few, whatever the
// number of records.
func (t *Trace) findKinds() {
	for _, r := range t.Rows {
		if !slices.ContainsFunc(t.kinds, func(k kind) bool { return k.flow == r.Span.Flow && k.of == r.Span.Model.Trace }) {
			t.kinds = append(t.kinds, kind{r.Span.Flow, r.Span.Model.Trace, r})
		}
	}
}

func (t *Trace) findMissingInTrace() {
	for i, k := range t.kinds {
		if slices.ContainsFunc(t.kinds[:i], func(before kind) bool { return before.flow == k.flow }) {
			continue
		}
		for _, s := range k.flow.Once {
			t.addIfMissing(s, nil)
		}
	}
}

// addIfMissing adds the span to what is missing, if it is. from is the record that links to the span, if that is how it is
// known. Where the trace has records of several versions of the flow, all those versions have to require the span.
func (t *Trace) addIfMissing(s *compiled.Span, from *Row) {
	if !s.IsRequiredOnce() || t.Has(s.Name) || t.missingNames[s.Name] {
		return
	}
	first, required := t.witness(s)
	if first == nil {
		first = from
	}
	if required && first != nil {
		t.missingNames[s.Name] = true
		t.Missing = append(t.Missing, MissingSpan{s, t.ID, first})
	}
}

// witness returns the first record of the span's kind of trace, or nil where there is none. It reports false where the
// version of a record does not require the span.
func (t *Trace) witness(s *compiled.Span) (first *Row, required bool) {
	for _, k := range t.kinds {
		if k.flow.AllVersions != s.Flow.AllVersions || k.of.Name != s.Model.Trace.Name {
			continue
		}
		own := k.flow.Span([]byte(s.Model.Name))
		if own == nil || own.Model.Occurs.Multiplicity != model.Once {
			return nil, false
		}
		if first == nil {
			first = k.first
		}
	}
	return first, true
}

// findMissingChildren looks for children that occur once for each parent. Where the child may name the parent by its span id
// alone, from another trace, RemoteParents decides.
func (t *Trace) findMissingChildren() {
	for _, r := range t.Rows {
		for _, child := range r.Span.PerParent {
			switch {
			case !isRequired(child) || t.hasChild(r, child):
			case child.Model.Trace == r.Span.Model.Trace:
				t.Missing = append(t.Missing, MissingSpan{child, r.TraceID, r})
			case len(t.childless) == 0 || t.childless[len(t.childless)-1] != r: // two of its children may be missing
				t.childless = append(t.childless, r)
			}
		}
	}
}

// isRequired reports whether the absence of a child that occurs once for each parent is a mistake.
func isRequired(child *compiled.Span) bool {
	return child.Model.Trace.Complete() && child.Model.Deprecated == nil
}

// childOf is a parent and the name of a child of it.
type childOf struct {
	parent *Row
	name   *compiled.SpanName
}

func (t *Trace) hasChild(parent *Row, child *compiled.Span) bool {
	if parent.Flags&NoSpanID != 0 {
		return true
	}
	if len(t.children) == 0 {
		for _, p := range t.Parents {
			t.children[childOf{p.Parent, p.Child.Span.Name}] = true
		}
		t.children[childOf{}] = true // so that it is filled once
	}
	return t.children[childOf{parent, child.Name}]
}

// explain notes for each unresolved parent whether a missing span explains it, and divides the links into resolved and
// unresolved ones.
func (t *Trace) explain() {
	for i := range t.UnresolvedParents {
		p := &t.UnresolvedParents[i]
		p.Holds |= Unexplained.when(p.Child.Flags&ParentContradictsTag == 0 && !t.lacksParent(p.Child.Span, p.Elsewhere))
	}
	for _, q := range t.lookups {
		if q.Kind == LinkLookup {
			t.addLink(q)
		}
	}
}

// lacksParent reports whether a span is missing from the trace that may be the parent of a record: one of this trace or, where
// otherTrace is set, of another one.
func (t *Trace) lacksParent(child *compiled.Span, otherTrace bool) bool {
	return len(t.missingNames) > 0 && slices.ContainsFunc(child.Parents, func(p compiled.Parent) bool {
		return p.OtherTrace == otherTrace && t.missingNames[p.Name]
	})
}
