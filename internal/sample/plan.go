package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// plan is what is decided of a flow before its runs are made. It does not change and is safe for concurrent use.
type plan struct {
	flow    *model.Flow
	name    []byte // of the flow
	version []byte
	seed    uint64
	spans   []*span
	entries []*span // with which a run may begin, the usual one first
	values  map[*model.Tag]*values
	ids     map[*model.Tag]bool // the tags that are the id of a kind of trace
	// covering is how many runs show all that there is: the first ones, in which nothing is left out.
	covering int
	wanted   *span // that every run has; nil for none
}

// span is a span of a flow with what its records are made of.
type span struct {
	*model.Span
	index    int
	services []*service
	children []*span
	// matching is an enum tag whose values name the services, as platform: ios names iOS; nil where there is none.
	matching *model.Tag
	keep     int // of a million of its parents' records, how many are followed by it
	stage    bool
	measured int64 // the median, in microseconds
	median   int64 // of the gap between the parent's start and the start
	most     int64 // of the gap; 0 for any
}

// service is a service with the emitters that there are of it.
type service struct {
	*model.Service
	wire      []byte
	resources []*trace.Resource
}

// devices is how many emitters a service has, each with values of its own for the service's tags.
const devices = 6

// newPlan makes the plan of a flow. Runs have no spans that are deprecated or expire, but for the wanted one.
func newPlan(flow *model.Flow, opts *Options, which uint64, wanted *model.Span) (*plan, error) {
	p := &plan{
		flow: flow, name: []byte(flow.Name), version: []byte(flow.Version.String()), values: map[*model.Tag]*values{}, ids: map[*model.Tag]bool{},
		seed: mix(opts.Seed ^ mix(which+1)),
	}
	if err := p.findValues(); err != nil {
		return nil, fmt.Errorf("cannot sample the flow %s: %w", flow.Name, err)
	}
	services := p.findServices()
	p.findSpans(opts, services, wanted)
	if len(p.entries) == 0 {
		return nil, fmt.Errorf("cannot sample the flow %s: it has no span with which a run can begin: each is deprecated, has expired, or needs a parent", flow.Name)
	}
	if err := p.setShares(opts.Keep); err != nil {
		return nil, err
	}
	p.setTimes()
	p.findCovering()
	return p, nil
}

// findValues makes what makes values, for all tags that are not deprecated.
func (p *plan) findValues() error {
	for _, t := range p.flow.Traces {
		if t.ID != nil {
			p.ids[t.ID] = true
		}
	}
	for i, t := range p.flow.Tags {
		v, err := newValues(t, mix(p.seed+uint64(i)))
		if err != nil {
			return err
		}
		p.values[t] = v
	}
	return nil
}

// findServices makes the emitters of all services.
func (p *plan) findServices() map[*model.Service]*service {
	out := map[*model.Service]*service{}
	for i, s := range p.flow.Services {
		for _, use := range s.Tags {
			if v := p.values[use.Tag]; len(v.fixed) == 0 && !p.ids[use.Tag] {
				v.fix(newRandom(p.seed, 3, uint64(i)))
			}
		}
		one := &service{Service: s, wire: []byte(s.Name)}
		for n := range devices {
			one.resources = append(one.resources, p.resource(s, newRandom(p.seed, 4, uint64(i), uint64(n)), n == 0))
		}
		out[s] = one
	}
	return out
}

// fix makes a few values of which all later ones are taken, as there are a few versions of an app.
func (v *values) fix(r random) {
	var list []trace.Value
	for range devices {
		next := v.value(&r)
		if !slices.ContainsFunc(list, func(one trace.Value) bool { return one.Plain() == next.Plain() }) {
			list = append(list, next)
		}
	}
	slices.SortStableFunc(list, func(a, b trace.Value) int { return model.CompareAppVersions(b.Plain(), a.Plain()) }) // most have the newest one
	v.fixed = list
}

// resource makes an emitter of a service: with all of its tags, or with those that are required and some others.
func (p *plan) resource(s *model.Service, r random, all bool) *trace.Resource {
	out := &trace.Resource{Service: []byte(s.Name)}
	out.Tags = append(out.Tags, trace.Tag{Key: []byte("service.name"), Value: trace.StringValue(out.Service)})
	for _, use := range s.Tags {
		gone := use.Deprecated != nil || use.Tag.Deprecated != nil
		if use.Required || !gone && (all || r.chance(million/2)) {
			out.Tags = append(out.Tags, trace.Tag{Key: []byte(use.Tag.Name), Value: p.values[use.Tag].value(&r)})
		}
	}
	return out
}

