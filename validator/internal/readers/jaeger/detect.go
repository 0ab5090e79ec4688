package jaeger

import "github.com/specgen/specgen/validator/internal/readers/input"

// Detect recognizes answers of Jaeger's query service, its traces and spans, and documents of its storage, by their members.
func Detect(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "traceID", "spanID", "processes", "startTimeMillis", "operationName", "data":
			return input.Likely
		case "hits", "_source":
			if m.Value == '{' {
				return input.Likely
			}
		}
	}
	return input.None
}
