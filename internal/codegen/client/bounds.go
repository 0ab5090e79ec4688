package client

import (
	"math"
	"math/big"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// bounds brings bounds into what a value of the tag's kind can be, so that a language can write them as literals: that of an int is
// rounded inwards, and one that every value keeps is left out.
func (b *builder) bounds(t *model.Tag, checks []codegen.Constraint) []codegen.Constraint {
	least, most := big.NewRat(math.MinInt64, 1), big.NewRat(math.MaxInt64, 1)
	if t.Kind != model.KindInt {
		least.SetFloat64(-math.MaxFloat64)
		most.SetFloat64(math.MaxFloat64)
	}
	var out []codegen.Constraint
	for _, c := range checks {
		if c.Kind != codegen.Min && c.Kind != codegen.Max {
			out = append(out, c)
			continue
		}
		if t.Kind == model.KindInt {
			c.Number = inwards(c.Number, c.Kind == codegen.Min)
		}
		below, above := c.Number.Cmp(least) < 0, c.Number.Cmp(most) > 0
		switch {
		case below && c.Kind == codegen.Max, above && c.Kind == codegen.Min:
			b.failf("no value of tag %q can be %s", t.Name, c.Expected)
		case !below && !above:
			out = append(out, c)
		}
	}
	return out
}

// inwards is the whole number next to n on the side that a least or a greatest value allows.
func inwards(n *big.Rat, least bool) *big.Rat {
	if n.IsInt() {
		return n
	}
	floor := new(big.Int).Div(n.Num(), n.Denom()) // Euclidean: down, as the denominator is positive
	if least {
		floor.Add(floor, big.NewInt(1))
	}
	return new(big.Rat).SetInt(floor)
}
