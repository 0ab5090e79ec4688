package eventschema

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func compiled(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	text, err := plainJSON(schema)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft2020
	if err := compiler.AddResource("tag.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	out, err := compiler.Compile("tag.json")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

// TestTagsMeanTheSame compares the schemas of tags with the constraints that the validator checks.
func TestTagsMeanTheSame(t *testing.T) {
	enum := []*model.EnumValue{{Wire: "DM"}, {Wire: "@here"}, {Wire: "äö"}}
	texts := []string{"", "a", "ab", "DM", "@here", "äö", "äöü", "😀😀", "0a", "0A1b", "bb", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "\x00", "a\nb"}
	for _, c := range []model.Tag{
		{Kind: model.KindID}, {Kind: model.KindString}, {Kind: model.KindString, MinLength: 2, MaxLength: 2}, {Kind: model.KindID, MaxLength: 3},
		{Kind: model.KindString, Pattern: "^[ab]+$"}, {Kind: model.KindString, Pattern: "a", Format: model.FormatHex, MinLength: 3},
		{Kind: model.KindString, Format: model.FormatUUID}, {Kind: model.KindEnum, Values: enum}, {Kind: model.KindEnum, Values: enum, Open: true},
		{Kind: model.KindString, Pattern: `^(\p{L}{3}|[a-z]{2}x?){90}$`},
	} {
		schema, set := tagOf(t, &c)
		for _, text := range texts {
			want := set.Text([]byte(text)) == nil
			if err := schema.Validate(text); (err == nil) != want {
				t.Errorf("%+v: %q: %v, want %v", c, text, err, want)
			}
		}
		for _, other := range []any{json.Number("3"), true, nil, []any{}, map[string]any{}} {
			if schema.Validate(other) == nil {
				t.Errorf("%+v takes %v", c, other)
			}
		}
	}
	ints := []int64{-1 << 63, -1<<63 + 1, -3, -2, -1, 0, 1, 2, 3, 1<<63 - 2, 1<<63 - 1}
	for _, limits := range [][2]string{{"", ""}, {"0", "2"}, {"-1.5", "1.5"}, {"-1e30", "1e30"}, {"1e30", ""}, {"", "-1e30"}, {"9223372036854775807", ""}, {"-9223372036854775808", "-2"}} {
		c := model.Tag{Kind: model.KindInt}
		limit(&c, limits)
		schema, set := tagOf(t, &c)
		for _, n := range ints {
			want := set.Int(n) == nil
			if err := schema.Validate(json.Number(big.NewInt(n).String())); (err == nil) != want {
				t.Errorf("int %q: %d: %v, want %v", limits, n, err, want)
			}
		}
		for _, other := range []any{json.Number("0.5"), json.Number("9223372036854775808"), json.Number("-9223372036854775809"), "1", nil} {
			if schema.Validate(other) == nil {
				t.Errorf("int %q takes %v", limits, other)
			}
		}
	}
	for _, limits := range [][2]string{{"", ""}, {"0", "0.1"}, {"-1.5", "1e300"}, {"0.1000000000000000055", ""}, {"1e400", ""}} {
		c := model.Tag{Kind: model.KindDouble}
		limit(&c, limits)
		schema, set := tagOf(t, &c)
		for _, f := range []float64{-1e308, -1.5, -1, 0, 0.1, 0.10000000000000002, 1, 1e300, 1e301} {
			want := set.Double(f) == nil
			text, _ := json.Marshal(f)
			if err := schema.Validate(json.Number(text)); (err == nil) != want {
				t.Errorf("double %q: %s: %v, want %v", limits, text, err, want)
			}
		}
	}
	list := model.Tag{Kind: model.KindBool, List: true, MinItems: 1, MaxItems: 2}
	schema, _ := tagOf(t, &list)
	for n, want := range []bool{false, true, true, false} {
		if err := schema.Validate([]any{true, false, true}[:n]); (err == nil) != want {
			t.Errorf("%d items: %v, want %v", n, err, want)
		}
	}
	if schema.Validate([]any{"true"}) == nil || schema.Validate(true) == nil {
		t.Error("a list takes what is none, or items of another type")
	}
}

func limit(c *model.Tag, limits [2]string) {
	if limits[0] != "" {
		c.Min = rat(limits[0])
	}
	if limits[1] != "" {
		c.Max = rat(limits[1])
	}
}

func tagOf(t *testing.T, c *model.Tag) (*jsonschema.Schema, *constraint.Set) {
	t.Helper()
	set, err := constraint.Compile(c)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{flow: &model.Flow{}}
	schema, err := w.tagSchema(c)
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, schema), set
}

// TestHostileNames: names of spans, services and tags may have any characters, and lead to their definitions all the same.
func TestHostileNames(t *testing.T) {
	const hostile = "a/b~c%d#e \"f\"?<g>\u202e&"
	tag := &model.Tag{Entry: model.Entry{Name: hostile}, Kind: model.KindInt}
	service := &model.Service{Entry: model.Entry{Name: hostile}, Tags: []*model.ServiceTag{{Tag: tag, Required: true}}}
	span := &model.Span{Entry: model.Entry{Name: hostile}, Trace: &model.Trace{}, Services: []*model.Service{service}}
	flow := &model.Flow{Entry: model.Entry{Name: hostile}, Tags: []*model.Tag{tag}, Services: []*model.Service{service}, Spans: []*model.Span{span}, Namespace: "a/["}
	text, err := Schema(flow, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(string(text), '\u202e') {
		t.Error("a character that turns text around stands in the schema")
	}
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		t.Fatal(err)
	}
	schema := compiled(t, decoded)
	record := func(name string, value any) any {
		return map[string]any{
			"trace_id": strings.Repeat("a", 32), "span_id": strings.Repeat("a", 16), "name": name, "service_name": hostile,
			"timestamp": json.Number("1772442000000000"), "duration": json.Number("1"), "tags": map[string]any{hostile: value},
		}
	}
	for want, one := range map[bool]any{true: record(hostile, json.Number("1")), false: record(hostile, "1")} {
		if err := schema.Validate(one); (err == nil) != want {
			t.Errorf("%v: %v", one, err)
		}
	}
	if schema.Validate(record("a/[b", json.Number("1"))) == nil || schema.Validate(record("other", "1")) != nil {
		t.Error("the namespace does not say what is of the flow")
	}
}
