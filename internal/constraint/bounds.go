package constraint

import (
	"math"
	"math/big"
	"strconv"

	"github.com/specgen/specgen/internal/model"
)

// bounds are the least and the greatest value of a number, both included.
type bounds[T int64 | float64] struct {
	low, high T
	// Limits of an int beyond its 64 bits, which it cannot be compared to. A double has infinities for them.
	noneIsHighEnough, noneIsLowEnough bool
}

var (
	everyInt    = bounds[int64]{low: math.MinInt64, high: math.MaxInt64}
	everyDouble = bounds[float64]{low: math.Inf(-1), high: math.Inf(1)}
)

// bounds adds Min and Max. Values are compared with, and the words name, the limit as a value of the tag's type: for an int the
// nearest whole number that keeps the limit, for a double the nearest double.
func (s *Set) bounds() {
	least, greatest := s.tag.Min, s.tag.Max
	if s.tag.Kind == model.KindDouble {
		if least != nil {
			s.doubles.low, _ = least.Float64()
			s.add(Constraint{Kind: Min, Number: least, Expected: atLeast(plainDouble(s.doubles.low))})
		}
		if greatest != nil {
			s.doubles.high, _ = greatest.Float64()
			s.add(Constraint{Kind: Max, Number: greatest, Expected: atMost(plainDouble(s.doubles.high))})
		}
		return
	}
	if least != nil {
		least = inwards(least, Min)
		s.ints.low, s.ints.noneIsHighEnough = clamp(least.Num(), Min)
		s.add(Constraint{Kind: Min, Number: least, Expected: atLeast(Decimal(least))})
	}
	if greatest != nil {
		greatest = inwards(greatest, Max)
		s.ints.high, s.ints.noneIsLowEnough = clamp(greatest.Num(), Max)
		s.add(Constraint{Kind: Max, Number: greatest, Expected: atMost(Decimal(greatest))})
	}
}

// inwards rounds a limit to the nearest whole number that keeps it: a least value up, a greatest value down.
func inwards(number *big.Rat, kind Kind) *big.Rat {
	if number.IsInt() {
		return number
	}
	whole := new(big.Int).Div(number.Num(), number.Denom()) // rounds down, as a denominator is positive
	if kind == Min {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetInt(whole)
}

// clamp returns the limit within 64 bits. A limit beyond them is kept either by every int or by none.
func clamp(limit *big.Int, kind Kind) (whole int64, none bool) {
	if limit.IsInt64() {
		return limit.Int64(), false
	}
	if limit.Sign() < 0 {
		return math.MinInt64, kind == Max
	}
	return math.MaxInt64, kind == Min
}

// plainDouble writes a double with the shortest digits that read back, without an exponent.
func plainDouble(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }
