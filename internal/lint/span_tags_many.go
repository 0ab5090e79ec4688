package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var spanTagsMany = Doc{
	Title:   "more tags than SDKs keep",
	Text:    "OpenTelemetry's SDKs keep 128 attributes of a span by default and drop the others.",
	Example: "tags: { … 129 of them … }",
	Fix:     "Split the step into several spans, or the tags into those that are asked for and those that are not.",
}

const tagLimit = 128 // OpenTelemetry specification, SDK environment variables, OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT

func checkSpanTagsMany(p *pass) {
	for _, s := range p.flow.Spans {
		most := len(s.Tags)
		for _, v := range s.Variants {
			widest := 0
			for _, c := range v.Cases {
				widest = max(widest, len(c.Tags))
			}
			most += widest
		}
		if most > tagLimit {
			p.report(diag.Diagnostic{
				Range: s.Pos, Message: fmt.Sprintf("span %q may have %d tags, and OpenTelemetry keeps %d of a span", s.Name, most, tagLimit),
				Help: "split the step into several spans, or leave out what nobody asks for",
			})
		}
	}
}
