package client_test

import (
	"math"
	"slices"
	"testing"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/model"
)

func TestWireText(t *testing.T) {
	for _, c := range []struct {
		tag   model.Tag
		value model.Value
		want  string
	}{
		{model.Tag{Kind: model.KindString}, model.Value{Text: "a"}, "a"},
		{model.Tag{Kind: model.KindEnum}, model.Value{Text: "@here"}, "@here"},
		{model.Tag{Kind: model.KindInt}, model.Value{Int: math.MinInt64}, "-9223372036854775808"},
		{model.Tag{Kind: model.KindDouble}, model.Value{Double: 0.1}, "0.1"},
		{model.Tag{Kind: model.KindBool}, model.Value{}, "false"},
		{model.Tag{Kind: model.KindInt, List: true}, model.Value{Items: []model.Value{{Int: 1}, {Int: 2}}}, "1, 2"},
		{model.Tag{Kind: model.KindInt, List: true}, model.Value{}, ""},
	} {
		same(t, c.tag.Kind.String(), client.WireText(&c.tag, c.value), c.want)
	}
}

// TestOccursDoc tells once from at most once, and what each is counted by.
func TestOccursDoc(t *testing.T) {
	c := of(t, "references")
	for _, want := range []struct {
		span                     string
		limited, exactly, parent bool
		keys                     []string
	}{
		{"root", false, false, false, nil},
		{"only", true, true, false, nil},
		{"keyed", true, true, false, []string{"num", "b", "e", "inner_id"}},
		{"below", true, false, true, nil},
		{"across", true, true, true, nil},
	} {
		got := span(t, c, want.span).Doc.Occurs
		same(t, want.span+" limited", got.Limited, want.limited)
		same(t, want.span+" exactly", got.Exactly, want.exactly)
		same(t, want.span+" per parent", got.Parent, want.parent)
		if !slices.Equal(got.Keys, want.keys) {
			t.Errorf("%s: per %q, want %q", want.span, got.Keys, want.keys)
		}
	}
}

// TestEntryDoc: what is stable, public and without an end is not worth a word.
func TestEntryDoc(t *testing.T) {
	const spec = `specgen: v1
flow: f
version: 1.0.0
brief: F.
traces: { t: { brief: T. } }
services: { s: { brief: S., stability: stable } }
tags:
  a: { brief: A., type: string, sensitivity: none, stability: development }
  b: { brief: B., type: string, sensitivity: pii, sensitivity_reason: It is needed. }
spans:
  x: { brief: X., trace: t, services: [s], parent: any, within: 1d, expires: 2099-12-31, tags: { a: required, b: required } }
`
	in := codegentest.Bytes(t, "f.yaml", []byte(spec))
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "stable", c.Services[0].Doc.Stability, "")
	same(t, "in development", c.Tags[0].Doc.Stability, "development")
	same(t, "public", c.Tags[0].Doc.Sensitivity, "")
	same(t, "personal", c.Tags[1].Doc.Sensitivity+": "+c.Tags[1].Doc.Reason, "pii: It is needed.")
	same(t, "expires", c.Spans[0].Doc.Expires, "2099-12-31")
	same(t, "within", c.Spans[0].Doc.Within, "1d")
}
