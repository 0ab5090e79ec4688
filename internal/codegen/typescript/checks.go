package typescript

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// ruleOf is the constant that holds a tag's checks, or "" where there is nothing to check.
func ruleOf(t *client.Tag) string {
	if len(checksOf(t)) == 0 {
		return ""
	}
	return namesOfTag(t.Model).Rule
}

// check is one check of a rule: a function of the runtime, or a call that makes one.
type check struct {
	function  string
	arguments []string
}

func (c check) String() string {
	if c.arguments == nil {
		return c.function
	}
	// Without side effects: bundlers leave the call out where its result is not used.
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
	if t.Model.List && t.Model.MaxItems > 0 {
		out = append(out, check{"maxItems", []string{strconv.Itoa(t.Model.MaxItems)}})
	}
	for _, c := range t.Constraints {
		if one := checkOf(t.Model, c); one.function != "" {
			out = append(out, one)
		}
	}
	return out
}

func checkOf(t *model.Tag, c constraint.Constraint) check {
	switch c.Kind {
	case constraint.MinLength:
		if c.N == 1 {
			return check{function: "notEmpty"}
		}
		return check{"minLength", []string{strconv.Itoa(c.N)}}
	case constraint.MaxLength:
		return check{"maxLength", []string{strconv.Itoa(c.N)}}
	case constraint.Pattern:
		return check{"pattern", []string{quote(t.Pattern), quote(packed(c.Table))}}
	case constraint.Format:
		return check{function: formats[c.Format]}
	case constraint.Min:
		return bound(t, "atLeast", c)
	case constraint.Max:
		return bound(t, "atMost", c)
	case constraint.OneOf:
		return check{"oneOf", mapped(t.Values, func(v *model.EnumValue) string { return quote(v.Wire) })}
	}
	return check{}
}

// formats are the names that the runtime has for them.
var formats = map[model.Format]string{
	model.FormatUUID: "uuid", model.FormatHex: "hex", model.FormatDateTime: "dateTime", model.FormatURI: "uri",
	model.FormatEmail: "email", model.FormatIPv4: "ipv4", model.FormatIPv6: "ipv6",
}

// maxSafe is the greatest integer up to which JavaScript holds all.
var maxSafe = big.NewRat(1<<53-1, 1)

// bound writes a check of a number. A bound of an int that no whole number of JavaScript reaches is left out: the runtime
// reports those as no whole number anyway.
func bound(t *model.Tag, function string, c constraint.Constraint) check {
	if t.Kind == model.KindInt && new(big.Rat).Abs(c.Number).Cmp(maxSafe) > 0 {
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
func numberText(number float64) string {
	if size := math.Abs(number); size != 0 && (size < 1e-6 || size >= 1e21) {
		text := strconv.FormatFloat(number, 'e', -1, 64)
		return strings.Replace(strings.Replace(text, "e-0", "e-", 1), "e+0", "e+", 1)
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

// packed writes an automaton as the runtime's pattern reads it: three lists of numbers in base 36.
func packed(table *pattern.Table) string {
	var runs []int
	for i := 0; i < len(table.Classes); {
		end := i
		for end < len(table.Classes) && table.Classes[end] == table.Classes[i] {
			end++
		}
		runs = append(runs, end-i, int(table.Classes[i]))
		i = end
	}
	next := mapped(table.Next[table.Width:], func(state uint16) int { return int(state) })
	for len(next) > 0 && next[len(next)-1] == 0 {
		next = next[:len(next)-1]
	}
	var accept []int
	for state, is := range table.Accept {
		if is {
			accept = append(accept, state)
		}
	}
	return strings.Join(mapped([][]int{runs, next, accept}, base36), ";")
}

func base36(numbers []int) string {
	return strings.Join(mapped(numbers, func(n int) string { return strconv.FormatInt(int64(n), 36) }), " ")
}
