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

// content identifies the content of a record under a span id. The two sides of a call are two records.
type content struct {
	span   trace.SpanID
	server bool
	hash   uint64
}

func contentOf(r *Row) content { return content{r.SpanID, r.Flags&ServerSide != 0, r.Hash} }

// findCopies removes all but one of the records that share a span id. It keeps the content that occurs most often and, of records
// with that content, the earliest. Lookups are reduced to those of one record in the same way.
func (t *Trace) findCopies() {
	if t.indexBySpanID() {
		t.takeOutCopies()
	}
	t.joinSides()
	t.addOthers()
	t.lookups = oncePerRecord(t.lookups)
}

// side returns the index that the record is in by its span id.
func (t *Trace) side(r *Row) *rowIndex {
	if r.Flags&ServerSide != 0 {
		return &t.serverSides
	}
	return &t.bySpanID
}

// joinSides finds the server's sides of calls by their span ids too, unless the client's side has the same: then they stay apart.
func (t *Trace) joinSides() {
	if len(t.serverSides.rows) == 0 {
		return
	}
	servers := slices.Clone(t.serverSides.rows)
	t.serverSides.reset()
	for _, r := range servers {
		if !t.bySpanID.add(r.SpanID, r) {
			t.serverSides.add(r.SpanID, r)
		}
	}
}

// indexBySpanID reports whether several records share a span id.
func (t *Trace) indexBySpanID() (shared bool) {
	for _, r := range t.Rows {
		if r.Flags&NoSpanID != 0 {
			continue
		}
		if !t.side(r).add(r.SpanID, r) {
			shared = true
		}
	}
	return shared
}

func (t *Trace) takeOutCopies() {
	votes := map[content]int{}
	for _, r := range t.Rows {
		votes[contentOf(r)]++
	}
	for _, r := range t.Rows { // the earliest first, so that it wins a tie
		side := t.side(r)
		if first := side.get(r.SpanID); first != nil && votes[contentOf(r)] > votes[contentOf(first)] {
			side.set(r.SpanID, r)
		}
	}
	kept := t.Rows[:0]
	seen := map[content]bool{}
	for _, r := range t.Rows {
		first := t.side(r).get(r.SpanID)
		if r.Flags&NoSpanID != 0 || first == r {
			kept = append(kept, r)
			continue
		}
		same := r.Hash == first.Hash || seen[contentOf(r)]
		seen[contentOf(r)] = true
		t.Copies = append(t.Copies, Copy{r, first, same})
	}
	t.Rows = kept
}

// recordID is the trace and span id of a record and its side of a call, which copies of it share.
type recordID struct {
	trace  trace.ID
	span   trace.SpanID
	server bool
}

func recordIDOf(r *Row) recordID { return recordID{r.TraceID, r.SpanID, r.Flags&ServerSide != 0} }

// oncePerRecord removes the lookups of all but one of the records that share a trace and a span id: it keeps the content that
// occurs most often and, of records with that content, the earliest. A record that is a copy in its own trace keeps its lookups
// here if no other record with its ids has any. The lookups must be sorted, the earliest first.
func oncePerRecord(lookups []*Row) []*Row {
	if len(lookups) < 2 {
		return lookups
	}
	kept, copies := map[recordID]*Row{}, false
	for _, q := range lookups {
		id := recordIDOf(q)
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
			votes[version{recordIDOf(q), q.Hash}]++
		}
	}
	for _, q := range lookups { // the earliest first, so that it wins a tie
		id := recordIDOf(q)
		if votes[version{id, q.Hash}] > votes[version{id, kept[id].Hash}] {
			kept[id] = q
		}
	}
	return slices.DeleteFunc(lookups, func(q *Row) bool { return kept[recordIDOf(q)].place() != q.place() })
}
