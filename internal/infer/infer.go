// Package infer makes a first spec out of records of a flow that has none: what each span looks like, where it stands, and how sure
// that is. An [Observer] takes records one by one, in any order and in bounded memory; its [Draft] is the spec that fits them, with the
// evidence of each guess as a comment. What the validator still finds is handed to [Draft.Loosen], which takes back the guess that was
// wrong. It knows no files and no formats of traces.
package infer

import (
	"strings"

	"github.com/specgen/specgen/validator/trace"
)

// Options say what of the records a spec is wanted of. The zero Options are the defaults.
type Options struct {
	Flow   string   // the flow's name; "" derives one from the data
	Prefix []string // spans whose names begin with one of these; none means all
	Only   []string // spans with these names; none means all
	Limit  int      // how many spans the spec has at most, those with most records; 0 means DefaultLimit
	Memory int64    // how many bytes of records are kept to find parents and links; 0 means DefaultMemory
}

// The defaults and limits of an Observer. What is counted by name takes at most about 150 MiB when every limit is reached, besides Memory.
const (
	DefaultLimit  = 100
	MaxLimit      = 500
	DefaultMemory = 64 << 20

	maxSpans     = 4_000 // names of spans that are told apart
	maxServices  = 1_000
	maxTags      = 4_000 // names of tags
	maxSpanTags  = 256   // of one span, or of one service
	maxNameBytes = 800   // 200 characters
)

// pairs bounds how many pairs of two names are counted, such as a span and its tags: each of the first names may have some, and what is left of
// the whole goes to whoever comes first. Else a limit for each name alone would allow millions of pairs.
type pairs struct{ each, more int }

// admit reports whether a name that has so many pairs may have one more.
func (p *pairs) admit(have int) bool {
	if have < p.each {
		return true
	}
	if p.more == 0 {
		return false
	}
	p.more--
	return true
}

// Observer takes records and counts what they have in common. It is not safe for concurrent use.
type Observer struct {
	opts     Options
	spans    table[span]
	services table[service]
	tags     table[tag]
	scopes   table[scope]
	others   table[entry] // names of spans that are not wanted
	uses     pairs        // of spans with tags
	emitters pairs        // of spans with services
	scoped   pairs        // of scopes with spans
	sample   sample
	records  int64
	unnamed  int64 // records whose name no spec can have
	resource *trace.Resource
	ofIt     []*tag // the tags of resource
	zipkin   bool   // a format that writes every value as a text
}

// scope is an instrumentation scope with what it calls its version.
type scope struct {
	entry
	versions map[string]int64
	spans    map[*span]bool
}

// maxVersions is how many versions of a scope are told apart.
const maxVersions = 64

// NewObserver returns an observer without a record.
func NewObserver(opts Options) *Observer {
	if opts.Limit <= 0 {
		opts.Limit = DefaultLimit
	}
	opts.Limit = min(opts.Limit, MaxLimit)
	if opts.Memory <= 0 {
		opts.Memory = DefaultMemory
	}
	o := &Observer{opts: opts, sample: sample{budget: opts.Memory}}
	o.spans.limit, o.services.limit, o.tags.limit, o.scopes.limit = maxSpans, maxServices, maxTags, maxScopes
	o.others.limit = maxOthers
	o.uses, o.emitters, o.scoped = pairs{each: 32, more: 130_000}, pairs{each: 32, more: 200_000}, pairs{each: 128, more: 200_000}
	return o
}

// maxOthers is how many names of spans that are not wanted are kept, to say which may have been meant.
const maxOthers = 1_000

// maxScopes is how many instrumentation scopes are told apart.
const maxScopes = 1_000

// Records returns how many records were taken.
func (o *Observer) Records() int64 { return o.records }

// Record takes a record. It keeps nothing that the record refers to, except for its Resource.
func (o *Observer) Record(r *trace.Record) error {
	o.records++
	one := row{trace: r.TraceID, id: r.SpanID, parent: r.ParentID, parentTrace: r.ParentTraceID, start: r.Start, server: r.ServerSide,
		linkIsParent: r.LinkMayBeParent}
	if s := o.span(r); s != nil {
		from := o.service(r)
		one.span, one.service = s, from
		s.seen(r, from)
		o.countService(s, from)
		o.countTags(s, from, r, &one)
		o.countScope(s, r)
		s.keys.test(r)
		if s.hashed.open() {
			s.hashed.test(r, o.flowNames(r)...)
		}
	}
	if r.Defects&(trace.BadTraceID|trace.BadSpanID) == 0 {
		one.links = append(one.links, r.Links...)
		o.sample.add(one)
	}
	return nil
}

