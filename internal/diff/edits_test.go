package diff_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
)

const shop = `specgen: v1
flow: shop
version: 1.0.0
brief: A shop.
namespace: "shop:"
traces:
  order: { brief: One order., id: order_id }
services:
  api: { brief: Takes orders., language: go }
tags:
  order_id: { brief: The order., type: id, format: uuid }
  region: { brief: Where it is., type: string }
  state: { brief: How it went., type: enum, values: { ok: OK, bad: BAD } }
spans:
  "shop:ordered":
    brief: Somebody orders.
    trace: order
    services: [api]
    occurs: once
    tags: { order_id: required, region: required, state: required }
`

// edited is the shop with some lines written otherwise: pairs of what stands there and what is to.
func edited(t *testing.T, edits ...string) *model.Flow {
	t.Helper()
	text := shop
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			t.Fatalf("the spec has no %q", edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return codegentest.Bytes(t, "shop.yaml", []byte(text)).Flow
}

// TestEditsOfSeveralFields: one edit of a person is one change, whose uses are told with it.
func TestEditsOfSeveralFields(t *testing.T) {
	const region = "  region: { brief: Where it is., type: string"
	moved := []string{"language: go }", "language: go, tags: { region: required } }", " region: required,", ""}
	for _, c := range []struct {
		name  string
		edits []string
		want  []string // the kinds, the worst first
		wire  diff.Grade
	}{
		{"a tag is renamed", []string{region, region + ", deprecated: { since: 1.0.0, use: area } }\n  area: { brief: Where it is., type: string", "region: required, ", "region: optional, area: required, "},
			[]string{"tag/renamed"}, diff.Risky},
		{"a tag is renamed, and nothing says so", []string{"  region:", "  area:", " region: required", " area: required"},
			[]string{"tag/added-required", "tag/removed"}, diff.Safe},
		{"a span is renamed", []string{"    brief: Somebody orders.", "    brief: Somebody orders.\n    deprecated: { since: 1.0.0, use: \"shop:placed\" }",
			"state: required }\n", "state: required }\n  \"shop:placed\":\n    brief: Somebody orders.\n    trace: order\n    services: [api]\n    occurs: once\n    tags: { order_id: required }\n"},
			[]string{"span/renamed"}, diff.Breaking},
		{"a service is renamed", []string{"language: go }", "language: go, deprecated: { since: 1.0.0, use: web } }\n  web: { brief: Takes orders., language: go }", "[api]", "[api, web]"},
			[]string{"service/renamed"}, diff.Risky},
		{"a value is renamed", []string{"bad: BAD", "bad: { value: BAD, deprecated: { since: 1.0.0, use: failed } }, failed: FAILED"}, []string{"value/renamed"}, diff.Risky},
		{"a tag moves to the services", moved, []string{"tag/moved-to-services"}, diff.Breaking},
		{"a new span brings its tags along", []string{"  state: {", "  place: { brief: Where it goes., type: string }\n  state: {",
			"state: required }\n", "state: required }\n  \"shop:sent\":\n    brief: It leaves.\n    trace: order\n    services: [api]\n    parent: \"shop:ordered\"\n    tags: { place: required }\n"},
			[]string{"span/added"}, diff.Safe},
		{"another namespace", []string{`namespace: "shop:"`, `namespace: "store:"`}, []string{"flow/namespace-changed"}, diff.Safe},
		{"a kind of trace is renamed", []string{"  order: {", "  purchase: {", "trace: order", "trace: purchase"}, []string{"trace/renamed"}, diff.Safe},
	} {
		changes := diff.Compare(edited(t), edited(t, c.edits...)).Changes
		var kinds []string
		for _, change := range changes {
			kinds = append(kinds, change.Kind)
		}
		if !slices.Equal(kinds, c.want) {
			t.Errorf("%s: %v, want %v", c.name, kinds, c.want)
		} else if changes[0].Grades.Wire != c.wire {
			t.Errorf("%s: %s on the wire, want %s", c.name, changes[0].Grades.Wire, c.wire)
		}
	}
	back := diff.Compare(edited(t, moved...), edited(t)).Changes
	if len(back) != 1 || back[0].Kind != "tag/moved-to-spans" || len(back[0].Uses) != 2 {
		t.Errorf("a tag moves to the spans: %+v", back)
	}
	if added, gone := diff.Compare(nil, edited(t)).Changes, diff.Compare(edited(t), nil).Changes; added[0].Kind != "flow/added" || gone[0].Kind != "flow/removed" {
		t.Errorf("a flow comes and goes: %+v %+v", added, gone)
	}
}

// TestANewNamespaceRenamesSpansInCode: names in code go without it.
func TestANewNamespaceRenamesSpansInCode(t *testing.T) {
	change := diff.Compare(edited(t), edited(t, "namespace: \"shop:\"\n", "")).Changes[0]
	if change.Kind != "flow/namespace-narrowed" || change.Grades.Source.Go != diff.Breaking {
		t.Errorf("%+v", change)
	}
	if change := diff.Compare(edited(t), edited(t, `"shop:"`, `"shop"`)).Changes[0]; change.Kind != "flow/namespace-widened" || change.Grades.Source.Go != diff.Safe {
		t.Errorf("%+v", change)
	}
}

// TestVerdict: what a version is asked for, from 1.0 on and below.
func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		was, is string
		edits   []string
		needs   string
		ok      bool
	}{
		{"1.0.0", "1.0.0", nil, "1.0.0", true},
		{"1.0.0", "1.0.0", []string{"brief: A shop.", "brief: The shop."}, "1.0.0", true},
		{"1.0.0", "1.0.0", []string{"region: required", "region: optional"}, "2.0.0", false},
		{"1.0.0", "1.1.0", []string{"values: { ok: OK", "values: { new: NEW, ok: OK"}, "1.1.0", true},
		{"1.0.0", "1.0.1", []string{"values: { ok: OK", "values: { new: NEW, ok: OK"}, "1.1.0", false},
		{"1.2.3", "3.0.0", []string{"format: uuid", "format: hex"}, "2.0.0", true},
		{"0.2.0", "0.3.0", []string{"format: uuid", "format: hex"}, "0.3.0", true},
		{"0.2.0", "0.2.1", []string{"format: uuid", "format: hex"}, "0.3.0", false},
		{"0.2.0", "0.2.1", []string{"values: { ok: OK", "values: { new: NEW, ok: OK"}, "0.2.1", true},
		{"1.0.0", "0.9.0", nil, "1.0.0", false},
		{"1.0.0", "1.0.0", []string{"occurs: once", "occurs: at_most_once"}, "1.0.1", false},
	} {
		was := edited(t, "version: 1.0.0", "version: "+c.was)
		is := edited(t, append([]string{"version: 1.0.0", "version: " + c.is}, c.edits...)...)
		v := diff.Compare(was, is).Verdict([]string{"go"}, nil)
		if v.Needs.String() != c.needs || v.OK != c.ok {
			t.Errorf("%s to %s with %q needs %s, ok %t; want %s, %t", c.was, c.is, c.edits, v.Needs, v.OK, c.needs, c.ok)
		}
	}
}

