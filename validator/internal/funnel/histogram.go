package funnel

import (
	"math"
	"math/bits"
	"slices"
)

// Histogram counts times in microseconds, in buckets of which 64 lie between a power of two and the next; below 64 microseconds each has
// its own. It has integers only, so the same times give the same bytes on every machine, and two of them are merged by adding. Few
// buckets are kept in order, many in one array.
type Histogram struct {
	total  int64
	few    []bucket // in order, while there are at most maxFew
	counts []int64  // by bucket, else
}

type bucket struct {
	index int32
	count int64
}

const (
	perOctave = 64
	octave    = 6 // bits of perOctave
	maxFew    = 512
	// buckets is enough for 2^63 nanoseconds, as microseconds.
	buckets = (54-octave)*perOctave + perOctave
)

// bucketOf returns the bucket of a time, which is not negative.
func bucketOf(nanos int64) int32 {
	us := uint64(nanos) / 1000
	if us < perOctave {
		return int32(us)
	}
	shift := bits.Len64(us) - 1 - octave
	return int32(shift<<octave) + int32(us>>shift)
}

// lowerOf returns the smallest time of a bucket, in nanoseconds.
func lowerOf(index int32) int64 {
	if index < 2*perOctave {
		return int64(index) * 1000
	}
	shift := index>>octave - 1
	return int64(index-shift<<octave) << shift * 1000
}

// middleOf returns the time that stands for those of a bucket, in nanoseconds.
func middleOf(index int32) int64 {
	if index < 2*perOctave {
		return int64(index) * 1000
	}
	return lowerOf(index) + int64(500)<<(index>>octave-1)
}

// Add counts a time in nanoseconds, which is not negative.
func (h *Histogram) Add(nanos int64) { h.add(bucketOf(nanos), 1) }

func (h *Histogram) add(index int32, n int64) {
	h.total += n
	if h.counts != nil {
		h.counts[index] += n
		return
	}
	at, found := slices.BinarySearchFunc(h.few, index, func(b bucket, i int32) int { return int(b.index - i) })
	if found {
		h.few[at].count += n
		return
	}
	if len(h.few) == maxFew {
		h.counts = make([]int64, buckets)
		for _, b := range h.few {
			h.counts[b.index] = b.count
		}
		h.few = nil
		h.counts[index] += n
		return
	}
	h.few = slices.Insert(h.few, at, bucket{index, n})
}

// Merge adds all times of another histogram.
func (h *Histogram) Merge(other *Histogram) {
	other.each(func(index int32, n int64) { h.add(index, n) })
}

// each calls do with the buckets that are not empty, in order.
func (h *Histogram) each(do func(index int32, count int64)) {
	for _, b := range h.few {
		do(b.index, b.count)
	}
	for i, n := range h.counts {
		if n > 0 {
			do(int32(i), n)
		}
	}
}

// Total returns how many times were added.
func (h *Histogram) Total() int64 { return h.total }

// Each calls do with the buckets that are not empty, the shortest times first: their lower bounds in nanoseconds.
func (h *Histogram) Each(do func(lower, count int64)) {
	h.each(func(index int32, count int64) { do(lowerOf(index), count) })
}

// Quantile returns the time below which the share of the times lies, in nanoseconds; 0 where there are none.
func (h *Histogram) Quantile(share float64) int64 { return middleOf(h.bucketAt(share)) }

// bucketAt returns the bucket in which the time with the rank ⌈share × total⌉ lies.
func (h *Histogram) bucketAt(share float64) (found int32) {
	rank := min(max(int64(math.Ceil(share*float64(h.total))), 1), h.total)
	seen := int64(0)
	h.each(func(index int32, count int64) {
		if seen < rank && seen+count >= rank {
			found = index
		}
		seen += count
	})
	return found
}

// size returns how many bytes the histogram takes, about. It only depends on what was added.
func (h *Histogram) size() int {
	if h.counts != nil {
		return 8 * buckets
	}
	return 16 * len(h.few)
}
