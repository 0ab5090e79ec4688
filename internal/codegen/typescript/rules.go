package typescript

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// rules are what the emitters of a flow's module check, by tag. The checks of a tag are a constant of the module.
type rules struct {
	flow *model.Flow
	of   map[*model.Tag]*tagRule
	err  error
}

// tagRule is worked out once: to compile a pattern costs more than to print a file.
type tagRule struct {
	constraints []constraint.Constraint
	left        string   // the pattern that is too big for a client, or ""
	checks      []string // expressions, in the order that docs/runtime-contract.md has them
	used        bool     // by an emitter
}

// use returns the name of a tag's constant, or "" where there is nothing to check.
func (r *rules) use(t *model.Tag) string {
	rule := r.tag(t)
	if len(rule.checks) == 0 {
		return ""
	}
	rule.used = true
	return namesOfTag(t).Rule
}

// sorted returns the tags whose rules are used, in the flow's order.
func (r *rules) sorted() []*model.Tag {
	var out []*model.Tag
	for _, tag := range r.flow.Tags {
		if rule := r.of[tag]; rule != nil && rule.used {
			out = append(out, tag)
		}
	}
	return out
}

func (r *rules) tag(t *model.Tag) *tagRule {
	if rule := r.of[t]; rule != nil {
		return rule
	}
	constraints, left, err := constraint.ForClient(t)
	if err != nil && r.err == nil {
		r.err = err
	}
	rule := &tagRule{constraints: constraints, left: left, checks: checksOf(t, constraints)}
	r.of[t] = rule
	return rule
}

func checksOf(t *model.Tag, constraints []constraint.Constraint) []string {
	var out []string
	switch t.Kind {
	case model.KindInt:
		out = append(out, "int")
	case model.KindDouble:
		out = append(out, "double")
	}
	if t.List && t.MaxItems > 0 {
		out = append(out, pure("maxItems", strconv.Itoa(t.MaxItems)))
	}
	for _, c := range constraints {
		if check := checkOf(t, c); check != "" {
			out = append(out, check)
		}
	}
	return out
}

func checkOf(t *model.Tag, c constraint.Constraint) string {
	switch c.Kind {
	case constraint.MinLength:
		if c.N == 1 {
			return "notEmpty"
		}
		return pure("minLength", strconv.Itoa(c.N))
	case constraint.MaxLength:
		return pure("maxLength", strconv.Itoa(c.N))
	case constraint.Pattern:
		return pure("pattern", quote(t.Pattern), quote(packed(c.Table)))
	case constraint.Format:
		return formats[c.Format]
	case constraint.Min:
		return bound(t, "atLeast", c)
	case constraint.Max:
		return bound(t, "atMost", c)
	case constraint.OneOf:
		return pure("oneOf", mapped(t.Values, func(v *model.EnumValue) string { return quote(v.Wire) })...)
	}
	return ""
}

// formats are the names that the runtime has for them.
var formats = map[model.Format]string{
	model.FormatUUID: "uuid", model.FormatHex: "hex", model.FormatDateTime: "dateTime", model.FormatURI: "uri",
	model.FormatEmail: "email", model.FormatIPv4: "ipv4", model.FormatIPv6: "ipv6",
}

// pure is a call without side effects, which bundlers leave out where its result is not used.
func pure(function string, arguments ...string) string {
	return "/* @__PURE__ */ " + function + "(" + strings.Join(arguments, ", ") + ")"
}

// maxSafe is the greatest integer up to which JavaScript holds all.
var maxSafe = big.NewRat(1<<53-1, 1)

// bound writes a check of a number. A bound of an int that no whole number of JavaScript reaches is left out: the runtime
// reports those as no whole number anyway.
func bound(t *model.Tag, function string, c constraint.Constraint) string {
	if t.Kind == model.KindInt && new(big.Rat).Abs(c.Number).Cmp(maxSafe) > 0 {
		return ""
	}
	number, _ := c.Number.Float64()
	text := numberText(number)
	words := strings.TrimPrefix(strings.TrimPrefix(c.Expected, "at least "), "at most ")
	if words == text {
		return pure(function, text)
	}
	return pure(function, text, quote(words))
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

// limits says a tag's limits in words.
func (r *rules) limits(t *model.Tag) string {
	var out []string
	for _, c := range r.tag(t).constraints {
		trivial := c.Kind == constraint.MinLength && c.N == 1 && t.Kind == model.KindID
		if slices.Contains([]constraint.Kind{constraint.MinLength, constraint.MaxLength, constraint.Min, constraint.Max}, c.Kind) && !trivial {
			out = append(out, c.Expected)
		}
	}
	if t.List && t.MaxItems > 0 {
		out = append(out, constraint.ExpectedItems(t))
	}
	if len(out) == 0 {
		return ""
	}
	text := strings.Join(out, ", ")
	return strings.ToUpper(text[:1]) + text[1:]
}
