package typescript

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// check is one check of a rule: a function of the runtime, or a call that makes one.
type check struct {
	function  string
	arguments []string
}

func (c check) String() string {
	if c.arguments == nil {
		return c.function
	}
	// Without a comment that says so, bundlers keep calls whose result is not used, for they may have side effects.
	return "/* @__PURE__ */ " + c.function + "(" + strings.Join(c.arguments, ", ") + ")"
}

// checksOf are the checks of a tag in the order of docs/runtime-contract.md.
func checksOf(t *client.Tag) []check {
	var out []check
	switch t.Model.Kind {
	case model.KindInt:
		out = append(out, check{function: "int"})
	case model.KindDouble:
		out = append(out, check{function: "double"})
	}
	for _, c := range slices.Concat(t.Items, t.Constraints) {
		if one := checkOf(t.Model, c); one.function != "" {
			out = append(out, one)
		}
	}
	return out
}

// checkOf is the check of one constraint, or the zero value where none is needed.
func checkOf(t *model.Tag, c constraint.Constraint) check {
	switch c.Kind {
	case constraint.MinItems:
		return check{"minItems", []string{strconv.Itoa(c.N)}}
	case constraint.MaxItems:
		return check{"maxItems", []string{strconv.Itoa(c.N)}}
	case constraint.MinLength:
		if c.N == 1 {
			return check{function: "notEmpty"}
		}
		return check{"minLength", []string{strconv.Itoa(c.N)}}
	case constraint.MaxLength:
		return check{"maxLength", []string{strconv.Itoa(c.N)}}
	case constraint.Pattern:
		if expression := regExp(c.Table); expression != "" {
			return check{"regExp", []string{quote(t.Pattern), expression}}
		}
		return check{"pattern", []string{quote(t.Pattern), quote(packed(c.Table))}}
	case constraint.Format:
		return check{function: formats[c.Format]}
	case constraint.Min:
		return bound(t, "atLeast", c)
	case constraint.Max:
		return bound(t, "atMost", c)
	case constraint.OneOf:
		return check{"oneOf", codegen.Map(t.Values, func(v *model.EnumValue) string { return quote(v.Wire) })}
	}
	return check{}
}

// formats are the runtime's checks of formats.
var formats = map[model.Format]string{
	model.FormatUUID: "uuid", model.FormatHex: "hex", model.FormatDateTime: "dateTime", model.FormatURI: "uri",
	model.FormatEmail: "email", model.FormatIPv4: "ipv4", model.FormatIPv6: "ipv6",
}

// maxSafe is JavaScript's Number.MAX_SAFE_INTEGER: the runtime reports ints beyond it, on either side, as no whole number.
var maxSafe = big.NewRat(1<<53-1, 1)

// bound is the check of a least or greatest value, with its words where they are not what JavaScript makes of the number. A bound
// that no int within maxSafe breaks is left out.
func bound(t *model.Tag, function string, c constraint.Constraint) check {
	beyond := c.Number.Sign() < 0 && c.Kind == constraint.Min || c.Number.Sign() > 0 && c.Kind == constraint.Max
	if t.Kind == model.KindInt && beyond && new(big.Rat).Abs(c.Number).Cmp(maxSafe) > 0 {
		return check{}
	}
	number, _ := c.Number.Float64()
	text := numberText(number)
	words := strings.TrimPrefix(strings.TrimPrefix(c.Expected, "at least "), "at most ")
	if words == text {
		return check{function, []string{text}}
	}
	return check{function, []string{text, quote(words)}}
}

// numberText writes a number as ECMAScript's Number::toString does.
func numberText(number float64) string { return strings.TrimSuffix(constraint.Double(number), ".0") }

// packed writes an automaton as the runtime's pattern reads it: the runs of byte classes, the next states from state 1 on and
// the accepting states, three lists of numbers in base 36.
func packed(table *pattern.Table) string {
	var runs []int
	for _, run := range codegen.Runs(table.Classes[:]) {
		runs = append(runs, run.Length, int(run.Item))
	}
	next := codegen.Map(table.Next[table.Width:], func(state uint16) int { return int(state) })
	for len(next) > 0 && next[len(next)-1] == 0 {
		next = next[:len(next)-1]
	}
	return strings.Join(codegen.Map([][]int{runs, next, table.Accepting()}, base36), ";")
}

func base36(numbers []int) string {
	return strings.Join(codegen.Map(numbers, func(n int) string { return strconv.FormatInt(int64(n), 36) }), " ")
}
