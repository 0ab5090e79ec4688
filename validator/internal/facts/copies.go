package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// Copy is a record that has the span id of another record of its trace. Only that other one is checked any further.
type Copy struct {
	Row  *Row
	Kept *Row // the record that is checked
	Same bool // its content equals that of another record with the span id
}

// content identifies the content of a record under a span id.
type content struct {
	span trace.SpanID
	hash uint64
}

// findCopies removes all but one of the records that share a span id. It keeps the content that occurs most often and, of records
// with that content, the earliest. Lookups are reduced to those of one record in the same way.
func (t *Trace) findCopies() {
	if t.indexBySpanID() {
		t.takeOutCopies()
	}
	t.addOthers()
	t.lookups = oncePerRecord(t.lookups)
}

// indexBySpanID reports whether several records share a span id.
func (t *Trace) indexBySpanID() (shared bool) {
	for _, r := range t.Rows {
		if r.Flags&NoSpanID != 0 {
			continue
		}
		if t.bySpanID[r.SpanID] != nil {
			shared = true
			continue
		}
		t.bySpanID[r.SpanID] = r
	}
	return shared
}

func (t *Trace) takeOutCopies() {
	votes := map[content]int{}
	for _, r := range t.Rows {
		votes[content{r.SpanID, r.Hash}]++
	}
	for _, r := range t.Rows { // the earliest first, so that it wins a tie
		if first := t.bySpanID[r.SpanID]; first != nil && votes[content{r.SpanID, r.Hash}] > votes[content{r.SpanID, first.Hash}] {
			t.bySpanID[r.SpanID] = r
		}
	}
	kept := t.Rows[:0]
	seen := map[content]bool{}
	for _, r := range t.Rows {
		first := t.bySpanID[r.SpanID]
		if r.Flags&NoSpanID != 0 || first == r {
			kept = append(kept, r)
			continue
		}
		same := r.Hash == first.Hash || seen[content{r.SpanID, r.Hash}]
		seen[content{r.SpanID, r.Hash}] = true
		t.Copies = append(t.Copies, Copy{r, first, same})
	}
	t.Rows = kept
}

// recordID is the trace and span id of a record, which copies of it share.
type recordID struct {
	trace trace.ID
	span  trace.SpanID
}

// oncePerRecord removes the lookups of all but one of the records that share a trace and a span id: it keeps the content that
// occurs most often and, of records with that content, the earliest. A record that is a copy in its own trace keeps its lookups
// here if no other record with its ids has any. The lookups must be sorted, the earliest first.
func oncePerRecord(lookups []*Row) []*Row {
	if len(lookups) < 2 {
		return lookups
	}
	kept, copies := map[recordID]*Row{}, false
	for _, q := range lookups {
		id := recordID{q.TraceID, q.SpanID}
		if kept[id] == nil {
			kept[id] = q
		} else if kept[id].place() != q.place() {
			copies = true
		}
	}
	if !copies {
		return lookups
	}
	type version struct {
		recordID
		hash uint64
	}
	votes, counted := map[version]int{}, map[place]bool{}
	for _, q := range lookups {
		if !counted[q.place()] {
			counted[q.place()] = true
			votes[version{recordID{q.TraceID, q.SpanID}, q.Hash}]++
		}
	}
	for _, q := range lookups { // the earliest first, so that it wins a tie
		id := recordID{q.TraceID, q.SpanID}
		if votes[version{id, q.Hash}] > votes[version{id, kept[id].Hash}] {
			kept[id] = q
		}
	}
	return slices.DeleteFunc(lookups, func(q *Row) bool { return kept[recordID{q.TraceID, q.SpanID}].place() != q.place() })
}
