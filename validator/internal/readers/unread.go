package readers

import (
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/spanevent"
)

// The formats that are recognized, so that the answer can say what to do, but not read.

// detectJaeger recognizes the JSON of Jaeger's query service and of its storage.
func detectJaeger(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "traceID", "spanID", "processes", "startTimeMillis", "operationName", "data":
			return input.Likely
		}
	}
	return input.None
}

// detectZipkin recognizes spans of Zipkin, and its lists of traces.
func detectZipkin(h *input.Head) input.Match {
	if h.JSON == nil {
		return input.None
	}
	for _, m := range h.JSON.Members {
		switch m.Key {
		case "localEndpoint", "remoteEndpoint", "annotations", "shared":
			return input.Likely
		}
	}
	if h.JSON.Lists > 1 && spanevent.Detect(h) != input.None {
		return input.Likely // the members are alike, but only Zipkin has lists of lists
	}
	return input.None
}
