package validator_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// remoteSpec has children in traces of their own.
const remoteSpec = `specgen: v1
flow: remote
version: 1.0.0
brief: Children in other traces.
owners: [tests]
namespace: "remote:"
traces:
  one: { brief: The first., sampling: 100% }
  two: { brief: The second., sampling: 100% }
services:
  shop: { brief: It sells. }
tags:
  num: { brief: A number., type: int }
spans:
  "remote:a": { brief: A root., trace: one, services: [shop], parent: none }
  "remote:n": { brief: A root with a key., trace: one, services: [shop], parent: none, occurs: { at_most_once_per: [num] }, tags: { num: required } }
  "remote:b": { brief: One for each., trace: two, services: [shop], parent: "remote:a", occurs: { once_per: parent } }
  "remote:c":
    brief: It links.
    trace: one
    services: [shop]
    parent: any
    links: [{ to: "remote:a", min: 1, max: 1 }, { to: "remote:b", min: 1, max: 2 }]
`

func compileText(t *testing.T, text string) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "spec.yaml", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// emitted returns a record of remoteSpec; parent is "trace/span", and named says whether its trace is.
func emitted(name string, traceID, spanID int, parent string, named bool) event {
	e := event{
		"trace_id": fmt.Sprintf("%032x", traceID), "span_id": fmt.Sprintf("%016x", spanID), "name": name, "service_name": "shop",
		"timestamp": begin + spanID, "duration": 1, "tags": map[string]any{},
	}
	if in, id, ok := strings.Cut(parent, "/"); ok {
		e["parent_id"] = fmt.Sprintf("%016s", id)
		if named {
			e["parent_trace_id"] = fmt.Sprintf("%032s", in)
		}
	}
	return e
}

// remoteForms are the forms in which a record can name a parent in another trace.
var remoteForms = []struct {
	name  string
	named bool
	write func([]event) []byte
}{
	{"parent_trace_id", true, lines}, {"a link", true, asOTLP}, {"a reference", true, asJaeger}, {"a reference of the Collector", true, asCollectorsJaeger}, {"a link in a tag", true, asZipkin},
	{"the span id alone", false, asOTLP}, {"the span id alone, in lines", false, lines},
}

// remoteEvents returns records with children in other traces, which name their parents' traces or not.
func remoteEvents(named bool) map[string][]event {
	a, other := emitted("remote:a", 1, 1, "", false), emitted("remote:a", 1, 3, "", false)
	return map[string][]event{
		"one":                {a, emitted("remote:b", 2, 2, "1/1", named)},
		"none":               {a, other, emitted("remote:b", 2, 2, "1/3", named)},
		"two, in two traces": {a, emitted("remote:b", 2, 2, "1/1", named), emitted("remote:b", 3, 3, "1/1", named)},
		"two, in two forms":  {a, emitted("remote:b", 2, 2, "1/1", named), emitted("remote:b", 3, 3, "1/1", true)},
	}
}

func TestOneRemoteChildForEachParent(t *testing.T) {
	v := compileText(t, remoteSpec)
	off := validator.Options{Severity: []validator.Severity{seenOnly}}
	want := map[string]string{
		"none":               `error too-few span="remote:b" tag="" service="shop" version="" 1/1`,
		"two, in two traces": `error too-many span="remote:b" tag="" service="shop" version="" 1/1`,
		"two, in two forms":  `error too-many span="remote:b" tag="" service="shop" version="" 1/1`,
	}
	for _, form := range remoteForms {
		for name, events := range remoteEvents(form.named) {
			if got := strings.Join(say(validate(t, v, form.write(events), off)), "\n"); got != want[name] {
				t.Errorf("%s, %s: got %q, want %q", form.name, name, got, want[name])
			}
		}
	}
}

// TestWholeDoublesAreKeys has one number written in two ways, which is only a warning as a type.
func TestWholeDoublesAreKeys(t *testing.T) {
	v := compileText(t, remoteSpec)
	var events []event
	for i, number := range []string{"1", "1.0", "1e0", "2.0"} {
		e := emitted("remote:n", 1, i+1, "", false)
		e.tags()["num"] = json.Number(number)
		events = append(events, e)
	}
	off := validator.Options{Severity: []validator.Severity{seenOnly, {Rule: "tag-type", Is: trace.Off}}}
	got := say(validate(t, v, lines(events), off))
	if len(got) != 1 || got[0] != `error too-many span="remote:n" tag="" service="shop" version="" 2/1` {
		t.Errorf("got %q", got)
	}
}

