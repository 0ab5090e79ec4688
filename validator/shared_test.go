package validator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// callSpec is of a call with a span on either side, as Zipkin's libraries emit them.
const callSpec = `
specgen: v1
flow: call
version: 1.0.0
brief: A call.
owners: [tests]
namespace: "call:"
traces:
  call: { brief: A call., sampling: 100% }
services:
  caller: { brief: Calls., language: go }
  callee: { brief: Answers., language: go }
tags:
  attempts: { brief: How often it was tried., type: int }
  share: { brief: How much., type: double }
  cached: { brief: Whether it was there., type: bool }
  hosts: { brief: Where., type: "string[]" }
  ports: { brief: Where., type: "int[]" }
spans:
  "call:ask":
    brief: One asks.
    trace: call
    services: [caller]
    tags: { attempts: optional, share: optional, cached: optional, hosts: optional, ports: optional }
  "call:answer":
    brief: The other answers.
    trace: call
    services: [callee]
    parent: "call:ask"
  "call:look up":
    brief: It looks the answer up.
    trace: call
    services: [callee]
    parent: "call:answer"
`

// callSpan writes a span of callSpec as Zipkin does.
func callSpan(id, parent, name, service, more string) string {
	return fmt.Sprintf(`{"traceId":"00000000000000a1","id":%q,"parentId":%q,"name":"call:%s","timestamp":%d,"duration":1,"localEndpoint":{"serviceName":%q},%s}`,
		id, parent, name, int64(begin)+int64(len(name)), service, more)
}

// TestSharedSpanIDs has the two sides of a call under one span id: neither is a copy of the other, and both are looked at.
func TestSharedSpanIDs(t *testing.T) {
	v := compileText(t, callSpec)
	client := callSpan("00000000000000b1", "", "ask", "caller", `"kind":"CLIENT"`)
	server := callSpan("00000000000000b1", "", "answer", "callee", `"kind":"SERVER","shared":true`)
	below := callSpan("00000000000000b2", "00000000000000b1", "look up", "callee", `"tags":{}`)
	later := strings.Replace(server, `"duration":1`, `"duration":2`, 1)
	for _, test := range []struct {
		name  string
		spans []string
		want  []string
	}{
		{"shared", []string{client, server, below}, nil},
		{"shared, the other way round", []string{below, server, client}, nil},
		{"with the client's parent", []string{client, strings.Replace(server, `"parentId":""`, `"parentId":"00000000000000b0"`, 1), below}, nil},
		{"told by the kind", []string{client, strings.NewReplacer(`"parentId":""`, `"parentId":"00000000000000b0"`, `,"shared":true`, ``).Replace(server), below}, nil},
		{"a copy of one side", []string{client, server, below, server}, []string{"info duplicate-span call:answer 1"}},
		{"in conflict on one side", []string{client, server, below, later}, []string{"error conflicting-span call:answer 1", "error instant-duration call:answer 1"}},
		{"one side alone", []string{server, below}, []string{"error missing-parent call:answer 1"}},
		{"a child of the wrong side", []string{client, server, strings.Replace(below, "look up", "answer", 1)}, nil},
	} {
		got := briefly(validate(t, v, []byte("["+strings.Join(test.spans, ",")+"]"), validator.Options{Severity: []validator.Severity{seenOnly}}))
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestTextsAreOfTheTypeOfTheSpec has tags of Zipkin, which are all texts.
func TestTextsAreOfTheTypeOfTheSpec(t *testing.T) {
	v := compileText(t, callSpec)
	for tag, want := range map[string]string{
		`"attempts":"3","share":"0.5","cached":"true","hosts":"[\"a\",\"b\"]","ports":"[1,2]"`: "",
		`"attempts":"-3","share":"2","cached":"false","hosts":"[]","ports":"[ ]"`:              "",
		`"share":"1e-9"`:        "",
		`"attempts":"3.0"`:      "warning tag-type double 3.0",
		`"attempts":"3.5"`:      "error tag-type double 3.5",
		`"attempts":"many"`:     `error tag-type string "many"`,
		`"attempts":""`:         `error tag-type string ""`,
		`"share":"half"`:        `error tag-type string "half"`,
		`"cached":"yes"`:        `error tag-type string "yes"`,
		`"hosts":"a,b"`:         `error tag-type string "a,b"`,
		`"hosts":"[a]"`:         `error tag-type string "[a]"`,
		`"hosts":"[1]"`:         `error tag-type list [1]`,
		`"ports":"[1,\"two\"]"`: `error tag-type list [1, two]`,
		`"ports":"[1] "`:        `error tag-type string "[1] "`,
	} {
		result := validate(t, v, []byte(callSpan("00000000000000b1", "", "ask", "caller", `"tags":{`+tag+`}`)), validator.Options{Severity: []validator.Severity{seenOnly}})
		got := ""
		for _, f := range result.Findings {
			got += f.Severity.String() + " " + f.Rule + " " + f.Examples[0].Actual
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
}

// TestWhatZipkinLoses has names that lost their capitals, and attributes of the resource among the tags.
func TestWhatZipkinLoses(t *testing.T) {
	text := strings.NewReplacer(`"call:ask"`, `"Call:Ask"`, `"call:`, `"Call:`, `caller`, `Caller`).Replace(callSpec)
	v := compileText(t, text)
	ask := callSpan("00000000000000b1", "", "ask", "caller", `"tags":{"telemetry.sdk.name":"opentelemetry","service.version":"2.1.0","share":"x"}`)
	stamped := strings.Replace(ask, `"tags":{`, `"tags":{"otel.scope.name":"call","otel.scope.version":"1.0.0",`, 1)
	for _, span := range []string{ask, stamped} {
		got := say(validate(t, v, []byte(span), validator.Options{Severity: []validator.Severity{seenOnly}}))
		if len(got) != 1 || got[0] != `error tag-type span="Call:Ask" tag="share" service="Caller" version="2.1.0" 1/1` {
			t.Errorf("got %q", got)
		}
	}
	for name, rule := range map[string]string{`"caller"`: "unknown-service", `:ask"`: "unknown-span"} {
		other := strings.Replace(ask, name, strings.Replace(name, "a", "b", 1), 1)
		got := say(validate(t, v, []byte(other), validator.Options{Severity: []validator.Severity{seenOnly}}))
		if !strings.Contains(strings.Join(got, "\n"), rule) {
			t.Errorf("another %s: got %q, want %s", name, got, rule)
		}
	}
	lines := `{"trace_id":"000000000000000000000000000000a1","span_id":"00000000000000b1","name":"call:ask","service_name":"caller","timestamp":1,"duration":1}`
	if result := validate(t, v, []byte(lines), validator.Options{}); result.Summary.FlowRecords != 0 {
		t.Errorf("a SpanEvent keeps its capitals: %+v", result.Summary)
	}
}
