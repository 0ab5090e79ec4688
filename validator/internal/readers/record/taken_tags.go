package record

import (
	"bytes"

	"github.com/specgen/specgen/validator/trace"
)

// TakeTag takes a tag that stands for a field which spans of OTLP have, and spans of Jaeger and Zipkin have not (OpenTelemetry
// specification, "Mapping of OpenTelemetry to non-OTLP formats"), into the record. It reports false for any other tag, and for one
// whose value is of another type: that is a tag of the record.
func (b *Builder) TakeTag(t *trace.Tag) bool {
	v := &t.Value
	if v.Kind != trace.String && v.Kind != trace.Untyped {
		if string(t.Key) != "error" || v.Kind != trace.Bool {
			return false
		}
		b.Failed = b.Failed || v.Bool()
		return true
	}
	switch string(t.Key) {
	case "otel.scope.name":
		b.Flow = v.Text
	case "otel.scope.version":
		b.FlowVersion = v.Text
	case "otel.library.name": // of old; written besides the one above
		if b.Flow == nil {
			b.Flow = v.Text
		}
	case "otel.library.version":
		if b.FlowVersion == nil {
			b.FlowVersion = v.Text
		}
	case "span.kind":
		b.takeKind(v.Text)
	case "otel.status_code":
		b.takeStatus(v.Text)
	case "otel.status_description":
		b.StatusMessage = v.Text
	case "error":
		return b.takeError(v.Text)
	case "w3c.tracestate", "internal.span.format":
		// what transport added
	default:
		return false
	}
	return true
}

// takeKind sets the kind from its word, where the span has none.
func (b *Builder) takeKind(word []byte) {
	if b.Kind != trace.KindInternal {
		return
	}
	for kind := trace.KindInternal; kind <= trace.KindConsumer; kind++ {
		if string(word) == kind.String() {
			b.Kind = kind
			return
		}
	}
	b.Defects |= trace.BadSpanKind
	b.BadKind = word
}

// takeStatus sets the status from its code, which is written as OK or, by the Collector, also as Ok and STATUS_CODE_OK.
func (b *Builder) takeStatus(word []byte) {
	code := bytes.TrimPrefix(word, []byte("STATUS_CODE_"))
	switch {
	case bytes.EqualFold(code, []byte("ERROR")):
		b.Failed = true
	case bytes.EqualFold(code, []byte("OK")), bytes.EqualFold(code, []byte("UNSET")):
	default:
		b.Defects |= trace.BadSpanStatus
		b.BadStatus = word
	}
}

// takeError takes a truth value that is written as a text.
func (b *Builder) takeError(word []byte) bool {
	switch string(word) {
	case "true":
		b.Failed = true
	case "false":
	default:
		return false
	}
	return true
}
