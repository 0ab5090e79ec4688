package sample

import (
	"math"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// unique returns the value with a number: every number another value, as far as the tag has so many.
func (v *values) unique(number uint64, r *random) trace.Value {
	switch {
	case v.numbered != nil:
		for range tries {
			if text := v.numbered(make([]byte, 0, 24), number%v.total); v.holds(text) {
				return trace.StringValue(text)
			}
			number += v.total / 3
		}
	case v.tag.Kind == model.KindInt:
		room := uint64(math.MaxInt64) - uint64(v.low)
		if v.tag.Max != nil {
			room = min(room, uint64(atMost(v.tag.Max))-uint64(v.low)+1)
		}
		return trace.IntValue(v.low + int64(number%max(room, 1)))
	case v.tag.Kind == model.KindEnum:
		return trace.StringValue([]byte(v.enum[number%uint64(len(v.enum))].Wire))
	case v.tag.Kind == model.KindBool:
		return trace.BoolValue(number%2 == 0)
	}
	return v.item(r)
}

// distinct returns how many values unique has, at most countLimit.
func (v *values) distinct() uint64 {
	switch {
	case v.numbered != nil:
		return v.total
	case v.tag.Kind == model.KindInt && v.tag.Max != nil:
		return min(countLimit, uint64(atMost(v.tag.Max))-uint64(v.low)+1)
	case v.tag.Kind == model.KindEnum:
		return uint64(len(v.enum))
	case v.tag.Kind == model.KindBool:
		return 2
	}
	return countLimit
}
