package zipkin

import "github.com/specgen/specgen/validator/internal/readers/input"

// Detect recognizes spans of Zipkin, and its lists of traces, by their members: an id besides a traceId, which SpanEvents call spanId.
func Detect(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	var traceID, id, other bool
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "localEndpoint", "remoteEndpoint", "annotations", "shared":
			return input.Likely
		case "traceId":
			traceID = true
		case "id":
			id = true
		case "spanId", "trace_id", "flow", "serviceName", "service_name":
			other = true // only SpanEvents have these
		}
	}
	if traceID && (id && !other || h.JSON.Lists > 1) {
		return input.Likely
	}
	return input.None
}
