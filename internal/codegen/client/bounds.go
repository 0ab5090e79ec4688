package client

import (
	"math"
	"math/big"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// bounds leaves out the bounds that every value of the tag's kind keeps, so that a language can write the others as literals.
func (b *builder) bounds(t *model.Tag, checks []constraint.Constraint) []constraint.Constraint {
	least, most := big.NewRat(math.MinInt64, 1), big.NewRat(math.MaxInt64, 1)
	if t.Kind != model.KindInt {
		least.SetFloat64(-math.MaxFloat64)
		most.SetFloat64(math.MaxFloat64)
	}
	var out []constraint.Constraint
	for _, c := range checks {
		if c.Kind != constraint.Min && c.Kind != constraint.Max {
			out = append(out, c)
			continue
		}
		below, above := c.Number.Cmp(least) < 0, c.Number.Cmp(most) > 0
		switch {
		case below && c.Kind == constraint.Max, above && c.Kind == constraint.Min:
			b.failf("no value of tag %q can be %s", t.Name, c.Expected)
		case !below && !above:
			out = append(out, c)
		}
	}
	return out
}
