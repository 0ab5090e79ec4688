package otlphttp

import (
	"encoding/hex"
	"strconv"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Constants that both encodings write for each span (opentelemetry/proto/trace/v1/trace.proto).
const (
	flagSampled = 1 // the W3C trace flags; whether the parent is remote is not known
	linkTypeKey = "specgen.link.type"
	serviceName = "service.name"
)

// flags are the W3C trace flags of a span. A processor that asked for them may export spans that are not sampled.
func flags(context flowtrace.SpanContext) uint32 {
	if context.IsSampled() {
		return flagSampled
	}
	return 0
}

// appendJSONRequest appends an ExportTraceServiceRequest (OTLP 1.x, JSON Protobuf Encoding).
func appendJSONRequest(to []byte, resources []*flowtrace.Resource, spans []flowtrace.SpanData) []byte {
	to = append(to, `{"resourceSpans":[`...)
	for i, resource := range resources {
		if i > 0 {
			to = append(to, ',')
		}
		to = appendJSONResource(to, resource)
		first := true
		for j := range spans {
			if spans[j].Resource() != resource {
				continue
			}
			if !first {
				to = append(to, ',')
			}
			first = false
			to = appendJSONSpan(to, &spans[j])
		}
		to = append(to, "]}]}"...)
	}
	return append(to, "]}"...)
}

// appendJSONResource appends a ResourceSpans up to its spans.
func appendJSONResource(to []byte, resource *flowtrace.Resource) []byte {
	to = append(to, `{"resource":{"attributes":[`...)
	to = appendJSONAttribute(to, flowtrace.String(serviceName, resource.ServiceName()))
	for tag := range resource.Tags() {
		to = appendJSONAttribute(append(to, ','), tag)
	}
	for tag := range resource.Attributes() {
		to = appendJSONAttribute(append(to, ','), tag)
	}
	to = flowtrace.AppendString(append(to, `]},"scopeSpans":[{"scope":{"name":`...), resource.Flow())
	to = flowtrace.AppendString(append(to, `,"version":`...), resource.FlowVersion())
	return append(to, `},"spans":[`...)
}

func appendJSONSpan(to []byte, span *flowtrace.SpanData) []byte {
	context, parent := span.Context(), span.Parent()
	to = hex.AppendEncode(append(to, `{"traceId":"`...), context.TraceID[:])
	to = hex.AppendEncode(append(to, `","spanId":"`...), context.SpanID[:])
	if parent.IsValid() && parent.TraceID == context.TraceID {
		to = hex.AppendEncode(append(to, `","parentSpanId":"`...), parent.SpanID[:])
	}
	to = strconv.AppendUint(append(to, `","flags":`...), uint64(flags(context)), 10)
	to = flowtrace.AppendString(append(to, `,"name":`...), span.Name())
	to = strconv.AppendInt(append(to, `,"kind":`...), int64(span.Kind()), 10)
	to = strconv.AppendInt(append(to, `,"startTimeUnixNano":"`...), span.StartTime(), 10)
	to = strconv.AppendInt(append(to, `","endTimeUnixNano":"`...), span.EndTime(), 10)
	to = appendJSONStatus(append(to, '"'), span.Status())
	if span.TagCount() > 0 {
		before := `,"attributes":[`
		for tag := range span.Tags() {
			to = appendJSONAttribute(append(to, before...), tag)
			before = ","
		}
		to = append(to, ']')
	}
	return append(appendJSONLinks(to, span), '}')
}

// appendJSONStatus appends the status where it is set.
func appendJSONStatus(to []byte, status flowtrace.Status) []byte {
	if status.Code == flowtrace.StatusUnset {
		return to
	}
	to = strconv.AppendInt(append(to, `,"status":{"code":`...), int64(status.Code), 10)
	if status.Message != "" {
		to = flowtrace.AppendString(append(to, `,"message":`...), status.Message)
	}
	return append(to, '}')
}

func appendJSONLinks(to []byte, span *flowtrace.SpanData) []byte {
	before := `,"links":[`
	if link, ok := span.ParentLink(); ok {
		to = appendJSONLink(append(to, before...), link)
		before = ","
	}
	for link := range span.Links() {
		to = appendJSONLink(append(to, before...), link)
		before = ","
	}
	if before != "," {
		return to
	}
	to = append(to, ']')
	if n := span.DroppedLinks(); n > 0 {
		to = strconv.AppendInt(append(to, `,"droppedLinksCount":`...), int64(n), 10)
	}
	return to
}

func appendJSONLink(to []byte, link flowtrace.Link) []byte {
	to = hex.AppendEncode(append(to, `{"traceId":"`...), link.SpanContext.TraceID[:])
	to = hex.AppendEncode(append(to, `","spanId":"`...), link.SpanContext.SpanID[:])
	to = append(to, '"')
	if link.Type != "" {
		to = appendJSONAttribute(append(to, `,"attributes":[`...), flowtrace.String(linkTypeKey, link.Type))
		to = append(to, ']')
	}
	return append(to, '}')
}

func appendJSONAttribute(to []byte, tag flowtrace.Tag) []byte {
	to = flowtrace.AppendString(append(to, `{"key":`...), tag.Key)
	return append(appendJSONValue(append(to, `,"value":`...), tag.Value), '}')
}

func appendJSONValue(to []byte, value flowtrace.Value) []byte {
	switch value.Kind() {
	case flowtrace.KindInt:
		to = strconv.AppendInt(append(to, `{"intValue":"`...), value.Int(), 10)
		return append(to, `"}`...)
	case flowtrace.KindDouble:
		to = flowtrace.AppendDouble(append(to, `{"doubleValue":`...), value.Double())
	case flowtrace.KindBool:
		to = strconv.AppendBool(append(to, `{"boolValue":`...), value.Bool())
	case flowtrace.KindList:
		to = append(to, `{"arrayValue":{"values":[`...)
		for i := range value.Len() {
			if i > 0 {
				to = append(to, ',')
			}
			to = appendJSONValue(to, value.Item(i))
		}
		return append(to, "]}}"...)
	default:
		to = flowtrace.AppendString(append(to, `{"stringValue":`...), value.String())
	}
	return append(to, '}')
}
