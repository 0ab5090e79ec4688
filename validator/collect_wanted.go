package validator

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/trace"
)

// wanted says which records are kept.
type wanted struct {
	traces []trace.ID
	came   map[trace.ID]bool // which of traces: with whether a record of it, or a link to it, is there
	scan   *engine.Scan

	// Of the second pass: the span ids that the first one named, and the span ids whose children may be in another trace.
	spans   map[trace.SpanID]bool
	parents map[trace.SpanID]bool
}

func (w *wanted) begin(scan *engine.Scan) {
	w.scan, w.came = scan, make(map[trace.ID]bool, len(w.traces))
	for _, id := range w.traces {
		w.came[id] = false
	}
}

// own reports whether a record is of a wanted trace, or names one.
func (w *wanted) own(r *trace.Record, scan *engine.Scan) bool {
	flow := scan.Add(r)
	if _, ok := w.came[r.TraceID]; ok {
		w.came[r.TraceID] = w.came[r.TraceID] || flow != nil
		return true
	}
	if flow == nil {
		return false
	}
	_, keep := w.came[r.ParentTraceID]
	for _, link := range r.Links {
		if _, ok := w.came[link.TraceID]; ok {
			w.came[link.TraceID], keep = true, true
		}
	}
	return keep
}

// names notes what the kept records name that is not kept. It reports whether there is anything.
func (w *wanted) names(records []keptRecord) bool {
	w.spans, w.parents = map[trace.SpanID]bool{}, map[trace.SpanID]bool{}
	have := map[trace.SpanID]bool{}
	for i := range records {
		have[records[i].SpanID] = true
	}
	for i := range records {
		r := &records[i].Record
		if _, own := w.came[r.TraceID]; !own {
			continue
		}
		flow := w.scan.FlowOf(r)
		if flow == nil {
			continue
		}
		span := facts.SpanOf(flow, r)
		if span == nil {
			continue
		}
		if span.RemoteParent && !r.SpanID.IsZero() {
			w.parents[r.SpanID] = true
		}
		if span.HasParentIn(true) && !r.ParentID.IsZero() && !have[r.ParentID] {
			w.spans[r.ParentID] = true
		}
		for _, link := range r.Links {
			if _, own := w.came[link.TraceID]; !own && !have[link.SpanID] {
				w.spans[link.SpanID] = true
			}
		}
	}
	return len(w.spans)+len(w.parents) > 0
}

// related reports whether a record is named by a wanted trace, or is the child of a record of one.
func (w *wanted) related(r *trace.Record, scan *engine.Scan) bool {
	if !w.spans[r.SpanID] && !w.parents[r.ParentID] && !w.linked(r) {
		return false
	}
	if _, own := w.came[r.TraceID]; own || scan.FlowOf(r) == nil {
		return false
	}
	if _, kept := w.came[r.ParentTraceID]; kept {
		return false
	}
	return !slices.ContainsFunc(r.Links, func(l trace.Link) bool { _, kept := w.came[l.TraceID]; return kept })
}

// linked reports whether the first link of a record may stand for a parent that is wanted.
func (w *wanted) linked(r *trace.Record) bool {
	return r.LinkMayBeParent && len(r.Links) > 0 && w.parents[r.Links[0].SpanID]
}

// kept is the records that were kept.
type kept struct {
	records   []keptRecord
	resources map[*trace.Resource]bool
	bytes     int
	cut       bool
}

// keptRecord is a record with the number of its input.
type keptRecord struct {
	*trace.Judged
	number int
}

func (k *kept) add(r *trace.Record, name string, number int) {
	if len(k.records) >= MaxCollectedRecords || k.bytes >= MaxCollectedBytes {
		k.cut = true
		return
	}
	one, size := cloned(r)
	if r.Resource != nil && !k.resources[r.Resource] {
		if k.resources == nil {
			k.resources = map[*trace.Resource]bool{}
		}
		k.resources[r.Resource] = true
		size += sizeOf(r.Resource)
	}
	k.bytes += size
	k.records = append(k.records, keptRecord{&trace.Judged{Record: one, Input: name}, number})
}

// inOrder returns the records in the order of the inputs.
func (k *kept) inOrder() []*trace.Judged {
	slices.SortStableFunc(k.records, func(a, b keptRecord) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.Offset, b.Offset))
	})
	out := make([]*trace.Judged, len(k.records))
	for i, r := range k.records {
		out[i] = r.Judged
	}
	return out
}
