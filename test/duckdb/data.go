package duckdb

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"time"
)

// record is a SpanEvent.
type record struct {
	TraceID       string            `json:"trace_id"`
	SpanID        string            `json:"span_id"`
	ParentID      string            `json:"parent_id,omitempty"`
	ParentTraceID string            `json:"parent_trace_id,omitempty"`
	Name          string            `json:"name"`
	Service       string            `json:"service_name"`
	Start         int64             `json:"timestamp"`
	Duration      int64             `json:"duration"`
	Flow          string            `json:"flow,omitempty"`
	Version       string            `json:"flow_version,omitempty"`
	Tags          map[string]string `json:"tags,omitempty"`
	Links         []recordLink      `json:"links,omitempty"`
}

type recordLink struct {
	TraceID string `json:"trace_id"`
	SpanID  string `json:"span_id"`
}

// data is the records of traces under construction.
type data struct {
	r       *rand.Rand
	f       *flow
	records []*record        // in the order in which they are made: a parent stands before its children
	last    int64            // the latest start that was given: no two are the same by chance
	copied  map[*record]bool // there is a copy
	tied    map[*record]bool // there is one that starts at the same time
}

func (d *data) id(digits int) string {
	id := fmt.Sprintf("%016x%016x", d.r.Uint64()|1<<63, d.r.Uint64()|1<<63)
	return id[:digits]
}

// newData returns traces of the flow, of which about half break it, and as many behind them that keep it: what has to follow had its time.
func newData(r *rand.Rand, f *flow, n int) *data {
	d := &data{r: r, f: f, copied: map[*record]bool{}, tied: map[*record]bool{}}
	const begin = 1_772_442_000_000_000
	for i := range n {
		from := len(d.records)
		d.traces(i, begin+int64(i)*int64(10*time.Second/time.Microsecond))
		for range r.IntN(3) {
			d.breakOne(from)
		}
	}
	for i := range n {
		d.traces(i, begin+int64((10*24*time.Hour+time.Duration(i)*10*time.Second)/time.Microsecond))
	}
	return d
}

// traces adds a trace of each kind that keeps the spec.
func (d *data) traces(i int, at int64) {
	version := i % 2
	ids := map[string]string{"main": d.id(32), "side": d.id(32)}
	made := map[string][]*record{}
	who := fmt.Sprint("w", i)
	for k := range d.f.versions[version] {
		s := &d.f.versions[version][k]
		n := 1
		switch s.occurs {
		case "at_most_once":
			n = d.r.IntN(2)
		case "":
			n = d.r.IntN(3)
		}
		for range n {
			one := &record{
				TraceID: ids[s.kind], SpanID: d.id(16), Name: s.name, Service: "app", Duration: 1, Flow: "f", Version: versionNames[version],
				Tags: map[string]string{},
			}
			if len(s.parents) > 0 && !d.below(one, s, made, ids) {
				continue
			}
			at = max(at, d.last) + 1 + d.r.Int64N(1000)
			d.last, one.Start = at, at
			if s.scoped {
				one.Tags["who"] = who
			}
			if s.link != nil {
				d.link(one, s, made)
			}
			made[s.name] = append(made[s.name], one)
			d.records = append(d.records, one)
		}
	}
}

// below puts the record below one of those that the spec has as parents. It reports false where there is none.
func (d *data) below(one *record, s *span, made map[string][]*record, ids map[string]string) bool {
	var parents []*record
	for _, name := range s.parents {
		parents = append(parents, made[name]...)
	}
	if len(parents) == 0 {
		return false
	}
	parent := parents[d.r.IntN(len(parents))]
	if one.ParentID = parent.SpanID; parent.TraceID != ids[s.kind] {
		one.ParentTraceID = parent.TraceID
	}
	return true
}

func (d *data) link(one *record, s *span, made map[string][]*record) {
	for _, to := range made[s.link.to] {
		if len(one.Links) < s.link.max {
			one.Links = append(one.Links, recordLink{to.TraceID, to.SpanID})
		}
	}
}

// breakOne breaks one of the records since from, or adds one.
func (d *data) breakOne(from int) {
	if len(d.records) == from {
		return
	}
	i := from + d.r.IntN(len(d.records)-from)
	one := d.records[i]
	how := d.r.IntN(16)
	if !d.mayBreak(one, how) {
		return
	}
	another := d.records[from+d.r.IntN(i-from+1)] // that stands before it, so that there are no cycles
	minute := int64(time.Minute / time.Microsecond)
	switch how {
	case 0, 1:
		d.records = append(d.records[:i], d.records[i+1:]...)
	case 2:
		d.copy(one, func(*record) {})
	case 3:
		d.copy(one, func(c *record) { c.Start += 1 + d.r.Int64N(1000) })
	case 4:
		d.copy(one, func(c *record) { c.Tags["note"] = pick(d.r, "a", "b") })
	case 5:
		if another.TraceID == one.TraceID && another != one && one.ParentID != "" {
			one.ParentID, one.ParentTraceID = another.SpanID, ""
		}
	case 6:
		elsewhere := d.records[d.r.IntN(from+1)]
		if elsewhere.TraceID != one.TraceID {
			one.ParentID, one.ParentTraceID = elsewhere.SpanID, elsewhere.TraceID
		}
	case 7:
		one.ParentID, one.ParentTraceID = "", ""
	case 8:
		one.ParentID = d.id(16)
	case 9:
		d.copy(one, func(c *record) { c.SpanID = d.id(16); c.Start += 7 })
	case 10:
		one.Start -= minute * int64(1+d.r.IntN(20))
	case 11:
		one.Start += minute * int64(1+d.r.IntN(20))
	case 12:
		if _, has := one.Tags["who"]; has {
			one.Tags["who"] = pick(d.r, "", "x", "y")
		}
	case 13:
		one.Links = append(one.Links[:0:0], recordLink{another.TraceID, another.SpanID})
	case 14:
		one.Links = append(one.Links[:0:0], recordLink{another.TraceID, d.id(16)})
	case 15:
		if one.ParentID != "" { // an ordinary span takes its place
			other := &record{TraceID: one.TraceID, SpanID: d.id(16), Name: "GET /", Service: "web", Start: one.Start - 3, Duration: 1}
			d.records = append(d.records, other)
			one.ParentID, one.ParentTraceID = other.SpanID, ""
		}
	}
}

// mayBreak reports whether the record may be broken in the way with the number. Where two copies start at the same time, the validator's
// hash settles which of two contents counts, and SQL does not have it. Where copies name different traces, each is asked in its own.
func (d *data) mayBreak(one *record, how int) bool {
	const another, earlier, otherTag = 8, 10, 12
	return one.Flow != "" && !d.tied[one] && (!d.copied[one] || how == another || how >= earlier && how <= otherTag)
}

// copy adds a copy of the record that differs in something.
func (d *data) copy(one *record, in func(*record)) {
	c := *one
	c.Tags = maps.Clone(one.Tags)
	in(&c)
	d.records = append(d.records, &c)
	if c.SpanID != one.SpanID {
		return
	}
	d.copied[one], d.copied[&c] = true, true
	if c.Start == one.Start {
		d.tied[one], d.tied[&c] = true, true
	}
}

// lines returns the records as lines, in a random order.
func (d *data) lines() ([]byte, error) {
	d.r.Shuffle(len(d.records), func(i, k int) { d.records[i], d.records[k] = d.records[k], d.records[i] })
	var out []byte
	for _, r := range d.records {
		line, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		out = append(append(out, line...), '\n')
	}
	return out, nil
}
