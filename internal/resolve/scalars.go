package resolve

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/specgen/specgen/internal/spec"
)

// sampling reads a percentage above 0 and up to 100 as a share, and as the share of 2^56 that is not kept. Without the field
// it is 1.
func (r *resolver) sampling(f spec.Field[string]) (share float64, notBelow uint64) {
	if !f.Present {
		return 1, 0
	}
	number, isPercent := strings.CutSuffix(f.Value, "%")
	exact, ok := new(big.Rat), isPercent && plainNumber.MatchString(number)
	if ok {
		exact, ok = exact.SetString(number)
	}
	hundred := big.NewRat(100, 1)
	if !ok || exact.Sign() <= 0 || exact.Cmp(hundred) > 0 {
		r.unreadable("trace/sampling", f, "a percentage above 0% and up to 100% with at most six decimals, such as 1% or 0.5%")
		return 1, 0
	}
	exact.Quo(exact, hundred)
	share, _ = exact.Float64()
	return share, threshold(exact)
}

// threshold returns 2^56 · (1 - share), rounded up: the least number of a trace that is kept (docs/ids.md).
func threshold(share *big.Rat) uint64 {
	dropped := new(big.Rat).Sub(big.NewRat(1, 1), share)
	dropped.Mul(dropped, new(big.Rat).SetInt64(1<<56))
	up := new(big.Int).Add(dropped.Num(), new(big.Int).Sub(dropped.Denom(), big.NewInt(1)))
	return up.Div(up, dropped.Denom()).Uint64()
}

// plainNumber is a number whose value takes little memory: an exponent of at most three digits.
var plainNumber = regexp.MustCompile(`^[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,3})?$`)

// number reads a limit exactly. It returns nil where there is none, or none that it can read, which it reports.
func (r *resolver) number(f spec.Field[string]) *big.Rat {
	if !f.Present {
		return nil
	}
	if plainNumber.MatchString(f.Value) {
		if n, ok := new(big.Rat).SetString(f.Value); ok {
			return n
		}
	}
	r.unreadable("tag/limit", f, "a number of at most 400 digits, such as 0 or 0.5")
	return nil
}
