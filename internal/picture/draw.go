package picture

import (
	"cmp"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Draw lays a trace out. It takes time linear in the number of records, and never panics, whatever they hold.
func Draw(s Source) *Picture {
	d := &drawing{Source: s, spans: map[string]*model.Span{}, byID: map[trace.SpanID]*node{}, bySpan: map[*model.Span]spanNodes{}, children: map[*model.Span][]*model.Span{}}
	d.readSpec()
	d.sort()
	d.connect()
	d.deriveParents()
	d.joinLinks()
	d.findScopes()
	p := &Picture{TraceID: s.TraceID, Flow: s.Flow, ID: d.id(), Records: len(d.own), BranchNoun: d.noun()}
	p.Start = d.start()
	d.layOut(p)
	d.measure(p)
	p.Links = d.links()
	p.Verdict = verdict(p)
	return p
}

// drawing is one call of Draw.
type drawing struct {
	Source
	spans    map[string]*model.Span        // of the flow
	children map[*model.Span][]*model.Span // the spans that may be below a span, in the same kind of trace
	own      []*trace.Judged               // the records of the trace and the flow
	others   []*trace.Judged               // those of other traces
	kinds    map[*model.Trace]bool         // that the trace is of: one, where nothing is wrong
	nodes    []*node                       // of own, each once
	joined   []*node                       // of others that steps hang on
	byID     map[trace.SpanID]*node        // of own
	bySpan   map[*model.Span]spanNodes
	steps    map[stepOf]*node // that came
	scopes   map[scopeSpan]*scopeFacts
	newest   int64 // when the last record of the trace ends
}

// node is a step: one that came, or one that others show must have been.
type node struct {
	span      *model.Span // nil where the flow has none of the name
	id        trace.SpanID
	record    *trace.Judged // nil where none came
	copies    []*trace.Judged
	otherSide *node // the other step with the id, where both sides of a call have one
	parent    *node
	children  []*node
	joined    bool              // it is of another trace
	linked    bool              // it did not come, and a record of another trace links to it
	loose     bool              // it is of no place, and its parent is not known
	scope     *node             // the step that begins its branch, nil in the trunk
	scoped    bool              // scope is known
	key       map[string]string // of a step that did not come, where others tell
	row       *Row
}

func (d *drawing) readSpec() {
	for _, s := range d.Flow.Spans {
		d.spans[s.Name] = s
		for _, parent := range s.Parent.Spans {
			if parent.Trace == s.Trace {
				d.children[parent] = append(d.children[parent], s)
			}
		}
	}
}

// sort divides the records, and makes nodes of those of the trace: the earliest first, copies of others last.
func (d *drawing) sort() {
	d.kinds = map[*model.Trace]bool{}
	for _, r := range d.Records {
		switch {
		case r.Flow != d.Flow.Name:
		case r.TraceID == d.TraceID:
			d.own = append(d.own, r)
			if hasTime(r) {
				d.newest = max(d.newest, r.End, r.Start)
			}
		default:
			d.others = append(d.others, r)
		}
	}
	slices.SortStableFunc(d.own, compareRecords)
	slices.SortStableFunc(d.others, compareRecords)
	for _, r := range d.own {
		n := &node{span: d.spans[r.Span], id: r.SpanID, record: r}
		if n.span != nil {
			d.kinds[n.span.Trace] = true
		}
		if first := d.byID[r.SpanID]; first != nil && !r.SpanID.IsZero() {
			if first.otherSide == nil && n.span != nil && n.span != first.span && !isCopy(r) {
				first.otherSide = n // the client's and the server's side of a call have one id in Zipkin
				d.nodes = append(d.nodes, n)
			} else {
				first.copies = append(first.copies, r)
			}
			continue
		}
		d.nodes = append(d.nodes, n)
		if !r.SpanID.IsZero() {
			d.byID[r.SpanID] = n
		}
	}
	if len(d.kinds) == 0 {
		d.kindsByLinks()
	}
}

// kindsByLinks tells from the links to the trace what kind it is of, where no record of it does.
func (d *drawing) kindsByLinks() {
	for _, r := range d.others {
		span := d.spans[r.Span]
		if span != nil && len(span.Links) == 1 && slices.ContainsFunc(r.Links, func(l trace.Link) bool { return l.TraceID == d.TraceID }) {
			d.kinds[span.Links[0].To.Trace] = true
		}
	}
}

// compareRecords puts what is a copy of another record last, then those without a time, then the earliest first. What is left is settled by
// what the records say.
func compareRecords(a, b *trace.Judged) int {
	return cmp.Or(
		cmp.Compare(btoi(isCopy(a)), btoi(isCopy(b))), cmp.Compare(btoi(!hasTime(a)), btoi(!hasTime(b))), cmp.Compare(a.Start, b.Start),
		slices.Compare(a.SpanID[:], b.SpanID[:]), strings.Compare(string(a.Name), string(b.Name)),
		strings.Compare(string(a.Service), string(b.Service)), strings.Compare(a.Input, b.Input), cmp.Compare(a.Offset, b.Offset),
	)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isCopy reports whether the validator takes the record for one under the span id of another.
func isCopy(r *trace.Judged) bool {
	return slices.ContainsFunc(r.Breaks, func(b trace.Breach) bool { return b.Rule == "duplicate-span" || b.Rule == "conflicting-span" })
}

// hasTime reports whether the record starts at a time between 2000 and 2200: one that does not was written in another unit.
func hasTime(r *trace.Judged) bool {
	const from, to = 946_684_800_000_000_000, 7_258_118_400_000_000_000
	return !r.Defects.Has(trace.BadStart) && r.Start >= from && r.Start < to
}

// start returns when the earliest record that is drawn starts, 0 where none has a time.
func (d *drawing) start() (start int64) {
	note := func(r *trace.Judged) {
		if r != nil && hasTime(r) && (start == 0 || r.Start < start) {
			start = r.Start
		}
	}
	for _, r := range d.own {
		note(r)
	}
	for _, n := range d.joined {
		note(n.record)
	}
	return start
}

// label returns a span's name without the flow's namespace.
func (d *drawing) label(name string) string {
	if short := strings.TrimPrefix(name, d.Flow.Namespace); short != "" {
		return short
	}
	return name
}

// links returns the other traces that the trace names, or whose records have their parent in it.
func (d *drawing) links() []Link {
	type target struct {
		trace trace.ID
		span  trace.SpanID
	}
	var out []Link
	at, came := map[target]bool{}, map[target]string{}
	for _, r := range d.others {
		came[target{r.TraceID, r.SpanID}] = string(r.Name)
	}
	add := func(to target) {
		if name, there := came[to]; to.trace != d.TraceID && !at[to] {
			at[to] = true
			out = append(out, Link{to.trace, name, there})
		}
	}
	for _, r := range d.own {
		for _, l := range r.Links {
			add(target{l.TraceID, l.SpanID})
		}
	}
	for _, r := range d.others {
		elsewhere := !r.ParentTraceID.IsZero() && r.ParentTraceID != d.TraceID
		if !r.ParentID.IsZero() && d.byID[r.ParentID] != nil && !elsewhere {
			add(target{r.TraceID, r.SpanID})
		}
	}
	return out
}
