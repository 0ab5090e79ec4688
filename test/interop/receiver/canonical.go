package receiver

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// object is a JSON object; encoding/json sorts its members.
type object map[string]any

// set adds a member that is not empty: OTLP leaves the others out.
func (o object) set(name string, value any) {
	switch value := value.(type) {
	case string:
		if value == "" {
			return
		}
	case uint32:
		if value == 0 {
			return
		}
	case []any:
		if len(value) == 0 {
			return
		}
	case object:
		if len(value) == 0 {
			return
		}
	}
	o[name] = value
}

// Canonical returns the traces as one form of the JSON Protobuf Encoding: sorted members, none that is empty, lists in
// their order, ids in lower-case hex, 64-bit integers as texts. It is written from what pdata's accessors give, so that
// what pdata did not decode is not there.
func Canonical(traces ptrace.Traces) ([]byte, error) {
	request := object{}
	request.set("resourceSpans", list(traces.ResourceSpans().All(), resourceSpans))
	return json.Marshal(request)
}

// list maps what an iterator gives.
func list[T any](all func(yield func(int, T) bool), one func(T) object) []any {
	var out []any
	for _, item := range all {
		out = append(out, one(item))
	}
	return out
}

func resourceSpans(rs ptrace.ResourceSpans) object {
	resource, out := object{}, object{}
	resource.set("attributes", attributes(rs.Resource().Attributes()))
	resource.set("droppedAttributesCount", rs.Resource().DroppedAttributesCount())
	out.set("resource", resource)
	out.set("schemaUrl", rs.SchemaUrl())
	out.set("scopeSpans", list(rs.ScopeSpans().All(), scopeSpans))
	return out
}

func scopeSpans(ss ptrace.ScopeSpans) object {
	scope, out := object{}, object{}
	scope.set("name", ss.Scope().Name())
	scope.set("version", ss.Scope().Version())
	scope.set("attributes", attributes(ss.Scope().Attributes()))
	scope.set("droppedAttributesCount", ss.Scope().DroppedAttributesCount())
	out.set("scope", scope)
	out.set("schemaUrl", ss.SchemaUrl())
	out.set("spans", list(ss.Spans().All(), span))
	return out
}

func span(s ptrace.Span) object {
	out, status := object{}, object{}
	out.set("traceId", s.TraceID().String())
	out.set("spanId", s.SpanID().String())
	out.set("parentSpanId", s.ParentSpanID().String())
	out.set("traceState", s.TraceState().AsRaw())
	out.set("flags", s.Flags())
	out.set("name", s.Name())
	out.set("kind", uint32(s.Kind()))
	out.set("startTimeUnixNano", strconv.FormatUint(uint64(s.StartTimestamp()), 10))
	out.set("endTimeUnixNano", strconv.FormatUint(uint64(s.EndTimestamp()), 10))
	out.set("attributes", attributes(s.Attributes()))
	out.set("droppedAttributesCount", s.DroppedAttributesCount())
	out.set("events", list(s.Events().All(), event))
	out.set("droppedEventsCount", s.DroppedEventsCount())
	out.set("links", list(s.Links().All(), link))
	out.set("droppedLinksCount", s.DroppedLinksCount())
	status.set("code", uint32(s.Status().Code()))
	status.set("message", s.Status().Message())
	out.set("status", status)
	return out
}

func event(e ptrace.SpanEvent) object {
	out := object{}
	out.set("timeUnixNano", strconv.FormatUint(uint64(e.Timestamp()), 10))
	out.set("name", e.Name())
	out.set("attributes", attributes(e.Attributes()))
	out.set("droppedAttributesCount", e.DroppedAttributesCount())
	return out
}

func link(l ptrace.SpanLink) object {
	out := object{}
	out.set("traceId", l.TraceID().String())
	out.set("spanId", l.SpanID().String())
	out.set("traceState", l.TraceState().AsRaw())
	out.set("flags", l.Flags())
	out.set("attributes", attributes(l.Attributes()))
	out.set("droppedAttributesCount", l.DroppedAttributesCount())
	return out
}

func attributes(m pcommon.Map) []any {
	var out []any
	for key, value := range m.All() {
		out = append(out, object{"key": key, "value": Value(value)})
	}
	return out
}

// Value returns an AnyValue in the form of [Canonical]. A member of it is there also where it is empty, since it says the
// type.
func Value(v pcommon.Value) any {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return object{"stringValue": v.Str()}
	case pcommon.ValueTypeBool:
		return object{"boolValue": v.Bool()}
	case pcommon.ValueTypeInt:
		return object{"intValue": strconv.FormatInt(v.Int(), 10)}
	case pcommon.ValueTypeDouble:
		return object{"doubleValue": double(v.Double())}
	case pcommon.ValueTypeBytes:
		return object{"bytesValue": base64.StdEncoding.EncodeToString(v.Bytes().AsRaw())}
	case pcommon.ValueTypeMap:
		values := object{}
		values.set("values", attributes(v.Map()))
		return object{"kvlistValue": values}
	case pcommon.ValueTypeSlice:
		var items []any
		for _, item := range v.Slice().All() {
			items = append(items, Value(item))
		}
		values := object{}
		values.set("values", items)
		return object{"arrayValue": values}
	}
	return object{}
}

// double returns the number, or the text that proto3 JSON has for one that is not finite.
func double(f float64) any {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return f
}
