package constraint

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// NoNUL is what is expected of the value of a key: ids are derived from keys, which a NUL ends (docs/ids.md).
const NoNUL = "no NUL character"

// ExpectedType is what is expected of a value whose type is wrong.
func ExpectedType(t *model.Tag) string {
	word := t.Kind.String()
	if t.Kind.IsText() {
		word = "string"
	}
	switch {
	case t.List:
		return "a list of " + word
	case t.Kind == model.KindInt:
		return "an int"
	}
	return "a " + word
}

// Decimal writes a number of the spec, which is a decimal fraction, exactly: without an exponent and without zeros at its end.
func Decimal(number *big.Rat) string {
	if number.IsInt() {
		return number.Num().String()
	}
	// The denominator is 2^a·5^b, and so max(a, b) digits after the point are exact.
	digits, _ := number.FloatPrec()
	return number.FloatString(digits)
}

// Double writes the value of a double as it was seen, as the clients' violations do (docs/runtime-contract.md): 3.0, 1234567.5,
// 1e+21, NaN, -Infinity.
func Double(f float64) string { return flowtrace.DoubleValue(f).String() }

func atLeast(what string) string { return "at least " + what }

func atMost(what string) string { return "at most " + what }

func oneOf(values []*model.EnumValue) string {
	wires := make([]string, len(values))
	for i, v := range values {
		wires[i] = v.Wire
	}
	return "one of " + strings.Join(wires, ", ")
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}
