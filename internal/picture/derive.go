package picture

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// deriveParents makes nodes of the parents that did not come, so that what hangs on them stays in its place: their ids are worked out from
// what is known (docs/ids.md). A parent whose id nothing gives has a place only if the spec leaves one.
func (d *drawing) deriveParents() {
	for _, n := range slices.Concat(d.joined, d.nodes) {
		d.count(n)
	}
	var orphans []*node
	needed := map[*model.Span]bool{}
	for _, n := range d.nodes {
		if n.span == nil || n.parent != nil || n.loose || n.record.ParentID.IsZero() || n.span.Parent.Kind != model.ParentSpan {
			continue
		}
		orphans = append(orphans, n)
		d.need(needed, n.span)
	}
	if len(orphans) == 0 {
		return
	}
	d.findSteps()
	known := d.derive(needed)
	for _, n := range orphans {
		id := n.record.ParentID
		switch p := known[id]; {
		case d.byID[id] != nil:
			n.parent = d.byID[id]
		case p != nil && p.of(n.span):
			n.parent = p.make(d)
		default:
			d.guessParent(n)
		}
	}
	d.cutCycles() // of steps whose parent was worked out
}

// need adds the spans that may be above one, in its kind of trace.
func (d *drawing) need(needed map[*model.Span]bool, span *model.Span) {
	for _, parent := range span.Parent.Spans {
		if parent.Trace == span.Trace && !needed[parent] {
			needed[parent] = true
			d.need(needed, parent)
		}
	}
}

// derived is a step whose id is worked out. It becomes a node when something hangs on it.
type derived struct {
	span   *model.Span
	id     trace.SpanID
	parent *node
	above  *derived // where the parent is one, too
	depth  int
	key    []flowtrace.Value // of the span's key tags, in their order
	node   *node
}

func (p *derived) of(child *model.Span) bool { return child.Parent.Has(p.span) }

func (p *derived) make(d *drawing) *node {
	if p.node == nil {
		parent := p.parent
		if p.above != nil {
			parent = p.above.make(d)
		}
		if parent == nil {
			parent = d.only(p.span.Parent.Spans)
		}
		if p.node = d.steps[p.step(parent)]; p.node != nil {
			return p.node // it came, with another id
		}
		p.node = d.add(p.span, p.id, parent)
		p.node.key = map[string]string{}
		for i, value := range p.key {
			p.node.key[p.span.Occurs.Keys[i].Name] = value.String()
		}
	}
	return p.node
}

// stepOf says which step of its span a node is.
type stepOf struct {
	span   *model.Span
	parent *node  // where it occurs once for each
	key    string // where it occurs once for each key
}

func (p *derived) step(parent *node) stepOf {
	out := stepOf{span: p.span}
	if p.span.Occurs.PerParent {
		out.parent = parent
	}
	for i := range p.key {
		out.key += p.key[i].String() + "\x00"
	}
	return out
}

// findSteps notes which steps came, whatever their ids.
func (d *drawing) findSteps() {
	d.steps = map[stepOf]*node{}
	for _, n := range d.nodes {
		if n.span == nil || !n.span.DerivesID() {
			continue
		}
		step := stepOf{span: n.span}
		if n.span.Occurs.PerParent {
			step.parent = n.parent
		}
		for _, tag := range n.span.Occurs.Keys {
			if v := tagOf(n.record, tag.Name); v != nil {
				step.key += v.Plain() + "\x00"
			}
		}
		if d.steps[step] == nil {
			d.steps[step] = n
		}
	}
}

