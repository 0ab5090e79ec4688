package funnel

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
)

// Stage is one stage of a flow's funnel, with what the spec says about it.
type Stage struct {
	Flow   *compiled.FlowVersions
	Number int // in the funnel
	Span   *compiled.Span
	Before []int // the stages that a step of it comes from, by the declared parents; the numbers of Flow's funnel
	// Keyed says that it may occur several times for each record of the stages before.
	Keyed bool
	// HasShare says that the records of the stages before that it came for are a share of them.
	HasShare bool
	Within   int64 // the deadline, nanoseconds after the stage before; 0 without one

	index    int  // in plan.stages
	demanded bool // the spec asks for it although it has no deadline
	remote   bool // a stage before is in a trace of another kind
	sampled  bool // it, or a stage before, is sampled
	class    int  // of the services that may emit it
}

// plan is what the specs and the question say about every record, worked out once.
type plan struct {
	stages []*Stage // of all flows
	flows  []*flowPlan
	ofName []int32 // the index of the stage with the span's name, by SpanName.Index; -1 for none
	next   [][]int // the stages that come after each, by index
	// classes are the sets of services that may emit one of the stages, by their names. Who emits a stage says of which of them its
	// service and version are known before.
	classes    []map[string]bool
	classOf    []int             // of the spans' names; -1 where the span may be emitted by none of them
	parents    []map[uint16]bool // by SpanName.Index: the names of its declared parents, in any version
	attributes []attribute
	window     int64
}

type flowPlan struct {
	flow   *compiled.FlowVersions
	stages []*Stage
}

// attribute is what a question asks about each step: a tag, or the service or version that emits it.
type attribute struct {
	name string
	kind attributeKind
}

type attributeKind uint8

const (
	ofTag attributeKind = iota
	ofService
	ofVersion
)

// maxClasses is how many sets of services are told apart.
const maxClasses = 32

func newPlan(flows *compiled.Flows, names []string, window int64) *plan {
	p := &plan{ofName: make([]int32, len(flows.SpanNames)), classOf: make([]int, len(flows.SpanNames)), window: window}
	for i := range p.ofName {
		p.ofName[i], p.classOf[i] = -1, -1
	}
	p.parents = make([]map[uint16]bool, len(flows.SpanNames))
	for _, s := range flows.Spans {
		for _, parent := range s.Parents {
			if p.parents[s.Name.Index] == nil {
				p.parents[s.Name.Index] = map[uint16]bool{}
			}
			p.parents[s.Name.Index][uint16(parent.Name.Index)] = true
		}
	}
	for _, flow := range flows.All {
		if len(flow.Current.Model.Funnel) > 0 {
			p.addFlow(flow)
		}
	}
	p.next = make([][]int, len(p.stages))
	for _, s := range p.stages {
		for _, before := range s.Before {
			at := s.index - s.Number + before
			p.next[at] = append(p.next[at], s.index)
		}
	}
	for _, name := range names {
		p.attributes = append(p.attributes, newAttribute(name))
	}
	return p
}

func newAttribute(name string) attribute {
	switch name {
	case "service":
		return attribute{name, ofService}
	case "version":
		return attribute{name, ofVersion}
	}
	return attribute{name, ofTag}
}

func (p *plan) addFlow(flow *compiled.FlowVersions) {
	own := &flowPlan{flow: flow}
	p.flows = append(p.flows, own)
	for _, m := range flow.Current.Model.Funnel {
		span := flow.Current.Span([]byte(m.Name))
		if p.ofName[span.Name.Index] >= 0 {
			continue // it is listed twice
		}
		s := &Stage{Flow: flow, Number: len(own.stages), Span: span, index: len(p.stages)}
		p.ofName[span.Name.Index] = int32(s.index)
		s.class = p.classFor(m)
		p.classOf[span.Name.Index] = s.class
		own.stages, p.stages = append(own.stages, s), append(p.stages, s)
	}
	for _, s := range own.stages {
		s.findBefore(own)
	}
}

