package compiled

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
	"github.com/specgen/specgen/validator/trace"
)

// Tag is a tag of a flow, with its constraints ready to run.
type Tag struct {
	Model           *model.Tag
	Name            string
	Index           int // in Flow.Tags
	NameIndex       int // in FlowVersions.TagNames
	Wants           string
	Free            bool // a value of the right type is right
	MayBeDeprecated bool // a use of it, or a value, may be deprecated

	values       Names // of a closed or open enum
	table        *pattern.Table
	re           *regexp.Regexp // where the table would be too big
	plain        bool           // no constraint on single values but the enum's
	minI, maxI   int64
	minD, maxD   float64
	bounded      bool
	valuesText   string
	minLen, most int
}

// compileTag fails only on a pattern that does not compile, which a checked spec cannot have.
func compileTag(m *model.Tag, index int) (*Tag, error) {
	t := &Tag{Model: m, Name: m.Name, Index: index, minLen: m.MinLength, most: m.MaxLength}
	if m.Kind == model.KindID {
		t.minLen = max(t.minLen, 1)
	}
	t.Wants = wants(m)
	var wires []string
	for _, v := range m.Values {
		wires = append(wires, v.Wire)
	}
	t.values = NewNames(wires)
	t.valuesText = "one of " + strings.Join(wires, ", ")
	if m.Pattern != "" {
		table, err := pattern.Compile(m.Pattern)
		switch {
		case err == nil:
			t.table = table
		case !errors.Is(err, pattern.ErrTooBig):
			return nil, err
		default:
			if t.re, err = regexp.Compile(m.Pattern); err != nil {
				return nil, err
			}
		}
	}
	t.bounds()
	t.plain = m.Pattern == "" && m.Format == model.FormatNone && t.minLen == 0 && t.most == 0
	t.Free = t.plain && !m.List && (m.Kind == model.KindString || m.Kind == model.KindBool || m.Kind == model.KindInt && !t.bounded)
	t.MayBeDeprecated = m.Deprecated != nil
	for _, v := range m.Values {
		t.MayBeDeprecated = t.MayBeDeprecated || v.Deprecated != nil
	}
	return t, nil
}

func wants(m *model.Tag) string {
	word := m.Kind.String()
	if m.Kind.IsText() {
		word = "string"
	}
	if m.List {
		return "a list of " + word
	}
	if m.Kind == model.KindInt {
		return "an int"
	}
	return "a " + word
}

func (t *Tag) bounds() {
	m := t.Model
	t.minI, t.maxI = math.MinInt64, math.MaxInt64
	t.minD, t.maxD = math.Inf(-1), math.Inf(1)
	if m.Min != nil {
		t.bounded = true
		t.minD, _ = m.Min.Float64()
		t.minI = ceil(m.Min)
	}
	if m.Max != nil {
		t.bounded = true
		t.maxD, _ = m.Max.Float64()
		if least := ceil(new(big.Rat).Neg(m.Max)); least > math.MinInt64 {
			t.maxI = -least
		}
	}
}

// ceil returns the least int64 that is not below r, or the nearest one there is.
func ceil(r *big.Rat) int64 {
	n := new(big.Int).Neg(new(big.Int).Div(new(big.Int).Neg(r.Num()), r.Denom())) // Div rounds down for a positive divisor
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	}
	return math.MaxInt64
}

// Enum returns the index of the enum value, or -1.
func (t *Tag) Enum(wire []byte) int { return t.values.Index(wire) }

// Wires returns the values of an enum.
func (t *Tag) Wires() []string {
	var out []string
	for _, v := range t.Model.Values {
		out = append(out, v.Wire)
	}
	return out
}

// Fit says how a value's type fits a tag.
type Fit uint8

// The fits.
const (
	Fits    Fit = iota
	Loosely     // an int as a double without a fraction, as JavaScript writes integers of more than 32 bits
	Not
)

// Type says how the value's type fits the tag's.
func (t *Tag) Type(v *trace.Value) Fit {
	if !t.Model.List {
		return t.single(v)
	}
	if v.Kind != trace.List {
		return Not
	}
	worst := Fits
	for i := range v.Items {
		worst = max(worst, t.single(&v.Items[i]))
	}
	return worst
}

func (t *Tag) single(v *trace.Value) Fit {
	switch t.Model.Kind {
	case model.KindInt:
		if v.Kind == trace.Double {
			if f := v.Double(); f == math.Trunc(f) && math.Abs(f) < 1<<63 {
				return Loosely
			}
			return Not
		}
		return fit(v.Kind == trace.Int)
	case model.KindDouble:
		return fit(v.Kind == trace.Double || v.Kind == trace.Int)
	case model.KindBool:
		return fit(v.Kind == trace.Bool)
	}
	return fit(v.Kind == trace.String)
}

func fit(ok bool) Fit {
	if ok {
		return Fits
	}
	return Not
}

// Value checks a value whose type fits. It returns what the spec asks, in the words of docs/runtime-contract.md, or "".
func (t *Tag) Value(v *trace.Value) (expected string) {
	if !t.Model.List {
		return t.one(v)
	}
	if n := t.Model.MaxItems; n > 0 && len(v.Items) > n {
		return "at most " + count(n, "item")
	}
	for i := range v.Items {
		if expected := t.one(&v.Items[i]); expected != "" {
			return expected
		}
	}
	return ""
}

func (t *Tag) one(v *trace.Value) string {
	switch t.Model.Kind {
	case model.KindInt:
		return t.integer(v)
	case model.KindDouble:
		if v.Kind == trace.Int {
			return t.double(float64(v.Int()))
		}
		return t.double(v.Double())
	case model.KindBool:
		return ""
	case model.KindEnum:
		if !t.Model.Open && t.values.Index(v.Text) < 0 {
			return t.valuesText
		}
	}
	if t.plain {
		return ""
	}
	return t.text(v.Text)
}

func (t *Tag) integer(v *trace.Value) string {
	if !t.bounded {
		return ""
	}
	n := v.Int()
	if v.Kind == trace.Double {
		n = int64(v.Double())
	}
	switch {
	case n < t.minI:
		return "at least " + number(t.Model.Min)
	case n > t.maxI:
		return "at most " + number(t.Model.Max)
	}
	return ""
}

func (t *Tag) double(f float64) string {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return "a finite number"
	case f < t.minD:
		return "at least " + number(t.Model.Min)
	case f > t.maxD:
		return "at most " + number(t.Model.Max)
	}
	return ""
}

func (t *Tag) text(text []byte) string {
	if t.minLen > 0 || t.most > 0 {
		n := len(text)
		if n > t.most || n < t.minLen*utf8.UTFMax {
			n = utf8.RuneCount(text)
		}
		switch {
		case n < t.minLen:
			return "at least " + count(t.minLen, "character")
		case t.most > 0 && n > t.most:
			return "at most " + count(t.most, "character")
		}
	}
	switch {
	case t.table != nil && !matches(t.table, text), t.re != nil && !t.re.Match(text):
		return "pattern " + t.Model.Pattern
	case t.Model.Format != model.FormatNone && !hasFormat(t.Model.Format, text):
		return "format " + string(t.Model.Format)
	}
	return ""
}

// matches is Table.MatchString on bytes.
func matches(t *pattern.Table, text []byte) bool {
	state := 1
	for _, b := range text {
		if state = int(t.Next[state*t.Width+int(t.Classes[b])]); state == 0 {
			break
		}
	}
	return t.Accept[state]
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// number writes a bound as a spec has it.
func number(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	f, _ := r.Float64()
	return fmt.Sprintf("%g", f)
}
