package sample

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
	"github.com/specgen/specgen/validator/trace"
)

// run is one time that a flow is gone through: records in one trace or several, which refer to each other and to nothing else.
type run struct {
	*plan
	random
	number   uint64 // of the run
	covers   bool   // nothing is left out
	start    int64  // microseconds since 1970
	keepsAll bool   // traces that are not sampled too
	traces   []*traceOf
	steps    []*node
	queue    []*node // whose children are not there yet
	scoped   []scopedValue
	made     int // traces with a numbered id
	err      error
}

// traceOf is a trace of a run.
type traceOf struct {
	kind  *model.Trace
	id    trace.ID
	value trace.Value // of the id tag; empty where there is none
	kept  bool
	count map[*span]int
}

// scopedValue is a tag that has one value in the whole run.
type scopedValue struct {
	tag   *model.Tag
	value trace.Value
}

// node is a record that is made.
type node struct {
	span     *span
	trace    *traceOf
	parent   *node // nil for none
	id       trace.SpanID
	start    int64 // microseconds since 1970
	duration int64
	resource *trace.Resource
	service  *service
	tags     []tagValue
	links    []*node
	children map[*span]int
	failed   string // the value that makes it an error, or ""
	depth    int
}

type tagValue struct {
	tag   *model.Tag
	value trace.Value
}

// Limits of a run: beyond the first no more is made than the spec asks for, beyond the second the spec asks for too much.
const (
	usualNodes = 60
	mostNodes  = 5000
	// numbersOfRun is how many numbered ids of one tag a run has.
	numbersOfRun = 4
)

var errTooLarge = errors.New("the spec asks for thousands of records in each run")

// newRun makes a run. Its number decides all of it.
func (p *plan) newRun(number uint64, start int64, keepsAll, covers bool) (*run, error) {
	r := &run{plan: p, random: newRandom(p.seed, number), number: number, start: start, keepsAll: keepsAll, covers: covers || number < uint64(p.covering)}
	entry := p.entries[0]
	switch {
	case r.covers:
		entry = p.entries[number%uint64(len(p.entries))]
	case r.chance(million / 4):
		entry = p.entries[r.intn(len(p.entries))]
	}
	if r.begin(entry, nil); p.wanted != nil && entry != p.wanted && r.err == nil {
		r.ensure(p.wanted, nil, nil, 0)
	}
	for r.err == nil {
		for len(r.queue) > 0 && r.err == nil {
			next := r.queue[0]
			r.queue = r.queue[1:]
			r.expand(next)
		}
		if r.err != nil || !r.complete() {
			break
		}
	}
	if r.err != nil {
		return nil, fmt.Errorf("cannot sample the flow %s: %w", p.flow.Name, r.err)
	}
	return r, nil
}

// begin makes a root. Without a trace it gets a new one.
func (r *run) begin(s *span, in *traceOf) *node {
	if in == nil {
		in = r.newTrace(s.Trace, trace.Value{})
	}
	return r.add(s, in, nil)
}

// newTrace makes a trace; the value of its id is new where none is given.
func (r *run) newTrace(kind *model.Trace, value trace.Value) *traceOf {
	t := &traceOf{kind: kind, count: map[*span]int{}, value: value}
	for try := range 64 {
		switch {
		case kind.ID == nil:
			t.id = r.uuid()
		case value.Kind == trace.Empty:
			t.value = r.newID(kind.ID, try)
			fallthrough
		default:
			t.id = trace.ID(gen.DeriveTraceID(r.flow.Name, string(t.value.Text)))
		}
		t.kept = kind.Threshold == 0 || flowtrace.TraceID(t.id).Randomness() >= kind.Threshold
		if t.kept || !r.covers || value.Kind != trace.Empty {
			break
		}
		if kind.ID == nil || kind.ID.Format == model.FormatUUID && kind.ID.Pattern == "" { // one that is kept
			low := kind.Threshold + r.below(1<<56-kind.Threshold)
			id := r.uuid()
			binary.BigEndian.PutUint64(id[8:], uint64(id[8])<<56|low)
			if t.id = id; kind.ID != nil {
				t.value = trace.StringValue(appendUUID(nil, id))
			}
			t.kept = true
			break
		}
	}
	t.kept = t.kept || r.keepsAll
	r.traces = append(r.traces, t)
	return t
}

// newID makes a value of an id tag that no other run has.
func (r *run) newID(tag *model.Tag, try int) trace.Value {
	v := r.values[tag]
	if v.numbered == nil {
		return v.item(&r.random)
	}
	if v.distinct() < countLimit && try > 0 {
		return v.unique(r.number*numbersOfRun+uint64(min(r.made-1, numbersOfRun-1)), &r.random)
	}
	r.made++
	if r.made > numbersOfRun {
		if v.distinct() < countLimit {
			r.err = errTooLarge
		}
		return v.item(&r.random)
	}
	number := r.number*numbersOfRun + uint64(r.made-1)
	if number >= v.distinct() {
		r.err = fmt.Errorf("the tag %q has %d different values, which is too few for so many traces (%s)", tag.Name, v.distinct(), constraintWords(tag))
	}
	return v.unique(number, &r.random)
}

