package sample

import (
	"math"
	"math/big"
)

// atLeast returns the least int that is not below the limit, and atMost the greatest that is not above it. What is beyond 64 bits becomes
// the nearest int: constraint.Set tells that it does not keep the limit.
func atLeast(limit *big.Rat) int64 { return clamp(whole(limit, true)) }

func atMost(limit *big.Rat) int64 { return clamp(whole(limit, false)) }

func whole(limit *big.Rat, up bool) *big.Int {
	n := new(big.Int).Div(limit.Num(), limit.Denom())
	if up && !limit.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return n
}

func clamp(n *big.Int) int64 {
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}
