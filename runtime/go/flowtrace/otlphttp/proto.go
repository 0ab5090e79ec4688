package otlphttp

import (
	"encoding/binary"
	"math"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// The field numbers are those of opentelemetry-proto 1.x: collector/trace/v1/trace_service.proto, trace/v1/trace.proto,
// common/v1/common.proto and resource/v1/resource.proto. The wire format is that of protobuf.dev/programming-guides/encoding.

// The wire types.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

func appendKey(to []byte, field, wire uint64) []byte { return binary.AppendUvarint(to, field<<3|wire) }

func appendText(to []byte, field uint64, text string) []byte {
	to = binary.AppendUvarint(appendKey(to, field, wireBytes), uint64(len(text)))
	return append(to, text...)
}

func appendBytes(to []byte, field uint64, data []byte) []byte {
	to = binary.AppendUvarint(appendKey(to, field, wireBytes), uint64(len(data)))
	return append(to, data...)
}

func appendFixed64(to []byte, field, value uint64) []byte {
	return binary.LittleEndian.AppendUint64(appendKey(to, field, wireFixed64), value)
}

// open begins a message in a field. Its length is not known yet; one byte is kept for it.
func open(to []byte, field uint64) (opened []byte, start int) {
	to = append(appendKey(to, field, wireBytes), 0)
	return to, len(to)
}

// seal writes the length of the message that begins at start before it, and moves it where that takes more than a byte.
func seal(to []byte, start int) []byte {
	var prefix [binary.MaxVarintLen64]byte
	size := len(to) - start
	n := binary.PutUvarint(prefix[:], uint64(size))
	to = append(to, prefix[:n-1]...)
	copy(to[start+n-1:], to[start:start+size])
	copy(to[start-1:], prefix[:n])
	return to
}

// appendProtoRequest appends an ExportTraceServiceRequest.
func appendProtoRequest(to []byte, resources []*flowtrace.Resource, spans []flowtrace.SpanData) []byte {
	for _, resource := range resources {
		var resourceSpans, scopeSpans int
		to, resourceSpans = open(to, 1)
		to = appendProtoResource(to, resource)
		to, scopeSpans = open(to, 2)
		to = appendProtoScope(to, resource)
		for i := range spans {
			if spans[i].Resource() == resource {
				to = appendProtoSpan(to, &spans[i])
			}
		}
		to = seal(seal(to, scopeSpans), resourceSpans)
	}
	return to
}

func appendProtoResource(to []byte, resource *flowtrace.Resource) []byte {
	to, start := open(to, 1)
	to = appendProtoAttribute(to, 1, flowtrace.String(serviceName, resource.ServiceName()))
	for tag := range resource.Tags() {
		to = appendProtoAttribute(to, 1, tag)
	}
	for tag := range resource.Attributes() {
		to = appendProtoAttribute(to, 1, tag)
	}
	return seal(to, start)
}

func appendProtoScope(to []byte, resource *flowtrace.Resource) []byte {
	to, start := open(to, 1)
	to = appendText(to, 1, resource.Flow())
	to = appendText(to, 2, resource.FlowVersion())
	return seal(to, start)
}

func appendProtoSpan(to []byte, span *flowtrace.SpanData) []byte {
	context, parent := span.Context(), span.Parent()
	to, start := open(to, 2)
	to = appendBytes(to, 1, context.TraceID[:])
	to = appendBytes(to, 2, context.SpanID[:])
	if parent.IsValid() && parent.TraceID == context.TraceID {
		to = appendBytes(to, 4, parent.SpanID[:])
	}
	to = appendText(to, 5, span.Name())
	to = append(appendKey(to, 6, wireVarint), byte(span.Kind()))
	to = appendFixed64(to, 7, uint64(span.StartTime()))
	to = appendFixed64(to, 8, uint64(span.EndTime()))
	for tag := range span.Tags() {
		to = appendProtoAttribute(to, 9, tag)
	}
	if link, ok := span.ParentLink(); ok {
		to = appendProtoLink(to, link)
	}
	for link := range span.Links() {
		to = appendProtoLink(to, link)
	}
	if n := span.DroppedLinks(); n > 0 {
		to = binary.AppendUvarint(appendKey(to, 14, wireVarint), uint64(n))
	}
	if status := span.Status(); status.Code != flowtrace.StatusUnset {
		to = appendProtoStatus(to, status)
	}
	to = binary.LittleEndian.AppendUint32(appendKey(to, 16, wireFixed32), flags(context))
	return seal(to, start)
}

func appendProtoStatus(to []byte, status flowtrace.Status) []byte {
	to, start := open(to, 15)
	if status.Message != "" {
		to = appendText(to, 2, status.Message)
	}
	to = append(appendKey(to, 3, wireVarint), byte(status.Code))
	return seal(to, start)
}

func appendProtoLink(to []byte, link flowtrace.Link) []byte {
	to, start := open(to, 13)
	to = appendBytes(to, 1, link.SpanContext.TraceID[:])
	to = appendBytes(to, 2, link.SpanContext.SpanID[:])
	if link.Type != "" {
		to = appendProtoAttribute(to, 4, flowtrace.String(linkTypeKey, link.Type))
	}
	return seal(to, start)
}

func appendProtoAttribute(to []byte, field uint64, tag flowtrace.Tag) []byte {
	to, start := open(to, field)
	to = appendText(to, 1, tag.Key)
	to = appendProtoValue(to, 2, tag.Value)
	return seal(to, start)
}

// appendProtoValue appends an AnyValue. A member of its oneof is written also where it is zero.
func appendProtoValue(to []byte, field uint64, value flowtrace.Value) []byte {
	to, start := open(to, field)
	switch value.Kind() {
	case flowtrace.KindInt:
		to = binary.AppendUvarint(appendKey(to, 3, wireVarint), uint64(value.Int()))
	case flowtrace.KindDouble:
		to = appendFixed64(to, 4, math.Float64bits(value.Double()))
	case flowtrace.KindBool:
		bit := byte(0)
		if value.Bool() {
			bit = 1
		}
		to = append(appendKey(to, 2, wireVarint), bit)
	case flowtrace.KindList:
		var list int
		to, list = open(to, 5)
		for i := range value.Len() {
			to = appendProtoValue(to, 1, value.Item(i))
		}
		to = seal(to, list)
	default:
		to = appendText(to, 1, value.String())
	}
	return seal(to, start)
}
