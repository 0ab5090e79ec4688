package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/resolve"
)

// tries is a flow whose spans, with {…} filled in, may come after one of several others.
const tries = `specgen: v1
flow: tries
version: 1.0.0
brief: Things that are tried again.
traces:
  order: { brief: An order., id: order_id, sampling: 100% }
  visit: { brief: A visit., id: order_id, sampling: 10% }
services:
  api: { brief: Takes orders., language: go }
tags:
  order_id: { brief: The order., type: id, format: uuid }
  attempt: { brief: Which try it is., type: int, min: 1, examples: [1] }
  result: { brief: What came out., type: enum, values: { good: GOOD, bad: BAD } }
  answer: { brief: What came out., type: enum, open: true, values: { good: GOOD, bad: BAD } }
spans:
  opened: { brief: A visit begins., trace: visit, services: [api] }
  placed: { brief: It is ordered., trace: order, services: [api], occurs: once, {placed} }
  tried:
    { brief: It is tried., trace: order, services: [api], {tried}, tags: { attempt: required, result: required, answer: required } }
  done: { brief: It is done., trace: order, services: [api], {done} }
`

// TestSeveralParents has what each combination of parents is, or is not, reported as.
func TestSeveralParents(t *testing.T) {
	const (
		root   = "parent: none"
		retry  = `parent: [placed, tried], occurs: { once_per: [attempt] }`
		either = `parent: [placed, tried]`
	)
	for _, test := range []struct{ placed, tried, done, want string }{
		{root, retry, either, ""},
		{root, `parent: [tried, placed]`, `parent: [done, tried]`, ""},
		{root, `parent: [tried, none], occurs: { once_per: [attempt] }`, either, ""}, // none is a way in
		{`parent: [done, none]`, either, either, ""},
		{`parent: [opened, none]`, retry, `parent: [opened, placed, tried]`, ""}, // of other kinds of trace
		{root, `parent: [tried]`, either, "span/parent-cycle"},
		{root, `parent: [tried, done]`, either, ""}, // done may come below placed first
		{root, `parent: [tried, done]`, `parent: [done, tried]`, "span/parent-cycle"},
		{`parent: [done]`, either, either, "span/parent-cycle"},
		{root, `parent: [placed]`, `parent: [none, tried]`, ""}, // a list of one
		{root, `parent: [placed, tried], occurs: { at_most_once_per: parent }`, either, ""},
		{root, `parent: [placed, tried], occurs: { once_per: parent }`, either, "span/endless"},
		{root, `parent: [placed, done], occurs: { once_per: parent }`, `parent: [tried, placed], occurs: { once_per: parent }`, "span/endless"},
		{root, `parent: [placed, done], occurs: { once_per: parent }`, `parent: [tried, placed], occurs: { at_most_once_per: parent }`, ""},
		{root, retry + `, followed_by: { any_of: [tried], within: 1h }`, either, "span/endless"},
		{root, retry + `, followed_by: { any_of: [tried, done], within: 1h }`, either, ""},
		{root, retry + `, followed_by: { any_of: [tried, done], within: 1h }`, either + `, followed_by: { any_of: [done], within: 1h }`, "span/followed-by-never"},
		{root, retry + `, followed_by: [{ any_of: [done], within: 1h }, { any_of: [tried], within: 1h }]`, either, "span/endless"},
		{root, `parent: [placed, tried], occurs: at_most_once`, either, "span/parent-itself"},
		{root, `parent: [none, tried], occurs: once`, either, "span/parent-itself"},
		{root, retry, `parent: [placed, none], occurs: { once_per: parent }`, "span/key-parent-none"},
		{root, retry, `parent: [placed, none], within: 5m`, ""},
		{root, retry, `parent: any, within: 5m`, "span/within-parent"},
		{root + `, followed_by: { any_of: [done], within: 1d }`, retry, either, ""},
		{root + `, followed_by: { any_of: [done], within: 1d }`, retry, `parent: [tried, opened]`, ""},
		{root + `, followed_by: { any_of: [done], within: 1d }`, retry, `parent: [opened, none]`, "span/followed-by-never"},
		{root + `, deprecated: { since: 1.0.0, why: It goes. }`, retry, `parent: [placed, none]`, "span/parent-deprecated"}, // of tried
		{root + `, deprecated: { since: 1.0.0, why: It goes. }`, `parent: [placed, opened, tried]`, `parent: [placed, none]`, ""},
		{root, retry + `, error_when: { result: bad, answer: [bad] }`, either, ""},
		{root, retry + `, error_when: { result: [good, bad] }`, either, "span/error-when-always"},
		{root, retry + `, error_when: { answer: [good, bad] }`, either, ""}, // others may come
		{root + `, error_when: { result: bad }`, retry, either, "span/error-when-tag"},
	} {
		text := strings.NewReplacer("{placed}", test.placed, "{tried}", test.tried, "{done}", test.done).Replace(tries)
		result := resolve.Load(opener([]byte(text)), "tries.yaml")
		if len(result.Diagnostics) > 0 {
			t.Fatalf("%+v: %+v", test, result.Diagnostics)
		}
		got := slices.Compact(codes(lint.Run(result.Flow, lint.Env{Today: today})))
		if strings.Join(got, " ") != test.want {
			t.Errorf("placed %s\ntried %s\ndone %s\ngot  %s\nwant %s", test.placed, test.tried, test.done, strings.Join(got, " "), test.want)
		}
	}
}

// TestFunnelOverParents: a stage may follow over any of the parents that it may have.
func TestFunnelOverParents(t *testing.T) {
	for _, test := range []struct{ done, funnel, want string }{
		{`parent: [placed, tried]`, `[opened, placed, tried, done]`, ""},
		{`parent: [placed, tried]`, `[opened, placed, done]`, ""},
		{`parent: [none, opened]`, `[opened, done]`, ""},
		{`parent: [none, opened]`, `[placed, done]`, "funnel/unreachable"},
		{`parent: [placed, opened]`, `[tried, done]`, "funnel/unreachable"},
	} {
		text := strings.NewReplacer("{placed}", "parent: [opened, none]", "{tried}", "parent: [placed, tried]", "{done}", test.done).Replace(tries)
		result := resolve.Load(opener([]byte(text+"funnel: "+test.funnel+"\n")), "tries.yaml")
		if found := codes(append(result.Diagnostics, lint.Run(result.Flow, lint.Env{Today: today})...)); strings.Join(found, " ") != test.want {
			t.Errorf("%+v: got %v", test, found)
		}
	}
}
