package codegen

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// ConstraintKind is what a constraint looks at.
type ConstraintKind uint8

// The kinds, in the order in which an emitter looks at a value.
const (
	MinLength ConstraintKind = iota + 1 // N code points or more
	MaxLength                           // N code points or less
	Pattern                             // Table matches
	Format                              // the text keeps Format
	Min                                 // Number or more
	Max                                 // Number or less
	OneOf                               // a value of the closed enum
)

// Constraint is one check of a value, of each item where the tag is a list.
type Constraint struct {
	Kind     ConstraintKind
	N        int
	Table    *pattern.Table
	Format   model.Format
	Number   *big.Rat
	Expected string // as a violation and a finding say it (docs/runtime-contract.md)
}

// Constraints returns what an emitter checks on a value of the tag, in order: of one value only the first that is broken is
// reported. left is the pattern that is too big for a client and so left to the validator, or "".
func Constraints(t *model.Tag) (checks []Constraint, left string, err error) {
	minLength := t.MinLength
	if t.Kind == model.KindID {
		minLength = max(minLength, 1)
	}
	if minLength > 0 {
		checks = append(checks, Constraint{Kind: MinLength, N: minLength, Expected: "at least " + count(minLength, "character")})
	}
	if t.MaxLength > 0 {
		checks = append(checks, Constraint{Kind: MaxLength, N: t.MaxLength, Expected: "at most " + count(t.MaxLength, "character")})
	}
	if t.Pattern != "" {
		table, err := pattern.Compile(t.Pattern)
		switch {
		case err == nil && table.FitsClient():
			checks = append(checks, Constraint{Kind: Pattern, Table: table, Expected: "pattern " + t.Pattern})
		case err == nil || errors.Is(err, pattern.ErrTooBig):
			left = t.Pattern
		default:
			return nil, "", fmt.Errorf("cannot use the pattern of tag %q: %w", t.Name, err)
		}
	}
	if t.Format != model.FormatNone {
		checks = append(checks, Constraint{Kind: Format, Format: t.Format, Expected: "format " + string(t.Format)})
	}
	if t.Min != nil {
		checks = append(checks, Constraint{Kind: Min, Number: t.Min, Expected: "at least " + Decimal(t.Min)})
	}
	if t.Max != nil {
		checks = append(checks, Constraint{Kind: Max, Number: t.Max, Expected: "at most " + Decimal(t.Max)})
	}
	if t.Kind == model.KindEnum && !t.Open {
		checks = append(checks, Constraint{Kind: OneOf, Expected: ExpectedValues(t)})
	}
	return checks, left, nil
}

// ExpectedItems is what a violation expects of a list that has more than its tag's MaxItems.
func ExpectedItems(t *model.Tag) string { return "at most " + count(t.MaxItems, "item") }

// ExpectedValues is what a violation expects of a closed enum.
func ExpectedValues(t *model.Tag) string {
	wires := make([]string, len(t.Values))
	for i, v := range t.Values {
		wires[i] = v.Wire
	}
	return "one of " + strings.Join(wires, ", ")
}

// Decimal writes a number of the spec, which is a decimal fraction, without an exponent and without zeros behind.
func Decimal(number *big.Rat) string {
	if number.IsInt() {
		return number.Num().String()
	}
	// The denominator is 2^a·5^b, and so max(a, b) digits behind the point are exact.
	digits, _ := number.FloatPrec()
	return number.FloatString(digits)
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
