package lint

import (
	"fmt"
	"math"
	"math/big"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagLimitType = Doc{
	Title:   "a limit that the tag's type cannot hold",
	Text:    "An int has 64 bits, a double those of IEEE 754. A limit beyond them says nothing or excludes every value, and no client could be written for it.",
	Example: "size: { type: int, max: 9223372036854775808, brief: … }",
	Fix:     "Leave the limit out, or write one that the type holds.",
}

var (
	leastInt     = new(big.Rat).SetInt64(math.MinInt64)
	greatestInt  = new(big.Rat).SetInt64(math.MaxInt64)
	greatestReal = new(big.Rat).SetFloat64(math.MaxFloat64)
	leastReal    = new(big.Rat).Neg(greatestReal)
)

func checkTagLimitType(p *pass) {
	for _, t := range p.facts.allTags {
		least, greatest := leastInt, greatestInt
		expected := fmt.Sprintf("a number from %d to %d", math.MinInt64, math.MaxInt64)
		if t.Kind == model.KindDouble {
			least, greatest = leastReal, greatestReal
			expected = fmt.Sprintf("a number from %g to %g", -math.MaxFloat64, math.MaxFloat64)
		}
		for key, limit := range map[model.Field]*big.Rat{model.FieldMin: t.Min, model.FieldMax: t.Max} { // diagnostics are sorted by place
			if limit == nil || limit.Cmp(least) >= 0 && limit.Cmp(greatest) <= 0 {
				continue
			}
			p.report(diag.Diagnostic{
				Range:    t.At(key),
				Message:  fmt.Sprintf("the %s of tag %q is a number that no %s holds", key, t.Name, t.Kind),
				Expected: expected,
			})
		}
	}
}