// TestRenameHint: a name that is gone and a new one with the same brief may be a rename. That is a hint, and no grade.
func TestRenameHint(t *testing.T) {
	hints := map[string]string{}
	for _, is := range []*model.Flow{
		edited(t, "region: { brief: Where it is.", "area: { brief: Where it is.", "region: required", "area: required"),
		edited(t, `"shop:ordered":`, `"shop:placed":`), edited(t, "api: {", "backend: {", "[api]", "[backend]"),
	} {
		for _, change := range diff.Compare(edited(t), is).Changes {
			if change.Hint != "" {
				hints[change.Kind] = change.Hint
			}
		}
	}
	for kind, name := range map[string]string{"tag/removed": `"area"`, "span/removed": `"shop:placed"`, "service/removed": `"backend"`} {
		if !strings.HasPrefix(hints[kind], "it may be "+name+" now") || !strings.Contains(hints[kind], "use: "+name) {
			t.Errorf("%s: hint %q", kind, hints[kind])
		}
	}
	other := edited(t, "region: { brief: Where it is.", "area: { brief: Another thing.", "region: required", "area: required")
	for _, change := range diff.Compare(edited(t), other).Changes {
		if change.Hint != "" {
			t.Errorf("%s: %s", change.Kind, change.Hint)
		}
	}
}
