package swift

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegentest"
)

// flowText is a spec with the given tags, values of the enum and spans, each a line.
func flowText(tags, values, spans string) string {
	return `specgen: v1
flow: clash
version: 1.0.0
brief: B.
traces: { t: { brief: T., id: id, sampling: 100% } }
services:
  app: { brief: A., language: swift }
tags:
  id: { brief: I., type: id, format: uuid }
  kind: { brief: K., type: enum, values: { ` + values + ` } }
` + tags + `spans:
  first: { brief: F., trace: t, services: [app], parent: none, occurs: once, tags: { kind: required, ` + tagUses(tags) + ` } }
` + spans
}

// text is a spec as the backend's input.
func text(t testing.TB, spec string) codegen.Input {
	t.Helper()
	return codegentest.Bytes(t, "spec/flow.yaml", []byte(spec))
}

// tagUses makes each tag that is declared an optional one of the span.
func tagUses(tags string) string {
	var uses []string
	for _, line := range strings.Split(strings.TrimSpace(tags), "\n") {
		if name, _, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			uses = append(uses, name+": optional")
		}
	}
	return strings.Join(uses, ", ")
}

func TestClashes(t *testing.T) {
	const two = "a: a, b: b"
	for _, test := range []struct {
		name, tags, values, spans string
		want                      []string
	}{
		{"none", "  badge_count: { brief: B., type: int }\n", two, "", nil},
		{"tags that differ in their separator", "  a_b: { brief: B., type: int }\n  a.b: { brief: B., type: int }\n", two, "",
			[]string{`"a.b" would be aB, which is "a_b" already`}},
		{"a tag called as the runtime's type", "  span_ref: { brief: B., type: id }\n", two, "",
			[]string{`"span_ref" would be SpanRef, which is a name that Swift or the generated code has itself`}},
		{"a tag called as a type of Swift's", "  string: { brief: B., type: id }\n", two, "",
			[]string{`"string" would be String, which is a name that Swift or the generated code has itself`}},
		{"a label that the method has", "  extra: { brief: B., type: int }\n", two, "",
			[]string{`"extra" would be extra, which is a name that Swift or the generated code has itself`}},
		{"a value that every Optional has", "", "none: none, b: b", "",
			[]string{`"none" would be none, which is a name that Swift or the generated code has itself`}},
		{"a name that begins with a digit", "", two, "  3ds: { brief: F., trace: t, services: [app], parent: first }\n",
			[]string{`"3ds" would be 3dsRef, which is no name in Swift: it must begin with a letter`}},
		{"spans whose files would be one", "", two,
			"  a b: { brief: F., trace: t, services: [app], parent: first }\n  ab: { brief: F., trace: t, services: [app], parent: first }\n",
			[]string{`"ab" would be EmitterAb, which is "a b" already, which differs from it only in case, as files may not`}},
		{"a reference called as a tag", "  first_ref: { brief: B., type: id }\n", two, "",
			[]string{`"first" would be FirstRef, which is "first_ref" already`}},
		{"a tag called as the time's type", "  date: { brief: B., type: id }\n", two, "",
			[]string{`"date" would be Date, which is a name that Swift or the generated code has itself`}},
		{"a tag called as the label of a time", "  timestamp: { brief: B., type: int }\n", two, "",
			[]string{`"timestamp" would be timestamp, which is a name that Swift or the generated code has itself`}},
		{"tags called as the label of another call's time", "  start_time: { brief: B., type: int }\n  end_time: { brief: B., type: int }\n", two, "", nil},
		{"a choice of parents called as a tag", "  again_parent: { brief: B., type: id }\n", two,
			"  again: { brief: F., trace: t, services: [app], parent: [first, again] }\n",
			[]string{`"again" would be AgainParent, which is "again_parent" already`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			flow := text(t, flowText(test.tags, test.values, test.spans)).Flow
			var got []string
			for _, clash := range (Backend{}).Clashes(flow) {
				got = append(got, clash.String())
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestTimesOfMeasuredSpans holds that only the label of the same call is taken.
func TestTimesOfMeasuredSpans(t *testing.T) {
	for uses, want := range map[string]string{
		"timestamp: optional, end_time: optional":                        "",
		"start_time: { requirement: optional, at: end }":                 "",
		"start_time: optional":                                           `"start_time" would be startTime`,
		"end_time: { requirement: optional, at: end }":                   `"end_time" would be endTime`,
		"timestamp: optional, extra: { requirement: optional, at: end }": `"extra" would be extra`,
	} {
		flow := text(t, `specgen: v1
flow: clash
version: 1.0.0
brief: B.
traces: { t: { brief: T., id: id, sampling: 100% } }
services:
  app: { brief: A., language: swift }
tags:
  id: { brief: I., type: id, format: uuid }
  timestamp: { brief: B., type: int }
  start_time: { brief: B., type: int }
  end_time: { brief: B., type: int }
  extra: { brief: B., type: int }
spans:
  first: { brief: F., trace: t, services: [app], parent: none, duration: measured, tags: { `+uses+` } }
`).Flow
		var got string
		for _, clash := range (Backend{}).Clashes(flow) {
			got += clash.String()
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", uses, got, want)
		}
	}
}

func TestGenerateRefusesClashes(t *testing.T) {
	in := text(t, flowText("  string: { brief: B., type: id }\n", "a: a, b: b", ""))
	if _, err := (Backend{}).Generate(in); err == nil || !strings.Contains(err.Error(), "run specgen check") {
		t.Errorf("got %v", err)
	}
}

func TestPackageRefusesOneTargetForTwoFlows(t *testing.T) {
	in := codegentest.Load(t, "spec/notification.yaml")
	if _, err := (Backend{}).Package([]codegen.Input{in, in}); err == nil || !strings.Contains(err.Error(), "NotificationFlow") {
		t.Errorf("got %v", err)
	}
}