// TestParentsUnderOneSpanID has two parents whose span ids are equal, each with a child that names its trace.
func TestParentsUnderOneSpanID(t *testing.T) {
	v := compileText(t, remoteSpec)
	events := []event{emitted("remote:a", 1, 1, "", false), emitted("remote:a", 9, 1, "", false), emitted("remote:b", 2, 2, "1/1", true), emitted("remote:b", 3, 3, "9/1", true)}
	if got := say(validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}

// TestCopiesAreAskedOnce has one record several times, under a parent and with a link that nothing has.
func TestCopiesAreAskedOnce(t *testing.T) {
	v := compileText(t, remoteSpec)
	off := validator.Options{Severity: []validator.Severity{seenOnly, {Rule: "duplicate-span", Is: trace.Off}, {Rule: "conflicting-span", Is: trace.Off}}}
	for _, form := range remoteForms {
		one := emitted("remote:b", 2, 2, "1/7", form.named)
		other := one.copyOf()
		other["timestamp"] = begin + 5
		for name, events := range map[string][]event{"one": {one}, "three equal": {one, one, one}, "two, and another": {other, one, one}, "a tie": {one, other}} {
			got := say(validate(t, v, form.write(events), off))
			if len(got) != 1 || got[0] != `error missing-parent span="remote:b" tag="" service="shop" version="" 1/1` {
				t.Errorf("%s, %s: got %q", form.name, name, got)
			}
		}
	}
	a, b, c := emitted("remote:a", 1, 1, "", false), emitted("remote:b", 2, 2, "1/1", true), emitted("remote:c", 1, 3, "", false)
	c["links"] = []any{link(1, 1), link(2, 2), link(2, 9)}
	got := say(validate(t, v, lines([]event{a, b, c, c, c}), off))
	if len(got) != 1 || got[0] != `warning dangling-link span="remote:c" tag="" service="shop" version="" 1/1` {
		t.Errorf("links: got %q", got)
	}
}

func link(traceID, spanID int) map[string]any {
	return map[string]any{"trace_id": fmt.Sprintf("%032x", traceID), "span_id": fmt.Sprintf("%016x", spanID)}
}

// TestLinksAreCountedForEachTarget has remote:c, which links to one remote:a and to one or two remote:b.
func TestLinksAreCountedForEachTarget(t *testing.T) {
	v := compileText(t, remoteSpec)
	a1, a2, a3 := link(1, 1), link(1, 2), link(9, 3)
	b1, b2, b3 := link(11, 11), link(12, 12), link(13, 13)
	const many, few = `error too-many span="remote:c" tag="" service="shop" version="" 1/1`, `error missing-link span="remote:c" tag="" service="shop" version="" 1/1`
	const dangling = `warning dangling-link span="remote:c" tag="" service="shop" version="" 1/1`
	tests := []struct {
		name  string
		links []any
		want  []string
	}{
		{"as declared", []any{a1, b1}, nil},
		{"at the bounds", []any{b1, a3, b2}, nil},
		{"three to one target", []any{a1, a2, a3}, []string{few, many}},
		{"two, and none", []any{a1, a2}, []string{few, many}},
		{"two, and one", []any{a1, a2, b1}, []string{many}},
		{"none of the first", []any{b1, b2}, []string{few}},
		{"in sum too many", []any{a1, b1, b2, b3}, []string{many}},
		{"in sum too few", []any{b1}, []string{few}},
		{"one that may be any", []any{b1, link(20, 20)}, []string{dangling}},
		{"one that can not be two", []any{link(20, 20), link(20, 20)}, []string{dangling}},
	}
	for _, test := range tests {
		events := []event{emitted("remote:c", 5, 5, "", false)}
		events[0]["links"] = test.links
		for i, in := range []int{1, 1, 9} {
			events = append(events, emitted("remote:a", in, i+1, "", false), emitted("remote:b", i+11, i+11, fmt.Sprintf("%d/%d", in, i+1), true))
		}
		if !strings.HasPrefix(test.name, "in sum") { // those are rules about the record itself, which count every copy
			events = append(events, events[0])
		}
		result := validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly, {Rule: "duplicate-span", Is: trace.Off}}})
		if got := say(result); strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestRemoteParentsInThreeForms(t *testing.T) {
	v := compile(t, notificationSpec)
	off := validator.Options{Severity: []validator.Severity{seenOnly}}
	s := newNotification(2)
	s.notify["timestamp"] = begin // two times ten seconds before the trigger, and the skew
	s.trigger["timestamp"] = begin + 180_000_000
	s.sent, s.received, s.opened, s.read = nil, nil, nil, nil
	forms := map[string]func() []byte{
		"parent_trace_id": func() []byte { return lines(s.all()) },
		"link":            func() []byte { return asOTLP(s.all()) },
		"the id alone": func() []byte {
			bare := s.notify.copyOf()
			delete(bare, "parent_trace_id")
			return asOTLP([]event{bare, s.trigger})
		},
	}
	for name, form := range forms {
		got := say(validate(t, v, form(), off))
		if len(got) != 1 || !strings.Contains(got[0], `warning out-of-order span="notification:notify"`) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
