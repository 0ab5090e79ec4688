// Package funnel counts how far the flows come: which share of the records of one stage a step of the next came for, after what time,
// by groups, and how two sides compare.
//
//  1. Record keeps what is needed of each record of a flow, under the id of its trace: rows of a package group store, within a stated
//     amount of memory. This is all of the state that grows with the input, so two counters are merged by adding rows.
//  2. Finish groups the rows by trace: of records with one span id one counts, each finds its parent, and so the step its stage before.
//     What names its parent by a span id alone, in another trace, is then grouped by that id.
//  3. What results are steps: a row says that a record of the stage before was asked, what came of it, and after what time. With groups or
//     sides the rows are sorted by their key (device_id) and time, so that what a step's group was before it is what the key last showed.
//  4. The steps are counted into cells: one for each side, breakdown and group.
//
// Everything is integers until the intervals are worked out, so order, memory and the number of counters change no byte of the result.
package funnel

import (
	"errors"
	"math"
	"sync"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Counter counts the records of a run. Record is safe for concurrent use, the other methods are not. Close removes its temporary files and
// must be called.
type Counter struct {
	flows    *compiled.Flows
	plan     *plan
	question Question
	known    texts
	where    side
	base     side
	memory   int64
	dir      string
	reduced  reduced // of a job in parts

	mu          sync.Mutex // of what follows, while Record runs
	byTrace     *group.Store
	first, last int64                      // when the first and the last record of a flow began; 0 without one
	nameOf      func(number uint32) string // of an input
	input       recordFlags                // of the input with the number
	number      uint32
	inputKnown  bool
	read        recordReader
	row         []byte
}

// New returns a counter that takes about the given amount of memory before it uses temporary files in a folder, "" for the system's. nameOf gives
// the name of the input with a number; it is called while records of that are counted.
func New(flows *compiled.Flows, question Question, nameOf func(number uint32) string, memory int64, dir string) *Counter {
	c := &Counter{flows: flows, question: question, nameOf: nameOf, known: newTexts(), memory: memory, dir: dir}
	c.plan = newPlan(flows, question.names(flows), question.Window)
	c.where, c.base = newSide(question.Where, c.plan.attributes, &c.known), newSide(question.Base, c.plan.attributes, &c.known)
	for _, set := range c.plan.classes {
		for name := range set {
			c.known.declare(name)
		}
	}
	for _, flow := range flows.All {
		for _, tag := range flow.Current.Model.Tags {
			for _, value := range tag.Values {
				c.known.declare(value.Wire)
			}
		}
	}
	c.byTrace = group.New(memory/2, dir)
	c.byTrace.KeepFirst(group.First{Rows: maxRows, Bytes: maxRows * (recordSize + 64), Compare: compareStored})
	c.reduced.traces = make([]int64, len(c.plan.stages))
	c.read = recordReader{plan: c.plan, known: &c.known}
	return c
}

// maxRows is how many rows of one trace are counted: the earliest.
const maxRows = 1 << 16

// inputOf returns which sides have the input with the number.
func (c *Counter) inputOf(number uint32) recordFlags {
	if c.inputKnown && number == c.number {
		return c.input
	}
	name := c.nameOf(number)
	c.input, c.number, c.inputKnown = 0, number, true
	if c.where.hasInput(name) {
		c.input |= whereInput
	}
	if c.base.hasInput(name) {
		c.input |= baseInput
	}
	return c.input
}

// Record keeps what is needed of a record of a flow. The error is that of a temporary file.
func (c *Counter) Record(r *facts.Record) error {
	raw := r.Raw
	if r.Span == nil || raw.Defects.Has(trace.BadTraceID) || len(c.plan.stages) == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if start := r.KnownStart(); start != 0 {
		c.seen(start, start)
	}
	one := c.read.of(r)
	one.flags |= c.inputOf(r.Input)
	c.row = one.append(c.row[:0])
	if err := c.byTrace.Add([group.KeySize]byte(raw.TraceID), c.row); err != nil {
		return err
	}
	if one.flags&elsewhere == 0 || one.flags&noSpanID != 0 {
		return nil
	}
	one.flags |= isLookup
	c.row = one.append(c.row[:0])
	return c.byTrace.Add([group.KeySize]byte(raw.ParentTraceID), c.row)
}

// seen notes when records began: the first and the last of them.
func (c *Counter) seen(first, last int64) {
	if c.first == 0 || first < c.first {
		c.first = first
	}
	c.last = max(c.last, last)
}

// Fork returns an empty counter of the same question, for another goroutine; Add takes in what it has counted.
func (c *Counter) Fork() *Counter { return New(c.flows, c.question, c.nameOf, c.memory, c.dir) }

// Add adds what another counter of the same question has kept. The other one must not be used any more, but for Close.
func (c *Counter) Add(other *Counter) error {
	c.known.merge(&other.known)
	if other.first != 0 {
		c.seen(other.first, other.last)
	}
	other.byTrace.KeepFirst(group.First{Rows: math.MaxInt, Bytes: math.MaxInt, Compare: compareStored})
	return other.byTrace.Each(func(pieces []group.Rows, _ int64) error {
		for _, rows := range pieces {
			for len(rows) > 0 {
				var key [group.KeySize]byte
				var row []byte
				key, row, rows = rows.Next()
				if err := c.byTrace.Add(key, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// Close removes temporary files.
func (c *Counter) Close() error { return errors.Join(c.byTrace.Close()) }

// recordReader reads what is needed of records.
type recordReader struct {
	plan    *plan
	known   *texts
	one     record
	emitter map[emitter]uint32
}

type emitter struct {
	service string
	name    *compiled.SpanName
}

// of returns what is needed of a record. It is valid until the next call.
func (x *recordReader) of(r *facts.Record) *record {
	row, one := r.Row(), &x.one
	*one = record{
		name: uint16(row.Span.Name.Index), id: row.SpanID, parent: row.Target, start: row.Start, end: row.End, hash: row.Hash,
		trace: hashOfTrace(row.TraceID), values: one.values[:0],
	}
	for _, f := range [...]struct {
		has facts.RowFlags
		is  recordFlags
	}{{facts.TimesAreValid, validTimes}, {facts.NoSpanID, noSpanID}, {facts.ServerSide, serverSide}, {facts.ParentElsewhere, elsewhere}} {
		if row.Flags&f.has != 0 {
			one.flags |= f.is
		}
	}
	if r.HasKey && len(r.Span.Keys) > 0 {
		one.key = keyOf(r)
	}
	service, version := r.Emitter()
	one.classes = x.classes(service, r.Span.Name)
	for _, a := range x.plan.attributes {
		value := uint64(unknownValue)
		switch a.kind {
		case ofService:
			value = x.known.add(service)
		case ofVersion:
			if t := ownTag(r, appVersion); t != nil && t.Value.Kind == trace.String && len(t.Value.Text) > 0 {
				value = x.known.add(t.Value.Text)
				one.flags |= ownVersion
			} else {
				value = x.known.add(version)
			}
		default:
			value = x.tag(r, a.name)
		}
		one.values = append(one.values, value)
	}
	return one
}

const appVersion = "app_version"

// classes returns the classes of an emitter, which it remembers: there are few.
func (x *recordReader) classes(service []byte, name *compiled.SpanName) uint32 {
	if mask, ok := x.emitter[emitter{string(service), name}]; ok {
		return mask
	}
	mask := x.plan.classesOf(string(service), name)
	if x.emitter == nil || len(x.emitter) > 1000 {
		x.emitter = map[emitter]uint32{}
	}
	x.emitter[emitter{string(service), name}] = mask
	return mask
}

// tag returns the hash of a tag's value: the record's own, else that of its resource.
func (x *recordReader) tag(r *facts.Record, name string) uint64 {
	if t := ownTag(r, name); t != nil {
		return x.value(t)
	}
	if r.Raw.Resource != nil {
		for i := range r.Raw.Resource.Tags {
			if t := &r.Raw.Resource.Tags[i]; string(t.Key) == name {
				return x.value(t)
			}
		}
	}
	return unknownValue
}

func ownTag(r *facts.Record, name string) *trace.Tag {
	tags := r.Tags()
	for i := range tags {
		if t := tags[i].Raw; string(t.Key) == name {
			return t
		}
	}
	return nil
}

func (x *recordReader) value(t *trace.Tag) uint64 {
	switch t.Value.Kind {
	case trace.Empty:
		return unknownValue
	case trace.String, trace.Untyped:
		return x.known.add(t.Value.Text)
	}
	return x.known.add([]byte(findings.Value(&t.Value)))
}

// keyOf returns a hash of the values of the tags that a span is keyed by, with their names.
func keyOf(r *facts.Record) uint64 {
	h := uint64(1)
	for _, key := range r.Span.Keys {
		if v := r.Value(key); v != nil {
			h = mix(h, findings.Hash([]byte(key.Model.Name)))
			if v.Kind == trace.String {
				h = mix(h, findings.Hash(v.Text))
			} else {
				h = mix(h, findings.Hash([]byte(findings.Value(v))))
			}
		}
	}
	return max(h, 1)
}
