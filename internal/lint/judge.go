package lint

import (
	"cmp"
	"math/big"
	"regexp"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// judge holds values against the constraints of a tag, by the same table as the emitters do.
type judge struct {
	tag         *model.Tag
	constraints []codegen.Constraint
	left        *regexp.Regexp // the pattern that is too big for a table, or nil
}

// newJudge returns nil where the constraints themselves are wrong, which other checks say.
func newJudge(t *model.Tag) *judge {
	if t.Kind == 0 || !t.Sure("type", "values") {
		return nil
	}
	constraints, left, err := codegen.Constraints(t)
	if err != nil {
		return nil
	}
	j := &judge{tag: t, constraints: constraints}
	if left != "" {
		if j.left, err = regexp.Compile(left); err != nil {
			return nil
		}
	}
	return j
}

// broken returns what the first constraint that the value breaks expects, or "".
func (j *judge) broken(v model.Value) string {
	for _, c := range j.constraints {
		if !j.holds(c, v) {
			return c.Expected
		}
	}
	if j.left != nil && !j.left.MatchString(v.Text) {
		return "pattern " + j.tag.Pattern
	}
	return ""
}

func (j *judge) holds(c codegen.Constraint, v model.Value) bool {
	switch c.Kind {
	case codegen.MinLength:
		return utf8.RuneCountInString(v.Text) >= c.N
	case codegen.MaxLength:
		return utf8.RuneCountInString(v.Text) <= c.N
	case codegen.Pattern:
		return c.Table.MatchString(v.Text)
	case codegen.Format:
		return flowtrace.Format(c.Format).MatchString(v.Text)
	case codegen.Min:
		return j.compare(v, c.Number) >= 0
	case codegen.Max:
		return j.compare(v, c.Number) <= 0
	case codegen.OneOf:
		return j.tag.Value(v.Text) != nil
	}
	return true
}

// compare returns how the value of a tag that counts stands to a limit: ints exactly, doubles as the doubles that
// emitters compare.
func (j *judge) compare(v model.Value, limit *big.Rat) int {
	if j.tag.Kind == model.KindInt {
		return new(big.Rat).SetInt64(v.Int).Cmp(limit)
	}
	nearest, _ := limit.Float64()
	return cmp.Compare(v.Double, nearest)
}
