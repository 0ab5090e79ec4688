package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var funnelUnreachable = Doc{
	Title: "a stage that does not follow from the one before",
	Text: "A stage is reached from the one before over children and links, whichever way a link points. Where neither leads " +
		"there, nothing says which records of the two belong together, and the funnel cannot be counted.",
	Example: "funnel: [\"n:notify\", \"n:opened\", \"n:sent\"]   # opened is below sent",
	Fix:     "Put the stages in the order in which they happen, or declare the parent or the link that is missing.",
}

func checkFunnelUnreachable(p *pass) {
	if !p.facts.complete { // the parent or link that leads there may be the one that is misspelt
		return
	}
	w := newWalk(p.flow.Spans)
	for i := 1; i < len(p.flow.Funnel); i++ {
		from, to := p.flow.Funnel[i-1], p.flow.Funnel[i]
		if w.reaches(from, to) {
			continue
		}
		d := diag.Diagnostic{
			Range:   p.flow.FunnelPos[i],
			Message: fmt.Sprintf("stage %q cannot be reached from %q, the one before", to.Name, from.Name),
			Help:    "declare the parent or the link that leads there, or take the stage out",
		}
		if w.reaches(to, from) {
			d.Help = "it comes before: change the order"
		}
		p.report(d)
	}
}

// walk finds ways between spans. Spans are numbers in it, because a funnel may have thousands of stages.
type walk struct {
	number map[*model.Span]int
	next   [][]int // by span: its children, what it links to and what links to it
	seen   []int   // by span: the last search that came by
	search int
}

func newWalk(spans []*model.Span) *walk {
	w := &walk{number: make(map[*model.Span]int, len(spans)), next: make([][]int, len(spans)), seen: make([]int, len(spans))}
	for i, s := range spans {
		w.number[s] = i
	}
	for i, s := range spans {
		for _, parent := range s.Parent.Spans {
			above := w.number[parent]
			w.next[above] = append(w.next[above], i)
		}
		for _, l := range s.Links {
			to := w.number[l.To]
			w.next[i] = append(w.next[i], to)
			w.next[to] = append(w.next[to], i)
		}
	}
	return w
}

func (w *walk) reaches(from, to *model.Span) bool {
	w.search++
	goal := w.number[to]
	todo := []int{w.number[from]}
	w.seen[todo[0]] = w.search
	for ; len(todo) > 0; todo = todo[1:] {
		for _, s := range w.next[todo[0]] {
			if s == goal {
				return true
			}
			if w.seen[s] != w.search {
				w.seen[s] = w.search
				todo = append(todo, s)
			}
		}
	}
	return false
}
