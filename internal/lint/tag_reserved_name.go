package lint

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

var tagReserved = Doc{
	Title: "a tag with a name that records have already",
	Text: "The members of a SpanEvent (trace_id, span_id, parent_id, parent_trace_id, name, service_name, timestamp, duration, " +
		"error, flow, flow_version, tags, links), OpenTelemetry's service.name and whatever begins with specgen. mean something in " +
		"every record. A tag of that name would be read as the other thing once tags become columns of a table.",
	Example: "tags:\n  duration: { brief: …, type: int }",
	Fix:     "Say what it is of: upload_duration.",
}

// reservedTags are the columns of the flat form, and what OTLP's resource says of a service.
var reservedTags = map[string]string{
	"trace_id":        "the record's trace",
	"span_id":         "the record itself",
	"parent_id":       "the record's parent",
	"parent_trace_id": "the parent's trace",
	"name":            "the span",
	"service_name":    "the service",
	"timestamp":       "the record's start",
	"duration":        "how long the record took",
	"error":           "whether the record is an error",
	"flow":            "the flow",
	"flow_version":    "the flow's version",
	"tags":            "all tags",
	"links":           "the record's links",
	"service.name":    "the service, as OpenTelemetry names it",
}

const reservedPrefix = "specgen."

func checkTagReserved(p *pass) {
	for _, t := range p.facts.allTags {
		meaning, reserved := reservedTags[t.Name]
		help := "say what it is of, such as upload_" + strings.ReplaceAll(t.Name, ".", "_")
		if !reserved && strings.HasPrefix(t.Name, reservedPrefix) {
			meaning, reserved = "what specgen itself writes", true
			help = "leave " + reservedPrefix + " out"
		}
		if reserved {
			p.report(diag.Diagnostic{
				Range: t.Pos, Message: fmt.Sprintf("tag name %q is reserved: it stands for %s", t.Name, meaning),
				Help: help,
			})
		}
	}
}
