package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanEndless = Doc{
	Title: "a span that asks for another of its kind without end",
	Text: "followed_by and once_per: parent ask for a record below each record. Where a span may be below itself and each record asks for a further one, " +
		"the last record of every trace is a finding.",
	Example: "\"n:try\": { parent: [\"n:sent\", \"n:try\"], followed_by: { any_of: [\"n:try\"], within: 1h } }",
	Fix:     "Name what ends it in followed_by too, such as the try that succeeded, or write at_most_once_per for once_per.",
}

// demand is that a record of one of some spans comes below each record of a span.
type demand struct {
	anyOf []*model.Span
	at    diag.Range // where the spec asks for it
	help  string
}

func checkSpanEndless(p *pass) {
	demands := p.demands()
	ends := spansThatEnd(p.flow.Spans, demands)
	unmet := func(s *model.Span) demand {
		i := slices.IndexFunc(demands[s], func(d demand) bool { return !d.isMet(ends) })
		return demands[s][i]
	}
	walked := make(map[*model.Span]int) // by which start
	for i, start := range p.flow.Spans {
		s := start
		for ; !ends[s] && walked[s] == 0; s = unmet(s).anyOf[0] {
			walked[s] = i + 1
		}
		if !ends[s] && walked[s] == i+1 {
			p.report(diag.Diagnostic{
				Range: unmet(s).at, Message: fmt.Sprintf("every record of span %q asks for another one below it, without end", s.Name),
				Help: unmet(s).help,
			})
		}
	}
}

// demands returns what has to come below each span, as far as records are held to it.
func (p *pass) demands() map[*model.Span][]demand {
	out := make(map[*model.Span][]demand)
	for _, s := range p.flow.Spans {
		if len(s.FollowedBy) > 0 {
			out[s] = append(out[s], followedByDemands(s, p.below(s))...)
		}
		if s.Occurs.Multiplicity != model.OncePer || !s.Occurs.PerParent || !s.Trace.Complete() || s.Deprecated != nil {
			continue
		}
		for _, parent := range s.Parent.Spans {
			out[parent] = append(out[parent], demand{[]*model.Span{s}, s.Occurs.Pos, "write at_most_once_per: parent"})
		}
	}
	return out
}

func followedByDemands(s *model.Span, below map[*model.Span]bool) (out []demand) {
	for _, f := range s.FollowedBy {
		if anyOf := followers(&f, below); f.CanBeJudged(s) && len(anyOf) > 0 {
			out = append(out, demand{anyOf, f.Pos, "add what ends it to any_of"})
		}
	}
	return out
}

// isMet reports whether one of the spans is known to end.
func (d demand) isMet(ends map[*model.Span]bool) bool {
	return slices.ContainsFunc(d.anyOf, func(s *model.Span) bool { return ends[s] })
}

// spansThatEnd returns the spans below which all that is asked for can be there. It begins with those that ask for nothing.
func spansThatEnd(spans []*model.Span, demands map[*model.Span][]demand) map[*model.Span]bool {
	ends := make(map[*model.Span]bool, len(spans))
	for more := true; more; {
		more = false
		for _, s := range slices.Backward(spans) { // what is asked for mostly stands behind
			if !ends[s] && !slices.ContainsFunc(demands[s], func(d demand) bool { return !d.isMet(ends) }) {
				ends[s], more = true, true
			}
		}
	}
	return ends
}
