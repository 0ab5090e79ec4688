package compiled

import (
	"math"
	"strconv"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Tag is a tag of a flow, with its constraints ready to run.
type Tag struct {
	Model           *model.Tag
	Name            string
	Index           int // in Flow.Tags
	NameIndex       int // in FlowVersions.TagNames
	Wants           string
	AnyValue        bool // there is no constraint on values of the right type
	MayBeDeprecated bool // a use of it, or a value, may be deprecated

	kind        model.Kind
	list        bool
	isText      bool // and no list
	constraints *constraint.Set
}

// compileTag fails only on a pattern that does not compile, which a checked spec cannot have.
func compileTag(m *model.Tag, index int) (*Tag, error) {
	set, err := constraint.Compile(m)
	if err != nil {
		return nil, err
	}
	t := &Tag{Model: m, Name: m.Name, Index: index, Wants: constraint.ExpectedType(m), AnyValue: set.Any(), kind: m.Kind, list: m.List, isText: m.Kind.IsText() && !m.List, constraints: set}
	t.MayBeDeprecated = m.Deprecated != nil
	for _, v := range m.Values {
		t.MayBeDeprecated = t.MayBeDeprecated || v.Deprecated != nil
	}
	return t, nil
}

// Enum returns the index of the enum value, or -1.
func (t *Tag) Enum(wire []byte) int { return t.constraints.Enum(wire) }

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
	if !t.list {
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
	switch t.kind {
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

// Typed returns what an untyped value is the text of: a value of the tag's type where the text can be read as one, else a string.
func (t *Tag) Typed(v *trace.Value) trace.Value {
	if t.list {
		if v.Items != nil {
			return trace.ListValue(v.Items)
		}
		return trace.StringValue(v.Text)
	}
	zero := v.Bits != 0
	switch t.kind {
	case model.KindInt:
		if zero {
			return trace.IntValue(0)
		}
		if n, err := strconv.ParseInt(string(v.Text), 10, 64); err == nil {
			return trace.IntValue(n)
		}
		return double(v.Text)
	case model.KindDouble:
		if zero {
			return trace.DoubleValue(0)
		}
		return double(v.Text)
	case model.KindBool:
		if zero {
			return trace.BoolValue(false)
		}
		if is := string(v.Text) == "true"; is || string(v.Text) == "false" {
			return trace.BoolValue(is)
		}
	}
	return trace.StringValue(v.Text)
}

// double returns the number that the text is, or the text.
func double(text []byte) trace.Value {
	if f, err := strconv.ParseFloat(string(text), 64); err == nil {
		return trace.DoubleValue(f)
	}
	return trace.StringValue(text)
}

func fit(ok bool) Fit {
	if ok {
		return Fits
	}
	return Not
}

// Value checks a value whose type fits. It returns what the spec requires, in the words of docs/runtime-contract.md, or "".
func (t *Tag) Value(v *trace.Value) (expected string) {
	var broken *constraint.Constraint
	switch {
	case t.isText:
		broken = t.constraints.Text(v.Text)
	case t.list:
		broken = t.items(v.Items)
	default:
		broken = t.one(v)
	}
	if broken != nil {
		return broken.Expected
	}
	return ""
}

// items returns the constraint that the list breaks or, without one, the first that an item breaks.
func (t *Tag) items(items []trace.Value) *constraint.Constraint {
	if broken := t.constraints.Items(len(items)); broken != nil {
		return broken
	}
	for i := range items {
		if broken := t.one(&items[i]); broken != nil {
			return broken
		}
	}
	return nil
}

// one checks a value by the kind of the tag: a double is taken for an int and the other way round, where Type lets them pass.
func (t *Tag) one(v *trace.Value) *constraint.Constraint {
	switch t.kind {
	case model.KindInt:
		if v.Kind == trace.Double {
			return t.constraints.Int(int64(v.Double()))
		}
		return t.constraints.Int(v.Int())
	case model.KindDouble:
		if v.Kind == trace.Int {
			return t.constraints.Double(float64(v.Int()))
		}
		return t.constraints.Double(v.Double())
	case model.KindBool:
		return nil
	}
	return t.constraints.Text(v.Text)
}
