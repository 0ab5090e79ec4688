package otlp

import "github.com/specgen/specgen/validator/internal/readers/input"

// Detect recognizes OTLP JSON by the lists of a request and by a resource. What else is JSON may be meant as OTLP: its reader
// says best what is missing.
func Detect(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	match := input.Fallback
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "resourceSpans", "resource_spans", "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans",
			"resourceLogs", "resource_logs", "resourceMetrics", "resource_metrics":
			return input.Certain
		case "batches":
			if m.Value == '[' {
				return input.Certain
			}
		case "resource":
			if m.Value == '{' {
				match = input.Likely
			}
		}
	}
	return match
}
