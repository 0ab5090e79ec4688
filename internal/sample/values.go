package sample

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// values makes values of one tag that keep its constraints. It does not change once it is made, and is safe for concurrent use.
type values struct {
	tag *model.Tag
	set *constraint.Set
	// text appends a text that may break a constraint; it is tried again then.
	text func(dst []byte, r *random) []byte
	// numbered appends the text with a number below total: every number another text. Nil where that is left to chance.
	numbered func(dst []byte, number uint64) []byte
	order    order
	total    uint64
	enum     []*model.EnumValue // that are not deprecated
	low      int64              // of an int
	spread   uint64
	fixed    []trace.Value // of a service's tag: all that there are
}

// tries is how often a text is made before it counts as impossible.
const tries = 200

// newValues returns what makes values of a tag. It fails where no value keeps the constraints, or none is found.
func newValues(t *model.Tag, seed uint64) (*values, error) {
	set, err := constraint.Compile(t)
	if err != nil {
		return nil, err
	}
	v := &values{tag: t, set: set}
	switch t.Kind {
	case model.KindEnum:
		for _, value := range t.Values {
			if value.Deprecated == nil && set.Text([]byte(value.Wire)) == nil {
				v.enum = append(v.enum, value)
			}
		}
	case model.KindInt:
		v.ints()
	case model.KindID, model.KindString:
		v.texts(seed)
	}
	if t.List && t.MaxItems > 0 && t.MinItems > t.MaxItems {
		return nil, v.impossible("min_items is greater than max_items")
	}
	r := newRandom(seed, 1)
	for range 8 {
		if _, ok := v.one(&r); !ok {
			return nil, v.impossible("no value was found that keeps all of its constraints")
		}
	}
	return v, nil
}

func (v *values) impossible(why string) error {
	return fmt.Errorf("cannot make a value of the tag %q: %s (%s)", v.tag.Name, why, constraintWords(v.tag))
}

// constraintWords lists the constraints of a tag, as the spec has them.
func constraintWords(t *model.Tag) string {
	text := "type: " + t.TypeWord()
	if t.Pattern != "" {
		text += ", pattern: " + strconv.Quote(shortened(t.Pattern))
	}
	if t.Format != "" {
		text += ", format: " + string(t.Format)
	}
	for _, n := range []struct {
		word  string
		value int
	}{{"min_length", t.MinLength}, {"max_length", t.MaxLength}, {"min_items", t.MinItems}, {"max_items", t.MaxItems}} {
		if n.value > 0 {
			text += ", " + n.word + ": " + strconv.Itoa(n.value)
		}
	}
	if t.Min != nil {
		text += ", min: " + constraint.Decimal(t.Min)
	}
	if t.Max != nil {
		text += ", max: " + constraint.Decimal(t.Max)
	}
	return text
}

func shortened(text string) string {
	if len(text) <= 80 {
		return text
	}
	cut := 80
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

// one returns a value, or one item of a list. It reports false where none was found.
func (v *values) one(r *random) (trace.Value, bool) {
	switch v.tag.Kind {
	case model.KindInt:
		n := v.low + int64(min(r.below(v.spread+1), r.below(v.spread+1)))
		return trace.IntValue(n), v.set.Int(n) == nil
	case model.KindDouble:
		f, ok := v.double(r)
		return trace.DoubleValue(f), ok
	case model.KindBool:
		return trace.BoolValue(r.next()&1 == 0), true
	case model.KindEnum:
		if len(v.enum) == 0 {
			return trace.Value{}, false
		}
		return trace.StringValue([]byte(v.enum[r.skewed(len(v.enum))].Wire)), true
	}
	for range tries {
		if text := v.text(make([]byte, 0, 24), r); v.holds(text) {
			return trace.StringValue(text), true
		}
	}
	return trace.Value{}, false
}

// value returns a value of the tag, a list where the tag is one.
func (v *values) value(r *random) trace.Value {
	if len(v.fixed) > 0 {
		return v.fixed[r.skewed(len(v.fixed))]
	}
	if !v.tag.List {
		return v.item(r)
	}
	least := max(v.tag.MinItems, 1)
	most := max(least, 3)
	if v.tag.MaxItems > 0 {
		most = max(least, min(most, v.tag.MaxItems))
	}
	items := make([]trace.Value, least+r.intn(most-least+1))
	for i := range items {
		items[i] = v.item(r)
	}
	return trace.ListValue(items)
}

// item returns a value. That there is one was seen when the values were made; should none be found now, a value of then is taken.
func (v *values) item(r *random) trace.Value {
	if v.tag.Kind == model.KindEnum && v.tag.Open && r.chance(million/20) {
		if text := append([]byte("other_"), v.enum[0].Wire...); v.holds(text) {
			return trace.StringValue(text)
		}
	}
	for range 20 {
		if value, ok := v.one(r); ok {
			return value
		}
	}
	first := newRandom(0, 1)
	for {
		if value, ok := v.one(&first); ok {
			return value
		}
	}
}
