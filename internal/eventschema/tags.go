package eventschema

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// tagSchema is what the values of a tag are.
func (w *writer) tagSchema(t *model.Tag) (object, error) {
	set, err := constraint.ForClient(t)
	if err != nil {
		return nil, err
	}
	out := w.described(&t.Entry, about(t))
	one, err := w.valueSchema(t, set)
	if err != nil {
		return nil, err
	}
	if !t.List {
		return append(out, one...), nil
	}
	out = out.with("type", "array").with("items", one)
	for _, c := range set.Items {
		switch c.Kind {
		case constraint.MinItems:
			out = out.with("minItems", c.N)
		case constraint.MaxItems:
			out = out.with("maxItems", c.N)
		}
	}
	return out, nil
}

// about says in words what a schema has no keyword for.
func about(t *model.Tag) string {
	var out []string
	if t.Unit != "" {
		out = append(out, "Unit: "+t.Unit+".")
	}
	if t.IsSensitive() {
		out = append(out, "Sensitivity: "+t.Sensitivity+".")
	}
	if t.TraceScope {
		out = append(out, "One value in the whole trace.")
	}
	return strings.Join(out, " ")
}

// valueSchema is what one value of a tag is.
func (w *writer) valueSchema(t *model.Tag, set constraint.Client) (object, error) {
	out := object{}
	var patterns []object
	switch t.Kind {
	case model.KindInt:
		out = out.with("type", "integer")
	case model.KindDouble:
		out = out.with("type", "number")
	case model.KindBool:
		return out.with("type", "boolean"), nil
	default:
		out = out.with("type", "string")
	}
	low, high := json.Number(""), json.Number("")
	if t.Kind == model.KindInt {
		low, high = json.Number(strconv.FormatInt(math.MinInt64, 10)), json.Number(strconv.FormatInt(math.MaxInt64, 10))
	}
	for _, c := range set.Values {
		switch c.Kind {
		case constraint.MinLength:
			out = out.with("minLength", c.N)
		case constraint.MaxLength:
			out = out.with("maxLength", c.N)
		case constraint.Format:
			patterns = append(patterns, object{{"$comment", "format " + string(c.Format)}, {"pattern", formatPattern(c.Format)}})
		case constraint.Min:
			low = number(t, c.Number, low)
		case constraint.Max:
			high = number(t, c.Number, high)
		case constraint.OneOf:
			out = append(out, among(w.wires(t))...)
		}
	}
	if low != "" {
		out = out.with("minimum", low)
	}
	if high != "" {
		out = out.with("maximum", high)
	}
	if t.Pattern != "" {
		patterns = append([]object{patternSchema(t.Pattern)}, patterns...)
	}
	if len(patterns) == 1 {
		return append(out, patterns[0]...), nil
	}
	if len(patterns) > 1 {
		out = out.with("allOf", patterns)
	}
	return out, nil
}

// patternSchema is a pattern of the spec, or a comment where it cannot be said in ECMA 262.
func patternSchema(pattern string) object {
	translated, err := ecma(pattern)
	if err != nil {
		return object{{"$comment", "the pattern is not checked here, as JSON Schema has no way to say it: " + pattern}}
	}
	out := object{}
	if translated != pattern {
		out = out.with("$comment", "pattern "+pattern)
	}
	return out.with("pattern", translated)
}

// number returns a limit as values are compared with it: for a double the nearest double, for an int the limit, or that of 64 bits where
// this is nearer. A limit that no int keeps stays as it is, and none passes.
func number(t *model.Tag, limit *big.Rat, bits json.Number) json.Number {
	if t.Kind == model.KindDouble {
		f, _ := limit.Float64()
		if math.IsInf(f, 0) {
			return json.Number(constraint.Decimal(limit))
		}
		return json.Number(strconv.FormatFloat(f, 'g', -1, 64))
	}
	least, _ := new(big.Rat).SetString(string(bits))
	if outside := limit.Cmp(least); outside < 0 && least.Sign() < 0 || outside > 0 && least.Sign() > 0 {
		return bits
	}
	return json.Number(constraint.Decimal(limit))
}

// wires are the values of an enum as they stand in records.
func (w *writer) wires(t *model.Tag) []string {
	out := []string{}
	for _, v := range t.Values {
		if !w.warnings || v.Deprecated == nil {
			out = append(out, v.Wire)
		}
	}
	return out
}