// derive works out the ids of the needed spans that did not come. There are at most a few for each record.
func (d *drawing) derive(needed map[*model.Span]bool) map[trace.SpanID]*derived {
	out := map[trace.SpanID]*derived{}
	var queue []*derived
	add := func(p *derived) {
		if d.byID[p.id] == nil && out[p.id] == nil && len(out) < 4*len(d.nodes)+1000 {
			out[p.id] = p
			queue = append(queue, p)
		}
	}
	context := flowtrace.SpanContext{TraceID: flowtrace.TraceID(d.TraceID)}
	var perParent []*model.Span
	for _, s := range d.Flow.Spans {
		switch {
		case !needed[s] || !s.DerivesID():
		case s.Occurs.PerParent:
			perParent = append(perParent, s)
		default:
			for _, key := range d.keys(s) {
				add(&derived{span: s, id: trace.SpanID(gen.DeriveSpan(context, s.Name, key...).SpanID), key: key})
			}
		}
	}
	below := func(span *model.Span, id trace.SpanID, p derived) {
		for _, s := range perParent {
			if s.Parent.Has(span) {
				parent := flowtrace.SpanContext{TraceID: context.TraceID, SpanID: flowtrace.SpanID(id)}
				p.span, p.id = s, trace.SpanID(gen.DeriveChild(context, s.Name, parent).SpanID)
				add(&p)
			}
		}
	}
	for _, n := range d.nodes {
		if n.span != nil {
			below(n.span, n.id, derived{parent: n})
		}
	}
	for i := 0; i < len(queue); i++ {
		if p := queue[i]; p.depth < len(d.Flow.Spans) {
			below(p.span, p.id, derived{above: p, depth: p.depth + 1})
		}
	}
	return out
}

// keys returns the values of a span's key that records of the trace have: one without values where the span has no key.
func (d *drawing) keys(s *model.Span) [][]flowtrace.Value {
	if len(s.Occurs.Keys) == 0 {
		return [][]flowtrace.Value{nil}
	}
	var out [][]flowtrace.Value
	seen := map[string]bool{}
	for _, r := range d.own {
		var values []flowtrace.Value
		var text strings.Builder
		for _, tag := range s.Occurs.Keys {
			if v := tagOf(r, tag.Name); v != nil && v.Kind != trace.List {
				values = append(values, flowtrace.StringValue(v.Plain()))
				text.WriteString(v.Plain() + "\x00")
			}
		}
		if len(values) == len(s.Occurs.Keys) && !seen[text.String()] {
			seen[text.String()] = true
			out = append(out, values)
		}
	}
	return out
}

// tagOf returns the value of a tag of a record or its resource, nil where it has none.
func tagOf(r *trace.Judged, name string) *trace.Value {
	is := func(t trace.Tag) bool { return string(t.Key) == name }
	if i := slices.IndexFunc(r.Tags, is); i >= 0 {
		return &r.Tags[i].Value
	}
	if r.Resource == nil {
		return nil
	}
	if i := slices.IndexFunc(r.Resource.Tags, is); i >= 0 {
		return &r.Resource.Tags[i].Value
	}
	return nil
}

// guessParent gives a node a parent whose id nothing gives, if the spec has one span only that it can be of.
func (d *drawing) guessParent(n *node) {
	if len(n.span.Parent.Spans) != 1 {
		n.loose = n.span.Parent.Spans[0].Trace == n.span.Trace
		return
	}
	span := n.span.Parent.Spans[0]
	if !d.kinds[span.Trace] {
		if i := slices.IndexFunc(d.joined, func(p *node) bool { return p.record == nil && p.span == span && p.id == n.record.ParentID }); i >= 0 {
			n.parent = d.joined[i]
		} else if len(d.joined) < maxJoined {
			n.parent = d.add(span, n.record.ParentID, nil)
		}
		return
	}
	if o := span.Occurs; o.Multiplicity != model.Unbounded && !o.PerParent && len(o.Keys) == 0 && d.bySpan[span].first != nil {
		n.parent = d.bySpan[span].first // there is one in a trace
		return
	}
	n.parent = d.add(span, n.record.ParentID, d.only(span.Parent.Spans))
}

// only returns the one step that is of one of the spans, nil where there is none or more than one.
func (d *drawing) only(spans []*model.Span) *node {
	var found *node
	for _, s := range spans {
		of := d.bySpan[s]
		if of.several || of.first != nil && found != nil {
			return nil
		}
		if of.first != nil {
			found = of.first
		}
	}
	return found
}

// spanNodes is the first step of a span, and whether there are several.
type spanNodes struct {
	first   *node
	several bool
}

// count notes that a node is of its span.
func (d *drawing) count(n *node) {
	of := d.bySpan[n.span]
	if of.first == nil {
		of.first = n
	} else {
		of.several = true
	}
	d.bySpan[n.span] = of
}
