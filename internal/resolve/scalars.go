package resolve

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/spec"
)

// sampling reads a percentage above 0 and up to 100 as a share. Without the field it is 1.
func (r *resolver) sampling(f spec.Field[string]) float64 {
	if !f.Present {
		return 1
	}
	number, isPercent := strings.CutSuffix(f.Value, "%")
	share, err := strconv.ParseFloat(number, 64)
	if !isPercent || err != nil || !(share > 0 && share <= 100) {
		r.unreadable("trace/sampling", f, "a percentage above 0% and up to 100%, such as 1% or 0.5%")
		return 1
	}
	return share / 100
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
