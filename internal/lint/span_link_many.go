package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var spanLinkMany = Doc{
	Title: "more links than SDKs keep",
	Text: "OpenTelemetry's SDKs and many backends keep 128 links of a span and drop the others, so a span that keeps its spec " +
		"would be found to break it.",
	Example: "links: { to: \"n:notify\", min: 200 }",
	Fix:     "Turn the pointer round: let each of the many spans point to this one.",
}

const linkLimit = 128 // OpenTelemetry specification, SDK environment variables, OTEL_SPAN_LINK_COUNT_LIMIT

func checkSpanLinkMany(p *pass) {
	for _, s := range p.flow.Spans {
		least := 0
		for _, l := range s.Links {
			if least += l.Min; least > linkLimit {
				p.report(diag.Diagnostic{
					Range:   l.MinPos,
					Message: fmt.Sprintf("span %q has at least %d links, and OpenTelemetry keeps %d of a span", s.Name, least, linkLimit),
					Help:    "let the other spans point to this one, as their parent or by a link",
				})
				break
			}
		}
	}
}
