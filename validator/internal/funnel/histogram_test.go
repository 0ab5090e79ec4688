package funnel

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestHistogramError compares percentiles with those of the sorted times: at most 1/128 off, below 64 microseconds by less than one.
func TestHistogramError(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, most := range []float64{100e3, 1e9, 86_400e9, math.MaxInt64} {
		var h Histogram
		var all []int64
		for range 20_000 {
			n := int64(math.Exp(random.Float64() * math.Log(most)))
			all = append(all, max(n, 0))
			h.Add(all[len(all)-1])
		}
		slices.Sort(all)
		for _, share := range []float64{0, 0.01, 0.5, 0.95, 0.99, 1} {
			rank := min(max(int(math.Ceil(share*float64(len(all)))), 1), len(all))
			want, got := all[rank-1], h.Quantile(share)
			off := math.Abs(float64(got) - float64(want))
			if want < 64_000 && off >= 1000 || want >= 64_000 && off > float64(want)/128+1000 {
				t.Errorf("up to %g, %g: got %d, want %d", most, share, got, want)
			}
		}
	}
}

// TestBuckets checks that every bucket begins where it says, and none is missing.
func TestBuckets(t *testing.T) {
	for i := range int32(buckets) {
		lower := lowerOf(i)
		if bucketOf(lower) != i || i > 0 && bucketOf(lower-1) != i-1 {
			t.Fatalf("bucket %d begins at %d, which is in %d; before it is %d", i, lower, bucketOf(lower), bucketOf(lower-1))
		}
		if middle := middleOf(i); middle < lower || bucketOf(middle) != i {
			t.Fatalf("bucket %d from %d has the middle %d", i, lower, middle)
		}
		if i == bucketOf(math.MaxInt64) {
			return
		}
	}
	t.Error("the longest time has no bucket")
}

// TestHistogramMerge checks that merging is adding, with few buckets and with many.
func TestHistogramMerge(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 1))
	for _, n := range []int{10, 300, 5000} {
		var a, b, all Histogram
		for i := range n {
			time := int64(math.Exp(random.Float64() * 40))
			all.Add(time)
			if i%2 == 0 {
				a.Add(time)
			} else {
				b.Add(time)
			}
		}
		a.Merge(&b)
		if !reflect.DeepEqual(a, all) {
			t.Errorf("%d times: merging gives something else", n)
		}
	}
	var empty Histogram
	if empty.Quantile(0.5) != 0 || empty.Total() != 0 {
		t.Error("a histogram without times has some")
	}
}

func BenchmarkHistogram(b *testing.B) {
	var h Histogram
	n := int64(1)
	for b.Loop() {
		n = n*6364136223846793005 + 1442695040888963407
		h.Add(n >> 20 & (1<<40 - 1))
	}
}
