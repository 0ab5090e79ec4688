package validator_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// forms writes events in every format that has all that they say. Jaeger and Zipkin have times in microseconds, as events have.
func forms(events []event) map[string][]byte {
	return map[string][]byte{
		"lines": lines(events), "otlp": asOTLP(events), "jaeger": asJaeger(events), "jaeger of the Collector": asCollectorsJaeger(events), "zipkin": asZipkin(events),
	}
}

// marshal writes JSON that cannot fail.
func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// kindWords are OTLP's kinds in the words of OpenTracing.
var kindWords = map[string]string{"1": "internal", "2": "server", "3": "client", "4": "producer", "5": "consumer"}

// taken returns what Jaeger and Zipkin have no fields for, as OpenTelemetry writes it into tags.
func taken(e event) map[string]any {
	out := map[string]any{}
	if e["flow"] != nil {
		out["otel.scope.name"] = e["flow"]
	}
	if e["flow_version"] != nil {
		out["otel.scope.version"] = e["flow_version"]
	}
	if kind := e["kind"]; kind != nil {
		out["span.kind"] = fmt.Sprint(kind)
		if word := kindWords[fmt.Sprint(kind)]; word != "" {
			out["span.kind"] = word
		}
	}
	switch failed := e["error"]; failed {
	case nil:
	case true:
		out["error"], out["otel.status_code"], out["otel.status_description"] = true, "ERROR", "as it likes"
	default:
		out["otel.status_code"] = fmt.Sprint(failed)
	}
	return out
}

// asJaeger writes the events as an answer of Jaeger's query service, a trace for each, with all tags on the span.
func asJaeger(events []event) []byte { return jaegerAnswer(events, "CHILD_OF") }

// asCollectorsJaeger is asJaeger as the Collector writes it: a parent in another trace is a reference like any other link.
func asCollectorsJaeger(events []event) []byte { return jaegerAnswer(events, "FOLLOWS_FROM") }

// jaegerAnswer writes the events, with references of the type to parents in another trace.
func jaegerAnswer(events []event, remote string) []byte {
	var traces []any
	for _, e := range events {
		span := map[string]any{
			"traceID": e["trace_id"], "spanID": e["span_id"], "operationName": e["name"], "startTime": e["timestamp"], "duration": e["duration"], "processID": "p1",
		}
		references := []any{}
		if parent := e["parent_id"]; parent != nil {
			trace, kind := e["trace_id"], "CHILD_OF"
			if e["parent_trace_id"] != nil {
				trace, kind = e["parent_trace_id"], remote
			}
			references = append(references, map[string]any{"refType": kind, "traceID": trace, "spanID": parent})
		}
		if links, ok := e["links"].([]any); ok {
			for _, l := range links {
				link := l.(map[string]any)
				references = append(references, map[string]any{"refType": "FOLLOWS_FROM", "traceID": link["trace_id"], "spanID": link["span_id"]})
			}
		}
		span["references"] = references
		tags := []any{}
		for _, from := range []map[string]any{e.tags(), taken(e)} {
			for key, v := range from {
				kind, v := jaegerValue(v)
				tags = append(tags, map[string]any{"key": key, "type": kind, "value": v})
			}
		}
		span["tags"] = tags
		traces = append(traces, map[string]any{"traceID": e["trace_id"], "spans": []any{span}, "processes": map[string]any{"p1": map[string]any{"serviceName": e["service_name"]}}})
	}
	return marshal(map[string]any{"data": traces, "errors": nil})
}

// jaegerValue returns a tag's value with Jaeger's type of it.
func jaegerValue(v any) (kind string, value any) {
	switch n := v.(type) {
	case int, int64:
		return "int64", v
	case float64:
		if n == math.Trunc(n) {
			return "int64", int64(n)
		}
		return "float64", v
	case json.Number:
		if strings.ContainsAny(n.String(), ".e") {
			return "float64", v
		}
		return "int64", v
	case bool:
		return "bool", v
	case []any, map[string]any:
		return "string", string(marshal(v))
	}
	return "string", v
}

// asZipkin writes the events as spans of Zipkin in one list.
func asZipkin(events []event) []byte {
	var spans []any
	for _, e := range events {
		span := map[string]any{
			"traceId": e["trace_id"], "id": e["span_id"], "name": e["name"], "timestamp": e["timestamp"], "duration": e["duration"],
			"localEndpoint": map[string]any{"serviceName": e["service_name"]},
		}
		tags := map[string]any{}
		for _, from := range []map[string]any{e.tags(), taken(e)} {
			for key, v := range from {
				tags[key] = zipkinValue(v)
			}
		}
		links := 0
		link := func(traceID, spanID any, attributes string) {
			tags[fmt.Sprint("otlp.link.", links)] = fmt.Sprintf("%v|%v||%s|0", traceID, spanID, attributes)
			links++
		}
		switch {
		case e["parent_trace_id"] != nil:
			link(e["parent_trace_id"], e["parent_id"], `{"specgen.link.type":"parent"}`)
		case e["parent_id"] != nil:
			span["parentId"] = e["parent_id"]
		}
		if more, ok := e["links"].([]any); ok {
			for _, l := range more {
				one := l.(map[string]any)
				link(one["trace_id"], one["span_id"], "{}")
			}
		}
		span["tags"] = tags
		spans = append(spans, span)
	}
	return marshal(spans)
}

// zipkinValue writes a tag's value as the text that Zipkin has for it.
func zipkinValue(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return v
	}
	return string(marshal(v))
}

// formsOf writes the events of a mutant in each form that can hold its mistake.
func formsOf(rule, name string, events []event) map[string][]byte {
	out := forms(events)
	switch {
	case rule == "invalid-time", rule == "invalid-utf8", name == "null", name == "a list", name == "a time that is none":
		for _, form := range []string{"otlp", "jaeger", "jaeger of the Collector", "zipkin"} { // which have these in other words
			delete(out, form)
		}
	case name == "a short trace id": // leading zeros may be missing
		delete(out, "jaeger")
		delete(out, "jaeger of the Collector")
		delete(out, "zipkin")
	case name == "its own parent", name == "a number as text", name == "of an error": // Zipkin drops such a parent, and has only texts
		delete(out, "zipkin")
	}
	return out
}