// add makes a record of a span in a trace. The caller has seen to it that the span may stand there.
func (r *run) add(s *span, in *traceOf, parent *node) *node {
	n := &node{span: s, trace: in, parent: parent}
	if len(r.steps) >= mostNodes {
		r.err = errTooLarge
		return n
	}
	n.start = r.start
	if parent != nil {
		n.depth = parent.depth + 1
		n.start = parent.start + r.gap(s.median, s.most)
		if parent.children == nil {
			parent.children = map[*span]int{}
		}
		parent.children[s]++
	}
	in.count[s]++
	n.duration = 1
	if s.Measured {
		n.duration = r.gap(s.measured, max(0, int64(s.MaxDuration/1000)*9/10))
	}
	r.emitter(n)
	r.tag(n)
	n.id = r.spanID(n)
	r.steps = append(r.steps, n)
	r.queue = append(r.queue, n)
	return n
}

// emitter chooses who emits a record: whoever emitted the nearest record above, where that may be, or the service that a tag above names.
func (r *run) emitter(n *node) {
	s := n.span
	n.service = s.services[0]
	if n.parent == nil || !r.inherit(n) {
		at := r.skewed(len(s.services))
		if r.covers {
			at = int(r.number/uint64(len(r.entries))+uint64(n.trace.count[s]-1)) % len(s.services)
		}
		n.service = s.services[at]
		if s.matching != nil {
			if value := n.above(s.matching); value != nil {
				for _, one := range s.services {
					if valueFor(r.values[s.matching], one.Name) == string(value.Text) {
						n.service = one
					}
				}
			}
		}
	}
	if n.resource != nil {
		return
	}
	n.resource = n.service.resources[0]
	if !r.covers {
		n.resource = r.deviceFor(n)
	}
}

// inherit takes the emitter of a record above, where it may emit this span too.
func (r *run) inherit(n *node) bool {
	for up := n.parent; up != nil; up = up.parent {
		if slices.Contains(n.span.services, up.service) && (len(n.span.services) > 1 || up.service == n.span.services[0]) {
			n.service, n.resource = up.service, up.resource
			return true
		}
	}
	return false
}

// deviceFor chooses an emitter of the service: one whose tags are those that records above have, where there is one.
func (r *run) deviceFor(n *node) *trace.Resource {
	all := n.service.resources
	at := r.skewed(len(all))
	if n.parent == nil {
		return all[at]
	}
	for i := range all {
		one := all[(at+i)%len(all)]
		if r.agrees(n, one) {
			return one
		}
	}
	return all[at]
}

func (r *run) agrees(n *node, one *trace.Resource) bool {
	for _, use := range n.service.Tags {
		above := n.parent.above(use.Tag)
		if above == nil {
			continue
		}
		for i := range one.Tags {
			if string(one.Tags[i].Key) == use.Tag.Name && !bytes.Equal(one.Tags[i].Value.Text, above.Text) {
				return false
			}
		}
	}
	return true
}

// above returns the value that the record or the nearest one above it has for a tag, or nil.
func (n *node) above(t *model.Tag) *trace.Value {
	if t == nil {
		return nil
	}
	for up := n; up != nil; up = up.parent {
		if up.trace.kind.ID == t {
			return &up.trace.value
		}
		if value := up.own(t); value != nil {
			return value
		}
	}
	return nil
}

// own returns the value that the record has for a tag, or nil.
func (n *node) own(t *model.Tag) *trace.Value {
	for i := range n.tags {
		if n.tags[i].tag == t {
			return &n.tags[i].value
		}
	}
	return nil
}

// spanID derives the id of a record as docs/ids.md says, or makes one up.
func (r *run) spanID(n *node) trace.SpanID {
	in := flowtrace.SpanContext{TraceID: flowtrace.TraceID(n.trace.id)}
	occurs := &n.span.Occurs
	switch {
	case occurs.Multiplicity == model.Unbounded, occurs.PerParent && n.parent == nil:
		var id trace.SpanID
		binary.BigEndian.PutUint64(id[:], max(1, r.next()))
		return id
	case occurs.PerParent:
		parent := flowtrace.SpanContext{TraceID: flowtrace.TraceID(n.parent.trace.id), SpanID: flowtrace.SpanID(n.parent.id)}
		return trace.SpanID(gen.DeriveChild(in, n.span.Name, parent).SpanID)
	}
	var scratch [4]flowtrace.Value
	keys := scratch[:0]
	for _, key := range occurs.Keys {
		keys = append(keys, keyValue(n.valueOf(key)))
	}
	return trace.SpanID(gen.DeriveSpan(in, n.span.Name, keys...).SpanID)
}

// valueOf returns the value of a key: a tag of the record, or the id of its trace.
func (n *node) valueOf(t *model.Tag) *trace.Value {
	if value := n.own(t); value != nil || n.trace.kind.ID != t {
		return value
	}
	return &n.trace.value
}

func keyValue(v *trace.Value) flowtrace.Value {
	switch {
	case v == nil:
		return flowtrace.StringValue("")
	case v.Kind == trace.Int:
		return flowtrace.IntValue(v.Int())
	case v.Kind == trace.Bool:
		return flowtrace.BoolValue(v.Bool())
	}
	return flowtrace.StringValue(string(v.Text))
}
