package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanLinkRange = Doc{
	Title:   "a link with max below min",
	Text:    "No number of links keeps both.",
	Example: "links: { to: \"n:notify\", min: 2, max: 1 }",
	Fix:     "Change one of the two; without max there may be any number.",
}

func checkSpanLinkRange(p *pass) {
	for _, s := range p.flow.Spans {
		for _, l := range s.Links {
			if l.Max > 0 && l.Min > l.Max {
				p.say(diag.Diagnostic{
					Range:    l.MaxPos,
					Message:  fmt.Sprintf("span %q has at most %d and at least %d links to %q", s.Name, l.Max, l.Min, l.To.Name),
					Expected: fmt.Sprintf("at least %d", l.Min), Notes: note(l.MinPos, "min stands here"),
				})
			}
		}
	}
}

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
				p.say(diag.Diagnostic{
					Range:   l.MinPos,
					Message: fmt.Sprintf("span %q has at least %d links, and OpenTelemetry keeps %d of a span", s.Name, least, linkLimit),
					Help:    "let the other spans point to this one, as their parent or by a link",
				})
				break
			}
		}
	}
}

var spanLinkRepeated = Doc{
	Title:   "two links to one span",
	Text:    "Nothing on the wire tells them apart, and the emitter could not name both.",
	Example: "links:\n  - { to: \"n:notify\", min: 1 }\n  - { to: \"n:notify\", max: 3 }",
	Fix:     "Write one link with both limits.",
}

func checkSpanLinkRepeated(p *pass) {
	for _, s := range p.flow.Spans {
		first := make(map[*model.Span]*model.Link, len(s.Links))
		for _, l := range s.Links {
			if other := first[l.To]; other != nil {
				p.say(diag.Diagnostic{
					Range: l.Pos, Message: fmt.Sprintf("span %q links to %q twice", s.Name, l.To.Name),
					Help: "write one link with the limits of both", Notes: note(other.Pos, "the first stands here"),
				})
				continue
			}
			first[l.To] = l
		}
	}
}
