package compiled

import (
	"math/big"
	"reflect"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func compiled(t testing.TB, m model.Tag) *Tag {
	t.Helper()
	tag, err := compileTag(&m, 0)
	if err != nil {
		t.Fatal(err)
	}
	return tag
}

// TestValue has values as records carry them; internal/constraint tests each constraint.
func TestValue(t *testing.T) {
	ints := model.Tag{Kind: model.KindInt, Max: rat("10")}
	doubles := model.Tag{Kind: model.KindDouble, Max: rat("1234567.5")}
	list := model.Tag{Kind: model.KindString, List: true, MaxLength: 1, MaxItems: 2}
	texts := func(items ...string) trace.Value {
		var values []trace.Value
		for _, item := range items {
			values = append(values, trace.StringValue([]byte(item)))
		}
		return trace.Value{Kind: trace.List, Items: values}
	}
	for _, c := range []struct {
		tag   model.Tag
		value trace.Value
		fit   Fit
		want  string
	}{
		{ints, trace.IntValue(10), Fits, ""}, {ints, trace.IntValue(11), Fits, "at most 10"},
		{ints, trace.DoubleValue(10), Loosely, ""}, {ints, trace.DoubleValue(11), Loosely, "at most 10"},
		{doubles, trace.DoubleValue(1234568), Fits, "at most 1234567.5"}, {doubles, trace.IntValue(1234568), Fits, "at most 1234567.5"},
		{doubles, trace.IntValue(1234567), Fits, ""}, {model.Tag{Kind: model.KindBool}, trace.Value{Kind: trace.Bool}, Fits, ""},
		{list, texts("é", "a"), Fits, ""}, {list, texts("a", "ab"), Fits, "at most 1 character"},
		{list, texts("ab", "a", "b"), Fits, "at most 2 items"}, {list, texts(), Fits, ""},
	} {
		tag := compiled(t, c.tag)
		if fit := tag.Type(&c.value); fit != c.fit {
			t.Errorf("%+v fits %+v as %d, want %d", c.value, c.tag, fit, c.fit)
		}
		if got := tag.Value(&c.value); got != c.want {
			t.Errorf("%+v of %+v: %q, want %q", c.value, c.tag, got, c.want)
		}
	}
	if _, err := compileTag(&model.Tag{Kind: model.KindString, Pattern: "("}, 0); err == nil {
		t.Error("a pattern that is none was taken")
	}
}

// BenchmarkValue checks values that are right, as nearly all are, and must allocate nothing.
func BenchmarkValue(b *testing.B) {
	for name, c := range map[string]struct {
		tag   model.Tag
		value trace.Value
	}{
		"id":      {model.Tag{Kind: model.KindID, MaxLength: 128}, trace.StringValue([]byte("d6f6b2c198a54e0b"))},
		"pattern": {model.Tag{Kind: model.KindID, Pattern: "^[UW][A-Z0-9]{2,}$"}, trace.StringValue([]byte("U024BE7LH"))},
		"uuid":    {model.Tag{Kind: model.KindID, Format: model.FormatUUID}, trace.StringValue([]byte("d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"))},
		"enum": {model.Tag{Kind: model.KindEnum, Values: []*model.EnumValue{{Wire: "DM"}, {Wire: "@here"}, {Wire: "@channel"}}},
			trace.StringValue([]byte("@channel"))},
		"enum20": {model.Tag{Kind: model.KindEnum, Values: twenty()}, trace.StringValue([]byte("notification-k"))},
		"int":    {model.Tag{Kind: model.KindInt, Min: rat("0"), Max: rat("100")}, trace.IntValue(7)},
		"double": {model.Tag{Kind: model.KindDouble, Min: rat("0"), Max: rat("1234567.5")}, trace.DoubleValue(7.5)},
	} {
		b.Run(name, func(b *testing.B) {
			tag := compiled(b, c.tag)
			b.ReportAllocs()
			for b.Loop() {
				if tag.Value(&c.value) != "" {
					b.Fatal("a right value is found wrong")
				}
			}
		})
	}
}

func twenty() (values []*model.EnumValue) {
	for i := range 20 {
		values = append(values, &model.EnumValue{Wire: "notification-" + string(rune('a'+i))})
	}
	return values
}

// TestTyped reads texts of formats that have no other values by the types of tags.
func TestTyped(t *testing.T) {
	items := []trace.Value{trace.IntValue(1)}
	for _, c := range []struct {
		tag  model.Tag
		text trace.Value
		want trace.Value
		fit  Fit
	}{
		{model.Tag{Kind: model.KindInt}, trace.Value{Text: []byte("-3")}, trace.IntValue(-3), Fits},
		{model.Tag{Kind: model.KindInt}, trace.Value{Text: []byte("3.0")}, trace.DoubleValue(3), Loosely},
		{model.Tag{Kind: model.KindInt}, trace.Value{Text: []byte("3.5")}, trace.DoubleValue(3.5), Not},
		{model.Tag{Kind: model.KindInt}, trace.Value{Text: []byte("three")}, trace.StringValue([]byte("three")), Not},
		{model.Tag{Kind: model.KindInt}, trace.Value{}, trace.StringValue(nil), Not},
		{model.Tag{Kind: model.KindInt}, trace.UntypedZero(), trace.IntValue(0), Fits},
		{model.Tag{Kind: model.KindDouble}, trace.UntypedZero(), trace.DoubleValue(0), Fits},
		{model.Tag{Kind: model.KindBool}, trace.UntypedZero(), trace.BoolValue(false), Fits},
		{model.Tag{Kind: model.KindString}, trace.UntypedZero(), trace.StringValue(nil), Fits},
		{model.Tag{Kind: model.KindDouble}, trace.Value{Text: []byte("1e-3")}, trace.DoubleValue(0.001), Fits},
		{model.Tag{Kind: model.KindBool}, trace.Value{Text: []byte("true")}, trace.BoolValue(true), Fits},
		{model.Tag{Kind: model.KindBool}, trace.Value{Text: []byte("false")}, trace.BoolValue(false), Fits},
		{model.Tag{Kind: model.KindBool}, trace.Value{Text: []byte("1")}, trace.StringValue([]byte("1")), Not},
		{model.Tag{Kind: model.KindString}, trace.Value{Text: []byte("3"), Items: items}, trace.StringValue([]byte("3")), Fits},
		{model.Tag{Kind: model.KindInt, List: true}, trace.Value{Text: []byte("[1]"), Items: items}, trace.ListValue(items), Fits},
		{model.Tag{Kind: model.KindString, List: true}, trace.Value{Text: []byte("[1]"), Items: items}, trace.ListValue(items), Not},
		{model.Tag{Kind: model.KindInt, List: true}, trace.Value{Text: []byte("1")}, trace.StringValue([]byte("1")), Not},
	} {
		tag := compiled(t, c.tag)
		c.text.Kind = trace.Untyped
		got := tag.Typed(&c.text)
		if fit := tag.Type(&got); !reflect.DeepEqual(got, c.want) || fit != c.fit {
			t.Errorf("%q for %+v is %+v and fits as %d, want %+v and %d", c.text.Text, c.tag, got, fit, c.want, c.fit)
		}
	}
}
