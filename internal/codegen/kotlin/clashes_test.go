package kotlin

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
)

func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{"a1": true, "日本": true, "1a": false, "": false, "a b": false, "𐐀": false, "_": true, "a-b": false} {
		if isName(name) != want {
			t.Errorf("%q: got %v", name, !want)
		}
	}
}

// clash is a spec with the given tags, spans and services beside what every flow needs.
func clash(t *testing.T, tags, spans, services string) []string {
	t.Helper()
	text := "specgen: v1\nflow: shop\nversion: 1.0.0\nbrief: B.\ntraces: { t: { brief: B., id: cart, sampling: 100% } }\nservices:\n" +
		"  app: { brief: B., language: kotlin }\n" + services + "tags:\n  cart: { brief: B., type: id, format: uuid }\n" + tags +
		"spans:\n  first: { brief: B., trace: t, services: [app], parent: none, occurs: once, tags: { cart: required" + used(tags) + " } }\n" + spans
	var out []string
	for _, c := range (Backend{}).Clashes(codegentest.Bytes(t, "shop.yaml", []byte(text)).Flow) {
		out = append(out, c.String())
	}
	return out
}

// used is all the tags, as optional ones of a span.
func used(tags string) string {
	var out string
	for line := range strings.Lines(tags) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		out += ", " + name + ": optional"
	}
	return out
}

func TestClashes(t *testing.T) {
	span := func(name, more string) string {
		return fmt.Sprintf("  %q: { brief: B., trace: t, services: [app], parent: first%s }\n", name, more)
	}
	for name, test := range map[string]struct {
		tags, spans, services string
		want                  string
	}{
		"two tags of one name": {tags: "  a.b: { brief: B., type: string }\n  a_b: { brief: B., type: int }\n", want: `"a_b" would be aB, which is "a.b" already`},
		"a type of Kotlin":     {tags: "  string: { brief: B., type: id }\n", want: "is a name that Kotlin or the generated code has itself"},
		"a type, by its case":  {tags: "  span_type: { brief: B., type: id }\n", want: "is a name that Kotlin or the generated code has itself"},
		"a time":               {tags: "  timestamp: { brief: B., type: int }\n", want: `"timestamp" would be timestamp, which is a name that Kotlin`},
		"one of several parents": {
			tags: "  late_parent: { brief: B., type: id }\n", spans: strings.ReplaceAll(span("late", ""), "parent: first", "parent: [first, late]"),
			want: `"late" would be LateParent, which is "late_parent" already`,
		},
		"a start": {
			tags: "  start time: { brief: B., type: int }\n", spans: span("late", ", duration: measured, start: B., end: B., tags: { start time: optional }"),
			want: `"start time" would be startTime, which is a name that Kotlin`,
		},
		"an end": {
			tags:  "  endTime: { brief: B., type: int }\n",
			spans: span("late", ", duration: measured, start: B., end: B., tags: { endTime: { requirement: optional, at: end } }"),
			want:  `"endTime" would be endTime, which is a name that Kotlin`,
		},
		"the type of a time": {tags: "  date: { brief: B., type: id }\n", want: `"date" would be Date, which is a name that Kotlin`},
		"a parameter of all": {tags: "  extra: { brief: B., type: int }\n", want: "is a name that Kotlin or the generated code has itself"},
		"a method of all":    {spans: span("to string", ""), want: "is a name that Kotlin or the generated code has itself"},
		"two spans":          {spans: span("read it", "") + span("readIt", ""), want: `"readIt" would be ReadItRef, which is "read it" already`},
		"a digit first":      {spans: span("2 late", ""), want: "is no name in Kotlin: it must begin with a letter"},
		"nothing to name":    {spans: span("😀", ""), want: "is no name in Kotlin"},
		"beyond UTF-16":      {spans: span("𐐀𐐀", ""), want: "is no name in Kotlin"},
		"a tag and a reference": {
			tags: "  first_ref: { brief: B., type: id }\n", want: `"first" would be FirstRef, which is "first_ref" already`,
		},
		"links and a tag": {
			tags: "  late_links: { brief: B., type: int }\n", spans: span("late", ", links: { to: first }") +
				span("later", ", links: { to: late }, tags: { late_links: optional }"),
			want: `"late_links" would be lateLinks, which is "late" already`,
		},
		"two services": {services: "  a-p-p: { brief: B. }\n  a p p: { brief: B. }\n", want: `"a p p" would be ShopAPP`},
		"enum values": {
			tags: "  kind: { brief: B., type: enum, values: { read_it: p, readIt: q } }\n", want: `"readIt" would be READ_IT, which is "read_it" already`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := clash(t, test.tags, test.spans, test.services)
			if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, test.want) }) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := clash(t, "  emitter: { brief: B., type: string }\n  startTime: { brief: B., type: int }\n  endTime: { brief: B., type: int }\n  ref: { brief: B., type: string }\n", span("wait", "")+span("notify", ""), ""); len(got) > 0 {
		t.Errorf("no clash: got %q", got)
	}
}