// findSpans takes the spans that are emitted: what is deprecated or has expired is not, nor what stands below that alone.
func (p *plan) findSpans(opts *Options, services map[*model.Service]*service, wanted *model.Span) {
	last := opts.Start.Add(opts.Spread + 90*24*time.Hour)
	by := map[*model.Span]*span{}
	alive := func(s *model.Span) bool {
		expired := !s.Expires.IsZero() && s.Expires.AddDate(0, 0, 1).Before(last)
		return (s.Deprecated == nil && !expired || s == wanted) && len(s.Services) > 0
	}
	for more := true; more; { // a span lives if it may be a root, or has a parent that lives
		more = false
		for _, s := range p.flow.Spans {
			if by[s] != nil || !alive(s) || !isRoot(s) && !slices.ContainsFunc(s.Parent.Spans, func(parent *model.Span) bool { return by[parent] != nil }) {
				continue
			}
			by[s], more = &span{Span: s}, true
		}
	}
	for _, s := range p.flow.Spans {
		one := by[s]
		if one == nil {
			continue
		}
		one.index, one.stage = len(p.spans), slices.Contains(p.flow.Funnel, s)
		p.spans = append(p.spans, one)
		for _, emitter := range s.Services {
			if emitter.Deprecated == nil || len(s.Services) == 1 {
				one.services = append(one.services, services[emitter])
			}
		}
		if len(one.services) == 0 {
			one.services = append(one.services, services[s.Services[0]])
		}
		one.matching = p.matchingTag(one.services)
		if s == wanted {
			p.wanted = one
		}
	}
	for _, child := range p.spans {
		for _, parent := range child.Parent.Spans {
			if by[parent] != nil {
				by[parent].children = append(by[parent].children, child)
			}
		}
		if isRoot(child.Span) {
			p.entries = append(p.entries, child)
		}
	}
	// A run that begins with the funnel's first stage is the usual one.
	slices.SortStableFunc(p.entries, func(a, b *span) int { return p.rank(a) - p.rank(b) })
}

// isRoot reports whether a record of the span may have no parent.
func isRoot(s *model.Span) bool { return s.Parent.Kind != model.ParentSpan || s.Parent.Optional }

// rank says how usual it is that a run begins with the span, the least first.
func (p *plan) rank(s *span) int {
	if at := slices.Index(p.flow.Funnel, s.Span); at >= 0 {
		return at
	}
	if s.Parent.Kind == model.ParentSpan {
		return len(p.flow.Funnel) + 2
	}
	return len(p.flow.Funnel) + 1
}

// matchingTag returns an enum tag that has a value for each of the services, whatever the case of its letters.
func (p *plan) matchingTag(services []*service) *model.Tag {
	if len(services) < 2 {
		return nil
	}
	for _, t := range p.flow.Tags {
		if t.Kind != model.KindEnum || t.List {
			continue
		}
		if !slices.ContainsFunc(services, func(s *service) bool { return valueFor(p.values[t], s.Name) == "" }) {
			return t
		}
	}
	return nil
}

// valueFor returns the value of an enum that is the name of a service, or "".
func valueFor(v *values, name string) string {
	for _, value := range v.enum {
		if strings.EqualFold(value.Wire, name) || strings.EqualFold(value.Name, name) {
			return value.Wire
		}
	}
	return ""
}

// mandatory reports whether each record of the parent has to be followed by one of the child.
func mandatory(parent, child *span) bool {
	switch child.Occurs.Multiplicity {
	case model.Once:
		return child.Trace == parent.Trace && child.Trace.Complete()
	case model.OncePer:
		return child.Occurs.PerParent && child.Trace.Complete()
	}
	return false
}

// setShares says how often each span follows its parents, unless that is given.
func (p *plan) setShares(keep map[string]float64) error {
	followers := map[*model.Span]int{}
	for _, s := range p.spans {
		for _, f := range s.FollowedBy {
			for i, one := range f.AnyOf {
				if before, known := followers[one]; !known || i < before {
					followers[one] = i
				}
			}
		}
	}
	for _, s := range p.spans {
		place, follows := followers[s.Span]
		switch {
		case follows && place == 0:
			s.keep = 900_000
		case follows:
			s.keep = 100_000
		case s.stage && isClient(s):
			s.keep = 750_000
		case s.stage:
			s.keep = 970_000
		case s.Occurs.Multiplicity == model.Once:
			s.keep = 900_000
		default:
			s.keep = 400_000
		}
		share, given := keep[s.Name]
		if !given {
			continue
		}
		if len(s.Parent.Spans) == 0 {
			return fmt.Errorf("cannot keep %s of the stage %q: it comes after no other span", percent(share), s.Name)
		}
		for _, parent := range s.Parent.Spans {
			if share < 1 && slices.ContainsFunc(p.spans, func(one *span) bool { return one.Span == parent && mandatory(one, s) }) {
				return fmt.Errorf("cannot keep %s of the stage %q: the spec has it after every %q; --break too-few leaves it out", percent(share), s.Name, parent.Name)
			}
		}
		s.keep = int(share*million + 0.5)
	}
	return nil
}

func percent(share float64) string { return fmt.Sprintf("%g%%", share*100) }

func isClient(s *span) bool {
	return !slices.ContainsFunc(s.services, func(one *service) bool { return one.Role != model.Client })
}

// findCovering works out how many runs it takes to show every entry with every service and every case of a variant.
func (p *plan) findCovering() {
	most := 2
	for _, s := range p.spans {
		most = max(most, len(s.services))
		for _, v := range s.Variants {
			most = max(most, len(v.Cases))
		}
	}
	p.covering = min(most*len(p.entries), 400)
}
