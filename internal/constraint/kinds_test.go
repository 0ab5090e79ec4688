package constraint

import (
	"math"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// sample is a tag that has one constraint of a kind, with a value that breaks it.
type sample struct {
	tag   model.Tag
	wrong model.Value
}

var samples = map[Kind]sample{
	MinItems:  {model.Tag{Kind: model.KindInt, List: true, MinItems: 2}, model.Value{Items: make([]model.Value, 1)}},
	MaxItems:  {model.Tag{Kind: model.KindInt, List: true, MaxItems: 1}, model.Value{Items: make([]model.Value, 2)}},
	Finite:    {model.Tag{Kind: model.KindDouble}, model.Value{Double: math.Inf(-1)}},
	MinLength: {model.Tag{Kind: model.KindString, MinLength: 2}, model.Value{Text: "é"}},
	MaxLength: {model.Tag{Kind: model.KindString, MaxLength: 1}, model.Value{Text: "ab"}},
	Pattern:   {model.Tag{Kind: model.KindString, Pattern: "^a$"}, model.Value{Text: "b"}},
	Format:    {model.Tag{Kind: model.KindString, Format: model.FormatIPv4}, model.Value{Text: "1.2.3"}},
	Min:       {model.Tag{Kind: model.KindDouble, Min: rat("-1.5")}, model.Value{Double: -1234567.5}},
	Max:       {model.Tag{Kind: model.KindInt, Max: rat("3")}, model.Value{Int: 4}},
	OneOf:     {model.Tag{Kind: model.KindEnum, Values: values("DM", "@here")}, model.Value{Text: "all"}},
}

// TestEveryKindIsChecked fails for a new kind until a value can break it here.
func TestEveryKindIsChecked(t *testing.T) {
	for _, kind := range Kinds() {
		c, known := samples[kind]
		if !known {
			t.Errorf("kind %d has no sample", kind)
			continue
		}
		s := compile(t, c.tag)
		var broken *Constraint
		if c.tag.List {
			broken = s.Items(len(c.wrong.Items))
		} else {
			broken = s.Value(c.wrong)
		}
		if broken == nil || broken.Kind != kind || broken.Expected == "" {
			t.Errorf("kind %d: the sample breaks %+v", kind, broken)
		}
	}
	if len(samples) != len(Kinds()) {
		t.Errorf("there are %d samples of %d kinds", len(samples), len(Kinds()))
	}
}

// TestGoClientSaysTheSame holds the words and the decision of this package to those of the Go runtime, given the constraints as a
// generated client is. The vectors do the same for all languages, with the constraints that the spec of the vectors has.
func TestGoClientSaysTheSame(t *testing.T) {
	tags := []model.Tag{
		{Kind: model.KindID, MinLength: 2, MaxLength: 3, Pattern: "^[a-z]+$", Format: model.FormatHex},
		{Kind: model.KindString, MinLength: 1, MaxLength: 1}, {Kind: model.KindEnum, Values: values("DM", "@here", "@channel")},
		{Kind: model.KindInt, Min: rat("-1.5"), Max: rat("1.5")}, {Kind: model.KindInt, Min: rat("-9223372036854775807"), Max: rat("9223372036854775806")},
		{Kind: model.KindDouble, Min: rat("0.0000001"), Max: rat("1234567.5")}, {Kind: model.KindDouble, Max: rat("1e23")},
		{Kind: model.KindDouble, Min: rat("0.1000000000000000055")},
	}
	for _, s := range samples {
		if !s.tag.List {
			tags = append(tags, s.tag)
		}
	}
	for _, tag := range tags {
		s := compile(t, tag)
		for _, v := range []model.Value{
			{}, {Text: "é"}, {Text: "éé"}, {Text: "éééé"}, {Text: "a"}, {Text: "ab"}, {Text: "abz"}, {Text: "@here"}, {Text: "@Here"},
			{Int: 2}, {Int: -2}, {Int: math.MinInt64}, {Int: math.MaxInt64}, {Double: 0.1}, {Double: 1234567.75}, {Double: 1e24}, {Double: -1e-9},
			{Double: math.NaN()}, {Double: math.Inf(1)},
		} {
			got, value := inClient(t, tag, v)
			if want := said(s.Value(v)); got != want {
				t.Errorf("%+v: of %+v a client expects %q, the constraint %q", tag, v, got, want)
			}
			if tag.Kind == model.KindDouble && got != "" && value != Double(v.Double) {
				t.Errorf("a client shows %v as %s, the constraint as %s", v.Double, value, Double(v.Double))
			}
		}
	}
}

// inClient gives the value to the runtime, and returns what it expects and the value that it shows.
func inClient(t *testing.T, tag model.Tag, v model.Value) (expected, value string) {
	t.Helper()
	checks, err := ForClient(&tag)
	if err != nil || checks.Left != "" {
		t.Fatalf("%+v cannot be given to a client: %q, %v", tag, checks.Left, err)
	}
	text, whole, double := gen.TextTag{Key: "x"}, gen.IntTag{Key: "x"}, gen.DoubleTag{Key: "x"}
	for _, c := range checks.Values {
		switch c.Kind {
		case MinLength:
			text.MinLength = c.N
		case MaxLength:
			text.MaxLength = c.N
		case Pattern:
			text.Pattern = &gen.Pattern{Source: tag.Pattern, Classes: c.Table.Classes, Next: c.Table.Next, Accept: c.Table.Accept}
		case Format:
			text.Format = gen.Format(c.Format)
		case Min:
			whole.HasMin, double.HasMin = true, true
			whole.Min = c.Number.Num().Int64()
			double.Min, _ = c.Number.Float64()
		case Max:
			whole.HasMax, double.HasMax = true, true
			whole.Max = c.Number.Num().Int64()
			double.Max, _ = c.Number.Float64()
		case OneOf:
			for _, v := range tag.Values {
				text.Values = append(text.Values, v.Wire)
			}
		default:
			t.Fatalf("clients are told %q, of which this test knows nothing", c.Expected)
		}
	}
	listen := flowtrace.OnViolation(func(v flowtrace.Violation) { expected, value = v.Expected, v.Value })
	var d gen.Draft
	gen.NewEmitter(nil, &gen.Service{}, []flowtrace.Option{listen}).
		Begin(&d, &gen.Span{Name: "s", Tags: []string{"x"}}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	switch tag.Kind {
	case model.KindInt:
		whole.Put(&d, v.Int)
	case model.KindDouble:
		double.Put(&d, v.Double)
	default:
		text.Put(&d, v.Text)
	}
	return expected, value
}
