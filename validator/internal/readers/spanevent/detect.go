package spanevent

import "github.com/specgen/specgen/validator/internal/readers/input"

// Detect recognizes SpanEvents by their members. They may have any others too, so what they must have outweighs those; but
// they never stand in lists of lists.
func Detect(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	var member, traceID, snakeTraceID, spanID, name bool
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "trace_id":
			member, traceID, snakeTraceID = true, true, true // which only SpanEvents have in this case
		case "traceId":
			member, traceID = true, true
		case "span_id", "spanId":
			member, spanID = true, true
		case "parent_id", "service_name":
			member = true
		case "flow", "flow_version":
			member, name = true, true
		case "name":
			name = true
		}
	}
	switch {
	case h.JSON.Lists < 2 && name && (snakeTraceID || traceID && spanID):
		return input.Certain
	case member:
		return input.Possible
	}
	return input.None
}
