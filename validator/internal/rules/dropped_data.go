package rules

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var droppedData = Rule{
	Doc: Doc{
		ID: "dropped-data", About: aboutTags, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A limit of an SDK cut tags or links off a record, or tags off its resource: OTLP's dropped_attributes_count or dropped_links_count, or a SpanEvent's dropped_links, is not 0.",
		NotWhen: "The format has no such counts: SpanEvents have none. Events that were dropped do not count, as a flow does not declare any.",
		Why:     "The data is there in the service and lost in the trace; what is cut off depends on the order in which tags are set.",
		Example: `a notification:sent with "droppedAttributesCount": 2, from an SDK with OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=4`,
		Fix:     "Raise the limits of the SDK (OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT, OTEL_SPAN_LINK_COUNT_LIMIT), or find out what adds so many tags or links.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Raw.DroppedLinks == 0 && !r.TagsDropped() {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			return findings.Detail{
				Message: "a limit cut data off " + strconv.Quote(r.Span.Model.Name), Actual: dropped(r) + " dropped", Expected: "all of them",
				Spec: r.Span.Model.Pos,
			}
		})
	}},
}

// dropped writes what was cut off a record.
func dropped(r *facts.Record) string {
	var parts []string
	add := func(n uint32, word, of string) {
		if n > 0 {
			parts = append(parts, times(int(n), word)+of)
		}
	}
	add(r.Raw.DroppedTags, "tag", "")
	add(r.Raw.DroppedLinks, "link", "")
	if r.Raw.Resource != nil {
		add(r.Raw.Resource.DroppedTags, "tag", " of the resource")
	}
	return strings.Join(parts, ", ")
}
