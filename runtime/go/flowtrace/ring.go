package flowtrace

// ring is a queue of at most limit spans, which grows as it needs to and keeps its memory.
type ring struct {
	spans []SpanData
	first int
	count int
	limit int
}

// push adds a span, and reports whether there was room.
func (r *ring) push(span *SpanData) bool {
	if r.count == r.limit {
		return false
	}
	if r.count == len(r.spans) {
		grown := make([]SpanData, min(r.limit, max(64, 2*r.count)))
		n := copy(grown, r.spans[r.first:])
		copy(grown[n:], r.spans[:r.first])
		r.spans, r.first = grown, 0
	}
	r.spans[(r.first+r.count)%len(r.spans)] = *span
	r.count++
	return true
}

// pop moves the n oldest spans into to, whose contents it replaces. There are at least n.
func (r *ring) pop(to []SpanData, n int) []SpanData {
	to = to[:0]
	for range n {
		to = append(to, r.spans[r.first])
		r.spans[r.first] = SpanData{} // so that what it refers to can be collected
		r.first = (r.first + 1) % len(r.spans)
	}
	r.count -= n
	return to
}
