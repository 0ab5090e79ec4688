package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// Copy is a record under a span id that another one, which counts, has too.
type Copy struct {
	Row  *Row
	Kept *Row // the one that counts
	Same bool // the content is that of another record
}

// content is what a record under a span id says.
type content struct {
	span trace.SpanID
	hash uint64
}

// findCopies takes out all but one of the records that share a span id. The one that stays has the content that occurs most
// or, among those, is the earliest. Of questions from other traces, and about them, those of one record stay in the same way.
func (t *Trace) findCopies() {
	if t.indexBySpanID() {
		t.takeOutCopies()
	}
	t.addOthers()
	t.questions = oncePerRecord(t.questions)
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

// oncePerRecord drops the questions of all but one of the records that share a trace and a span id: the content stays that
// asks most often or, among those, the earliest. A record that does not count in its own trace, but is the only one that
// asks here, is still answered. The questions are sorted, the earliest first.
func oncePerRecord(questions []*Row) []*Row {
	if len(questions) < 2 {
		return questions
	}
	kept, copies := map[recordID]*Row{}, false
	for _, q := range questions {
		id := recordID{q.TraceID, q.SpanID}
		if kept[id] == nil {
			kept[id] = q
		} else if kept[id].place() != q.place() {
			copies = true
		}
	}
	if !copies {
		return questions
	}
	type said struct {
		recordID
		hash uint64
	}
	votes, counted := map[said]int{}, map[place]bool{}
	for _, q := range questions {
		if !counted[q.place()] {
			counted[q.place()] = true
			votes[said{recordID{q.TraceID, q.SpanID}, q.Hash}]++
		}
	}
	for _, q := range questions { // the earliest first, so that it wins a tie
		id := recordID{q.TraceID, q.SpanID}
		if votes[said{id, q.Hash}] > votes[said{id, kept[id].Hash}] {
			kept[id] = q
		}
	}
	return slices.DeleteFunc(questions, func(q *Row) bool { return kept[recordID{q.TraceID, q.SpanID}].place() != q.place() })
}