// span returns what is known of the record's span, or nil where it is not wanted, cannot be declared, or is one too many.
func (o *Observer) span(r *trace.Record) *span {
	name := r.Name
	if !o.wants(name) {
		lookup(&o.others, name)
		return nil
	}
	if !isName(name) || string(name) == "any" || string(name) == "none" {
		o.unnamed++
		return nil
	}
	s, isNew := lookup(&o.spans, name)
	if isNew {
		s.services, s.uses = make(map[*service]int64), make(map[*tag]*use)
	}
	return s
}

func (o *Observer) wants(name []byte) bool {
	if len(o.opts.Only) == 0 && len(o.opts.Prefix) == 0 {
		return true
	}
	for _, only := range o.opts.Only {
		if string(name) == only {
			return true
		}
	}
	for _, prefix := range o.opts.Prefix {
		if strings.HasPrefix(string(name), prefix) {
			return true
		}
	}
	return false
}

// service returns what is known of the record's service, or nil where no spec can name it.
func (o *Observer) service(r *trace.Record) *service {
	if !isName(r.Service) {
		return nil
	}
	s, isNew := lookup(&o.services, r.Service)
	if isNew {
		s.onResource, s.onSpans = make(map[*tag]int64), make(map[*tag]*flat)
	}
	return s
}

// countService counts that a service emits a span.
func (o *Observer) countService(s *span, from *service) {
	if from == nil {
		return
	}
	if _, known := s.services[from]; known || o.emitters.admit(len(s.services)) {
		s.services[from]++
	}
}

// countScope counts the instrumentation scope that emitted a record.
func (o *Observer) countScope(s *span, r *trace.Record) {
	if len(r.Flow) == 0 {
		return
	}
	sc, isNew := lookup(&o.scopes, r.Flow)
	if sc == nil {
		return
	}
	if isNew {
		sc.versions, sc.spans = make(map[string]int64), make(map[*span]bool)
	}
	sc.records++
	if !sc.spans[s] && o.scoped.admit(len(sc.spans)) {
		sc.spans[s] = true
	}
	if _, known := sc.versions[string(r.FlowVersion)]; known || len(sc.versions) < maxVersions {
		sc.versions[string(r.FlowVersion)]++
	}
}

// flowNames returns what the flow of a record may be called, for trace ids that are hashes of it.
func (o *Observer) flowNames(r *trace.Record) []string {
	var out []string
	if o.opts.Flow != "" {
		out = append(out, o.opts.Flow)
	}
	if len(r.Flow) > 0 && IsFlowName(string(r.Flow)) && string(r.Flow) != o.opts.Flow {
		out = append(out, string(r.Flow))
	}
	return out
}

// countTags counts the tags of a record and of its resource, and keeps the values that say something about its trace.
func (o *Observer) countTags(s *span, from *service, r *trace.Record, one *row) {
	o.zipkin = o.zipkin || r.FlatResource
	for i := range r.Tags {
		key := r.Tags[i].Key
		t := o.tag(key)
		if t == nil {
			s.otherTags++
			continue
		}
		t.value(&r.Tags[i].Value)
		if repeats(r.Tags, i) {
			t.twice++
			continue
		}
		s.use(t, r, &r.Tags[i].Value, &o.uses)
		from.flat(t, s)
		t.relate(&r.Tags[i].Value, r, s, one)
	}
	o.countBeside(s, r)
	o.countResource(from, r)
}

// repeats reports whether the key of tags[i] stands before it.
func repeats(tags []trace.Tag, i int) bool {
	for j := range tags[:i] {
		if string(tags[j].Key) == string(tags[i].Key) {
			return true
		}
	}
	return false
}

// countResource counts the attributes of a record's resource for its service.
func (o *Observer) countResource(from *service, r *trace.Record) {
	if from == nil {
		return
	}
	from.hint(r)
	if r.Resource == nil {
		return
	}
	if r.Resource != o.resource {
		o.resource, o.ofIt = r.Resource, o.ofIt[:0]
		for i := range r.Resource.Tags {
			if t := o.tag(r.Resource.Tags[i].Key); t != nil && !repeats(r.Resource.Tags, i) {
				t.value(&r.Resource.Tags[i].Value)
				o.ofIt = append(o.ofIt, t)
			}
		}
	}
	for _, t := range o.ofIt {
		if _, known := from.onResource[t]; known || len(from.onResource) < maxSpanTags {
			from.onResource[t]++
		}
	}
}

// tag returns what is known of a tag, or nil where no spec can name it.
func (o *Observer) tag(key []byte) *tag {
	if !isName(key) {
		return nil
	}
	t, isNew := lookup(&o.tags, key)
	if isNew {
		t.begin()
	}
	return t
}
