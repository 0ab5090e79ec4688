package lint

import (
	"cmp"
	"math/big"
	"regexp"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// judge holds values against the constraints of a tag, as the emitters do and in the same order.
type judge struct {
	tag         *model.Tag
	constraints []codegen.Constraint
	matches     func(text string) bool // the pattern, or nil
}

// newJudge returns nil where the constraints themselves are wrong, which other checks say.
func (f *facts) newJudge(t *model.Tag) *judge {
	if t.Kind == 0 || !t.Sure("type", "values") {
		return nil
	}
	others := *t
	others.Pattern = "" // it was compiled already
	constraints, _, err := codegen.Constraints(&others)
	if err != nil {
		return nil
	}
	j := &judge{tag: t, constraints: constraints}
	if t.Pattern == "" {
		return j
	}
	if table, err := f.compiled(t); err == nil {
		j.matches = table.MatchString
	} else if big, err := regexp.Compile(t.Pattern); err == nil && len(t.Pattern) <= pattern.MaxLength {
		j.matches = big.MatchString
	} else {
		return nil
	}
	return j
}

// broken returns what the first constraint that the value breaks expects, or "". The pattern is looked at before whatever
// comes behind it in codegen.ConstraintKind.
func (j *judge) broken(v model.Value) string {
	unmatched := j.matches != nil && !j.matches(v.Text)
	for _, c := range j.constraints {
		if unmatched && c.Kind > codegen.Pattern {
			break
		}
		if !j.holds(c, v) {
			return c.Expected
		}
	}
	if unmatched {
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
