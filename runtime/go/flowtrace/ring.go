package flowtrace

// ring is a queue of at most limit spans with at most maxBytes, which grows as it needs to and keeps its memory.
type ring struct {
	spans    []SpanData
	first    int
	count    int
	bytes    int // of the spans in it, as SpanData.Size has it
	limit    int
	maxBytes int
}

// push adds a span, and reports whether there was room. An empty queue takes a span of any size.
func (r *ring) push(span *SpanData) bool {
	size := span.Size()
	if r.count == r.limit || r.count > 0 && r.bytes+size > r.maxBytes {
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
	r.bytes += size
	return true
}

// pop moves the n oldest spans into to, whose contents it replaces. There are at least n.
func (r *ring) pop(to []SpanData, n int) []SpanData {
	to = to[:0]
	for range n {
		r.bytes -= r.spans[r.first].Size()
		to = append(to, r.spans[r.first])
		r.spans[r.first] = SpanData{} // so that what it refers to can be collected
		r.first = (r.first + 1) % len(r.spans)
	}
	r.count -= n
	return to
}

// clear empties the queue and frees its memory. It returns how many spans were in it.
func (r *ring) clear() int {
	n := r.count
	r.spans, r.first, r.count, r.bytes = nil, 0, 0, 0
	return n
}