// classFor returns the number of the set of services that may emit a span.
func (p *plan) classFor(m *model.Span) int {
	set := map[string]bool{}
	for _, service := range m.Services {
		set[service.Name] = true
	}
	same := func(other map[string]bool) bool {
		if len(other) != len(set) {
			return false
		}
		for name := range set {
			if !other[name] {
				return false
			}
		}
		return true
	}
	if at := slices.IndexFunc(p.classes, same); at >= 0 {
		return at
	}
	if len(p.classes) == maxClasses {
		return maxClasses - 1
	}
	p.classes = append(p.classes, set)
	return len(p.classes) - 1
}

// route is what is known of the way from a stage up to one before it.
type route struct {
	keyed, remote, open, demanded bool
	within                        int64 // the sum; of no meaning where open is set, as a step of the way has no deadline
}

// findBefore finds the stages before one: the nearest of the funnel above it. Spans between them that are no stages are passed by.
func (s *Stage) findBefore(own *flowPlan) {
	m := s.Span.Model
	seen := map[*model.Span]bool{m: true}
	all := route{demanded: true}
	var up func(of *model.Span, way route)
	up = func(of *model.Span, way route) {
		way = way.through(of)
		for _, parent := range of.Parent.Spans {
			here := way
			here.cross(of, parent)
			if at := own.numberOf(parent); at >= 0 && at < s.Number {
				if !slices.Contains(s.Before, at) {
					s.Before = append(s.Before, at)
				}
				s.sampled = s.sampled || !parent.Trace.Complete()
				all.join(here)
			} else if !seen[parent] {
				seen[parent] = true
				up(parent, here)
			}
		}
	}
	up(m, route{demanded: true})
	slices.Sort(s.Before)
	s.sampled = s.sampled || !m.Trace.Complete()
	s.Keyed, s.remote, s.demanded = all.keyed, all.remote, all.demanded
	if !all.open {
		s.Within = all.within
	}
	s.HasShare = len(s.Before) > 0 && !s.Keyed && !s.sampled
}

func (f *flowPlan) numberOf(m *model.Span) int {
	return slices.IndexFunc(f.stages, func(s *Stage) bool { return s.Span.Model == m })
}

// through returns the way that goes on above a span.
func (w route) through(m *model.Span) route {
	o := m.Occurs
	w.keyed = w.keyed || o.Multiplicity == model.Unbounded || len(o.Keys) > 0
	w.demanded = w.demanded && (o.Multiplicity == model.Once || o.Multiplicity == model.OncePer) && m.Deprecated == nil
	w.open = w.open || m.Within == 0
	w.within += int64(m.Within)
	return w
}

// cross notes whether a span is in a trace of another kind than its parent. Many traces may hang on one record then, and none has to.
func (w *route) cross(m, parent *model.Span) {
	if m.Trace == parent.Trace {
		return
	}
	w.remote = true
	if !m.Occurs.PerParent {
		w.keyed, w.demanded = true, false
	}
}

// join notes that there is one more way.
func (w *route) join(other route) {
	w.keyed, w.remote, w.open = w.keyed || other.keyed, w.remote || other.remote, w.open || other.open
	w.demanded = w.demanded && other.demanded
	w.within = max(w.within, other.within)
}

// classesOf returns the sets of services that a record counts for, as bits: those that have its service, and that of its span.
func (p *plan) classesOf(service string, name *compiled.SpanName) (mask uint32) {
	for i, set := range p.classes {
		if set[service] {
			mask |= 1 << i
		}
	}
	if c := p.classOf[name.Index]; c >= 0 {
		mask |= 1 << c
	}
	return mask
}

// onlyService returns the service of a class that has one.
func (p *plan) onlyService(class int) string {
	if len(p.classes[class]) == 1 {
		for name := range p.classes[class] {
			return name
		}
	}
	return ""
}

// IsRatio reports whether steps are counted for each record of the stages before: it may occur several times, and neither is sampled.
func (s *Stage) IsRatio() bool { return len(s.Before) > 0 && s.Keyed && !s.sampled }
