package facts

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/trace"
)

// Repeated calls do with each key that stands on the record more than once with different values: with its first tag, and with the first
// one after it that has another value. Keys come in ascending order, each once.
func (r *Record) Repeated(do func(first, other *Tag)) {
	if !r.HasRepeated {
		return
	}
	r.sortTags()
	for rest := r.sorted; len(rest) > 1; {
		n := 1
		first := &r.tags[rest[0]]
		for n < len(rest) && bytes.Equal(r.tags[rest[n]].Raw.Key, first.Raw.Key) {
			n++
		}
		for _, i := range rest[1:n] {
			if other := &r.tags[i]; !sameValue(&first.Raw.Value, &other.Raw.Value) {
				do(first, other)
				break
			}
		}
		rest = rest[n:]
	}
}

// fewTags is up to how many tags before it a key that the flow does not know is compared with.
const fewTags = 64

// mayRepeat reports whether a key that the flow does not know may be that of a tag before it.
func (r *Record) mayRepeat(key []byte) bool {
	if len(r.tags) > fewTags {
		return true
	}
	for i := range r.tags {
		if t := &r.tags[i]; t.Spec == nil && bytes.Equal(t.Raw.Key, key) {
			return true
		}
	}
	return false
}

// sortTags sorts the tags by key and then by place: a record may have tens of thousands, which must not cost their square.
func (r *Record) sortTags() {
	r.sorted = r.sorted[:0]
	for i := range r.tags {
		r.sorted = append(r.sorted, int32(i))
	}
	slices.SortFunc(r.sorted, func(a, b int32) int {
		return cmp.Or(bytes.Compare(r.tags[a].Raw.Key, r.tags[b].Raw.Key), cmp.Compare(a, b))
	})
}

// sameValue reports whether two values are the same, of the same type.
func sameValue(a, b *trace.Value) bool {
	if a.Kind != b.Kind || a.Bits != b.Bits || !bytes.Equal(a.Text, b.Text) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Items {
		if !sameValue(&a.Items[i], &b.Items[i]) {
			return false
		}
	}
	return true
}
