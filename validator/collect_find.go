package validator

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/trace"
)

// The bounds of a search by terms.
const (
	maxTerms      = 32
	maxCandidates = 1 << 19 // traces in which a term holds
)

// candidate is a trace in which some of the terms hold.
type candidate struct {
	holds uint32 // which
	start int64  // of the earliest record that shows one of them
}

// search looks for the traces in which all terms hold.
type search struct {
	terms      []term
	candidates map[trace.ID]candidate
	tooMany    bool
}

// term is a Term with the trace ids that it means, where its key is a tag that trace ids derive from.
type term struct {
	Term
	key, value []byte
	ids        map[trace.ID]bool // nil where it is about tags
}

// byTerms returns the traces in which all terms hold, the newest first.
func (s *collecting) byTerms(q Query) ([]trace.ID, error) {
	if len(q.Terms) > maxTerms {
		return nil, errors.New("cannot look for more than " + strconv.Itoa(maxTerms) + " terms at once: leave some out")
	}
	look := &search{candidates: map[trace.ID]candidate{}}
	onlyIDs := true
	for _, t := range q.Terms {
		one := term{Term: t, key: []byte(t.Key), value: []byte(t.Value), ids: s.v.idsOf(t)}
		onlyIDs = onlyIDs && one.ids != nil
		look.terms = append(look.terms, one)
	}
	if s.byID = onlyIDs; onlyIDs {
		return look.allIDs(), nil
	}
	if err := s.pass(engine.NewScan(s.v.flows), look.record); err != nil {
		return nil, err
	}
	s.out.TooMany = look.tooMany
	ids := look.found()
	s.out.Matched = len(ids)
	return ids[:min(len(ids), MaxCollectedTraces)], nil
}

// idsOf returns the ids of the traces that a term means by itself, nil where its key is no tag that trace ids derive from.
func (v *Validator) idsOf(t Term) map[trace.ID]bool {
	var ids map[trace.ID]bool
	for _, flow := range v.flows.All {
		for _, kind := range flow.Current.Model.Traces {
			if kind.ID != nil && kind.ID.Name == t.Key {
				if ids == nil {
					ids = map[trace.ID]bool{}
				}
				id, _ := facts.TraceIDOf(flow.Name, []byte(t.Value))
				ids[id] = true
			}
		}
	}
	return ids
}

// allIDs returns the trace ids that all terms mean.
func (s *search) allIDs() []trace.ID {
	var out []trace.ID
	for id := range s.terms[0].ids {
		if !slices.ContainsFunc(s.terms, func(t term) bool { return !t.ids[id] }) {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b trace.ID) int { return bytes.Compare(a[:], b[:]) })
	return out
}

// record notes which terms hold for a record. It keeps none.
func (s *search) record(r *trace.Record, scan *engine.Scan) bool {
	if scan.FlowOf(r) == nil || r.TraceID.IsZero() {
		return false
	}
	var holds uint32
	for i := range s.terms {
		if s.terms[i].holds(r, scan) {
			holds |= 1 << i
		}
	}
	if holds == 0 {
		return false
	}
	c, known := s.candidates[r.TraceID]
	if !known && len(s.candidates) == maxCandidates {
		s.tooMany = true
		return false
	}
	if !known || r.Start < c.start {
		c.start = r.Start
	}
	c.holds |= holds
	s.candidates[r.TraceID] = c
	return false
}

// found returns the traces in which all terms hold, the newest first.
func (s *search) found() []trace.ID {
	all := uint32(1)<<len(s.terms) - 1
	var out []trace.ID
	for id, c := range s.candidates {
		if c.holds == all {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b trace.ID) int {
		return cmp.Or(cmp.Compare(s.candidates[b].start, s.candidates[a].start), bytes.Compare(a[:], b[:]))
	})
	return out
}

// holds reports whether the term holds for a record of a flow.
func (t *term) holds(r *trace.Record, scan *engine.Scan) bool {
	switch {
	case t.ids != nil:
		return t.ids[r.TraceID]
	case t.Key == "service", t.Key == "version":
		known := scan.Facts(r)
		if known == nil {
			return false
		}
		service, version := known.Emitter()
		if t.Key == "version" {
			return string(version) == t.Value
		}
		return string(service) == t.Value || known.Service != nil && known.Service.Model.Name == t.Value
	}
	hasValue := func(tag trace.Tag) bool { return string(tag.Key) == t.Key && isText(&tag.Value, t.Value) }
	return slices.ContainsFunc(r.Tags, hasValue) || r.Resource != nil && slices.ContainsFunc(r.Resource.Tags, hasValue)
}

// isText reports whether a value is written so, or one of a list is.
func isText(v *trace.Value, text string) bool {
	switch v.Kind {
	case trace.List:
		return slices.ContainsFunc(v.Items, func(item trace.Value) bool { return isText(&item, text) })
	case trace.String, trace.Untyped:
		return string(v.Text) == text
	}
	return v.Plain() == text
}
